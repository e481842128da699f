import { createRandom } from '@/lib/random';
import { checkFaceParameters } from './check-parameters';
import type { FaceLimits } from './face-limits';
import type { FaceParameters } from './parameter-ranges';
import { sampleLike } from './sample-like';
import { sampleFaceParameters } from './sample-parameters';

/** What makes the faces of a set: page, preview, server and command line draw the same ones from it. Plain JSON. */
export interface FaceRecipe {
  /** whole number from 0 */
  readonly seed: number;
  readonly limits: FaceLimits;
  /** faces to vary instead of drawing new ones */
  readonly like?: {
    readonly examples: readonly FaceParameters[];
    /** see sampleLike */
    readonly spread: number;
  };
}

/** Seed of one face of a set: face 7 is the same face in a set of 10 and of 10,000. */
export const faceSeed = (setSeed: number, index: number): number => (Math.imul(setSeed, 1_000_003) + index) >>> 0;

/**
 * The parameters of one face of the set.
 *
 * @param index 0-based
 * @throws RangeError when a limit lies outside its allowed range
 */
export function recipeParameters({ seed, limits, like }: FaceRecipe, index: number): FaceParameters {
  const random = createRandom(faceSeed(seed, index));
  return checkFaceParameters(
    like ? sampleLike(random, like.examples, like.spread, limits) : sampleFaceParameters(random, limits),
  );
}
