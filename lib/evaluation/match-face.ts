import { type Box, overlap } from '@/lib/landmarks/geometry';

/**
 * Least intersection over union of a found box and a labelled one for both to be the same face. Boxes of landmarks are
 * guessed from a detector's keypoints: of 259 faces from 300-W, AFLW2000-3D, Face Synthetics, dlib and YouTube Faces the
 * right one overlapped by 0.5 and more (two thirds by 0.8), and a wrong one never by more than 0.3.
 */
export const MATCH_OVERLAP = 0.4;

/** The found face that overlaps the labelled one most; null when none is that face. */
export function matchFace<Face extends { readonly box: Box }>(faces: readonly Face[], labelled: Box): Face | null {
  let best: Face | null = null;
  let bestOverlap = MATCH_OVERLAP;
  for (const face of faces) {
    const shared = overlap(face.box, labelled);
    if (shared < bestOverlap) continue;
    best = face;
    bestOverlap = shared;
  }
  return best;
}
