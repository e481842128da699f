import type { Annotation } from '@/lib/landmarks/annotation';
import { type ImagePoint, imagePoint } from '@/lib/landmarks/geometry';
import { FACE_SYNTHETICS_70 } from '@/lib/landmarks/scheme';
import { type BesideLayout, findLabels, readBeside } from './beside';
import { writeBeside } from './beside-write';
import { parseDecimal } from './decimal';
import { withDetails } from './face-synthetics-details';
import { type DatasetFormat, DatasetFormatError, throwProblem } from './format';
import { withoutExtension } from './paths';
import { decodeText, quote } from './text';

/**
 * Microsoft Face Synthetics (Wood et al., ICCV 2021): `NNNNNN.png`, `NNNNNN_ldmks.txt` with 70 lines `x y`, and the class map
 * `NNNNNN_seg.png`, which is no photo. Faces made by lib/synthesis have a `NNNNNN.json` beside them with depth, visibility and
 * pose, which is read too.
 *
 * Its README says "origin top left" and no more. Taken as it stands, as everyone does, that is as 0-based pixel centres.
 * Measured against the class maps, the eye contours of 80 images lie 0.63 ± 0.08 px right and 0.66 ± 0.04 px low of the eyes,
 * so the origin is more likely the pixel's corner; leaving that half pixel costs 0.1 % of the image's width.
 */
const layout: BesideLayout = {
  format: 'face-synthetics',
  labelSuffix: '_ldmks.txt',
  isLeftOut: (file) => /_seg\.png$/i.test(file),
  maxLabelBytes: 1024 * 1024,
  parse: (bytes, file) => ({
    annotation: parseFaceSyntheticsLandmarks(decodeText(bytes, 'face-synthetics', file), file),
  }),
};

/** @throws DatasetFormatError */
export function parseFaceSyntheticsLandmarks(text: string, file: string): Annotation {
  const { count } = FACE_SYNTHETICS_70;
  const fail = (line: number, reason: string) => new DatasetFormatError({ format: layout.format, file, line, reason });
  const lines = text.trimEnd().split(/\r?\n/);
  if (lines.length !== count) {
    const found = text.trim() === '' ? 0 : lines.length;
    throw fail(Math.max(1, Math.min(found, count + 1)), `expected ${count} landmarks, found ${found}`);
  }
  const points = lines.map((line, i): ImagePoint => {
    const [x, y, ...rest] = line.trim().split(/\s+/).map(parseDecimal);
    if (x === undefined || y === undefined || rest.length > 0) {
      throw fail(i + 1, `expected two numbers 'x y', found ${quote(line)}`);
    }
    return imagePoint(x, y);
  });
  return { scheme: FACE_SYNTHETICS_70.id, points, z: null, visibility: null };
}

/** Inverse of `parseFaceSyntheticsLandmarks` to the last bit. @param annotation all 70 landmarks; depth is left out */
export const formatFaceSyntheticsLandmarks = ({ points }: Annotation): string =>
  points.map(([x, y]) => `${x} ${y}\n`).join('');

export const faceSynthetics: DatasetFormat = {
  id: layout.format,
  title: 'Face Synthetics (.png + _ldmks.txt, 70 landmarks)',
  async detect(files) {
    const { paired, any } = await findLabels(files, layout);
    if (paired.length > 0) return 'certain';
    return any ? 'possible' : 'no';
  },
  async *read(files, report) {
    const known = new Set(await files.list());
    for await (const sample of readBeside(files, layout, report)) {
      const details = `${withoutExtension(sample.imageFile)}.json`;
      if (!known.has(details)) {
        yield sample;
        continue;
      }
      try {
        const bytes = await files.read(details, layout.maxLabelBytes);
        yield withDetails(sample, decodeText(bytes, layout.format, details), details);
      } catch (problem) {
        if (!(problem instanceof DatasetFormatError)) throw problem;
        report(problem);
      }
    }
  },
  precisionPx: 0,
  write: (samples, sink, report = throwProblem) =>
    writeBeside(
      samples,
      sink,
      {
        ...layout,
        scheme: FACE_SYNTHETICS_70,
        formatFace: ({ annotation }) => formatFaceSyntheticsLandmarks(annotation),
      },
      report,
    ),
};
