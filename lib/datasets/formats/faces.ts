import type { Annotation, Visibility } from '@/lib/landmarks/annotation';
import { annotatedPoints } from '@/lib/landmarks/annotation';
import { type Box, boundingBox } from '@/lib/landmarks/geometry';
import type { SourceSample } from '../sample';
import type { ExportSample } from './format';
import { stemOf } from './paths';

/** Which face of its image: the n-th of several, counted from 1; null for a lone one. */
export type FaceNumber = number | null;

export const faceKey = (imageFile: string, face: FaceNumber): string =>
  face === null ? imageFile : `${imageFile}#${face}`;

export const faceName = (imageFile: string, face: FaceNumber): string =>
  face === null ? stemOf(imageFile) : `${stemOf(imageFile)} (${face})`;

/** Inverse of `faceKey`. */
export function faceOfKey(key: string): FaceNumber {
  const [, digits] = /#(\d+)$/.exec(key) ?? [];
  return digits === undefined ? null : Number(digits);
}

/** Image path by code units, then the number of the face, so that #10 stands after #9. */
export function compareSamples(a: SourceSample, b: SourceSample): number {
  if (a.imageFile !== b.imageFile) return a.imageFile < b.imageFile ? -1 : 1;
  return (faceOfKey(a.key) ?? 0) - (faceOfKey(b.key) ?? 0);
}

export type LabelledSample = ExportSample & { readonly annotation: Annotation };

export const isLabelled = (sample: ExportSample): sample is LabelledSample => sample.annotation !== null;

/** Samples of one image together, in the order of their faces. */
export interface ImageFaces {
  readonly imageFile: string;
  readonly imageWidth: number;
  readonly imageHeight: number;
  readonly faces: readonly [ExportSample, ...ExportSample[]];
}

/** @param samples those of one image in a row, as they are when ordered by key */
export async function* groupByImage(samples: AsyncIterable<ExportSample>): AsyncGenerator<ImageFaces> {
  let faces: [ExportSample, ...ExportSample[]] | null = null;
  for await (const sample of samples) {
    if (faces && faces[0].imageFile === sample.imageFile) {
      faces.push(sample);
      continue;
    }
    if (faces) yield imageOf(faces);
    faces = [sample];
  }
  if (faces) yield imageOf(faces);
}

function imageOf(faces: [ExportSample, ...ExportSample[]]): ImageFaces {
  faces.sort(compareSamples);
  const [{ imageFile, imageWidth, imageHeight }] = faces;
  return { imageFile, imageWidth, imageHeight, faces };
}

/** For formats that always state one: null where all landmarks are visible, as in a source that says nothing. */
export const visibilityOrNull = (visibility: readonly Visibility[]): readonly Visibility[] | null =>
  visibility.every((word) => word === 'visible') ? null : visibility;

/** The sample's own box, else the tight one of its annotated landmarks; null without either. */
export function boxOrTight({ box, annotation }: ExportSample): Box | null {
  if (box) return box;
  const points = annotation ? annotatedPoints(annotation) : [];
  return points.length === 0 ? null : boundingBox(points);
}

/** Formats that tell faces by their boxes can hold anything but a face without one, and without landmarks to make one of. */
export function refusalWithoutBox(sample: ExportSample): string | null {
  const { annotation, key, imageFile } = sample;
  const isLoneImage = annotation === null && key === imageFile;
  return isLoneImage || boxOrTight(sample) !== null ? null : 'expected a box or landmarks, found neither';
}
