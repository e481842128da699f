import type { Annotation } from '@/lib/landmarks/annotation';
import type { Box } from '@/lib/landmarks/geometry';
import type { Pose, SourceSample } from '../sample';
import { type FaceNumber, faceKey, faceName } from './faces';
import { DatasetFormatError, type FileSource, type FormatId, type ReportProblem } from './format';
import { isImageFile, personOf, splitOf, stemOf, withoutExtension } from './paths';

/** A set with one label file beside each image, its name made from the image's: `a/b.jpg` and `a/b.pts`. */
export interface BesideLayout {
  readonly format: FormatId;
  /** What follows the image's stem in the label's name, in lower case: `.pts`, `_ldmks.txt`. */
  readonly labelSuffix: string;
  /** Images that are no photos, such as class maps. */
  isLeftOut?(imageFile: string): boolean;
  readonly maxLabelBytes: number;
  /** The lone face of an image, or several with their numbers. */
  parse(bytes: Uint8Array, file: string): FaceLabel | { readonly faces: readonly NumberedFace[] };
}

export interface FaceLabel {
  readonly annotation: Annotation;
  readonly box?: Box;
  readonly pose?: Pose;
}

export interface NumberedFace extends FaceLabel {
  readonly number: FaceNumber;
}

/** Label files and the images that share their path without extension. */
interface Pairing {
  /** [path without extension] → images, in order */
  readonly images: ReadonlyMap<string, readonly string[]>;
  /** [path without label suffix] → label file */
  readonly labels: ReadonlyMap<string, string>;
}

async function pair(files: FileSource, layout: BesideLayout): Promise<Pairing> {
  const images = new Map<string, string[]>();
  const labels = new Map<string, string>();
  for (const file of await files.list()) {
    if (file.toLowerCase().endsWith(layout.labelSuffix)) {
      labels.set(file.slice(0, -layout.labelSuffix.length), file);
    } else if (isImageFile(file) && !layout.isLeftOut?.(file)) {
      const path = withoutExtension(file);
      images.set(path, [...(images.get(path) ?? []), file]);
    }
  }
  return { images, labels };
}

/** @returns the label files that have an image, and whether there are label files at all */
export async function findLabels(
  files: FileSource,
  layout: BesideLayout,
): Promise<{ paired: readonly string[]; any: boolean }> {
  const { images, labels } = await pair(files, layout);
  const paired = [...labels].filter(([path]) => images.has(path)).map(([, label]) => label);
  return { paired, any: labels.size > 0 };
}

/** Samples by image path. An image without a label file is an unlabelled sample; a label file without image is a problem. */
export async function* readBeside(
  files: FileSource,
  layout: BesideLayout,
  report: ReportProblem,
): AsyncIterable<SourceSample> {
  const { format } = layout;
  const { images, labels } = await pair(files, layout);
  if (images.size === 0 && labels.size === 0) {
    throw new DatasetFormatError({
      format,
      file: 'these files',
      reason: `expected images and NAME${layout.labelSuffix}, found neither`,
    });
  }
  for (const [path, file] of labels) {
    if (!images.has(path)) {
      report(new DatasetFormatError({ format, file, reason: 'expected an image of that name beside it, found none' }));
    }
  }
  for (const imageFile of [...images.values()].flat().sort()) {
    const path = withoutExtension(imageFile);
    const label = labels.get(path);
    if (label === undefined) {
      yield sample(imageFile, null, null);
      continue;
    }
    const sameName = images.get(path) ?? [];
    if (sameName.length > 1) {
      if (imageFile === sameName[0]) {
        const reason = `expected one image of that name beside it, found ${sameName.join(', ')}`;
        report(new DatasetFormatError({ format, file: label, reason }));
      }
      continue;
    }
    let faces: readonly NumberedFace[];
    try {
      const parsed = layout.parse(await files.read(label, layout.maxLabelBytes), label);
      faces = 'faces' in parsed ? parsed.faces : [{ ...parsed, number: null }];
    } catch (problem) {
      if (!(problem instanceof DatasetFormatError)) throw problem;
      report(problem);
      continue;
    }
    for (const { number, ...face } of faces) yield sample(imageFile, face, number);
  }
}

const sample = (imageFile: string, face: FaceLabel | null, number: FaceNumber): SourceSample => ({
  key: faceKey(imageFile, number),
  name: faceName(imageFile, number),
  imageFile,
  annotation: face?.annotation ?? null,
  box: face?.box ?? null,
  pose: face?.pose ?? null,
  person: personOf(stemOf(imageFile)),
  split: splitOf(imageFile),
});
