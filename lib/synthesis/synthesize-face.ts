import { createRandom } from '@/lib/random';
import { checkFaceParameters } from './check-parameters';
import { type RenderOptions, renderFace, type SyntheticFace } from './render-face';
import { type FaceLimits, sampleFaceParameters } from './sample-parameters';

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
  const parameters = checkFaceParameters(sampleFaceParameters(createRandom(seed), options.limits));
  return renderFace(parameters, options);
}
