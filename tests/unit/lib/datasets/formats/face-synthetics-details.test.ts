import { beforeAll, describe, expect, it } from 'vitest';
import { faceSynthetics } from '@/lib/datasets/formats/face-synthetics';
import { memorySource } from '@/lib/datasets/memory-source';
import type { SourceSample } from '@/lib/datasets/sample';
import { formatDetails, formatLandmarks } from '@/lib/synthesis/file-layout';
import type { SyntheticFace } from '@/lib/synthesis/render-face';
import { synthesizeFace } from '@/lib/synthesis/synthesize-face';

let face: SyntheticFace;
beforeAll(() => {
  face = synthesizeFace(3, { size: 64, supersample: 1 });
});

async function read(details: string): Promise<{ samples: SourceSample[]; problems: string[] }> {
  const files = new Map<string, string | Uint8Array>([
    ['000000.png', new Uint8Array(1)], // the reader opens no image
    ['000000_ldmks.txt', formatLandmarks(face)],
    ['000000.json', details],
  ]);
  const problems: string[] = [];
  const samples: SourceSample[] = [];
  for await (const sample of faceSynthetics.read(memorySource(files), ({ message }) => problems.push(message))) {
    samples.push(sample);
  }
  return { samples, problems };
}

describe('the details beside a generated face', () => {
  it('bring its depth, visibility and pose', async () => {
    const { samples, problems } = await read(formatDetails(face));
    expect(problems).toEqual([]);
    const [{ annotation, pose }] = samples;
    expect(annotation?.visibility).toEqual(face.annotation.visibility);
    annotation?.z?.forEach((depth, i) => {
      expect(depth).toBeCloseTo(face.annotation.z?.[i] as number, 3);
    });
    const { yawDeg, pitchDeg, rollDeg } = face.parameters.camera;
    expect(pose?.yawRad).toBeCloseTo((yawDeg * Math.PI) / 180, 9);
    expect(pose?.pitchRad).toBeCloseTo((pitchDeg * Math.PI) / 180, 9);
    expect(pose?.rollRad).toBeCloseTo((rollDeg * Math.PI) / 180, 9);
  });

  it('of another tool change nothing', async () => {
    const { samples, problems } = await read('{"author": "somebody"}');
    expect(problems).toEqual([]);
    expect(samples[0].annotation?.z).toBeNull();
    expect(samples[0].pose).toBeNull();
  });

  it('that are broken cost the face, in one line', async () => {
    const short = JSON.parse(formatDetails(face));
    short.z.pop();
    const { samples, problems } = await read(JSON.stringify(short));
    expect(samples).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^face-synthetics: 000000\.json: z: /);
  });
});
