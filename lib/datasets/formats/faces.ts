import type { SourceSample } from '../sample';
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
