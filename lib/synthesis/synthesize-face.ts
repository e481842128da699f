import { createRandom } from '@/lib/random';
import { checkFaceParameters } from './check-parameters';
import { checkFaceLimits, type FaceLimits } from './face-limits';
import { type RenderOptions, renderFace, type SyntheticFace } from './render-face';
import { sampleFaceParameters } from './sample-parameters';

/**
 * A face from a seed: the same seed and options give the same bytes.
 *
 * @param seed any 32-bit integer
 * @throws RangeError when a limit lies outside its allowed range
 */
export function synthesizeFace(
  seed: number,
  options: RenderOptions & { readonly limits?: FaceLimits } = {},
): SyntheticFace {
  const limits = checkFaceLimits(options.limits ?? {});
  const parameters = checkFaceParameters(sampleFaceParameters(createRandom(seed), limits));
  return renderFace(parameters, options);
}
