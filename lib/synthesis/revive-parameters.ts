import { createRandom } from '@/lib/random';
import { checkValue, isRecord } from './check-parameters';
import { type FaceParameters, PARAMETER_RANGES, type Rule } from './parameter-ranges';
import { sampleFaceParameters } from './sample-parameters';

let kept: FaceParameters | null = null;

/** What is missing is taken from one face, so that the same file always gives the same one. */
function filler(): FaceParameters {
  kept ??= sampleFaceParameters(createRandom(0));
  return kept;
}

/**
 * Parameters that were kept earlier, perhaps by an older generator: what it did not know yet is drawn as for any face, what
 * is no longer known or allowed is left out.
 *
 * @returns null for anything that holds no camera and no identity of ours
 */
export function reviveFaceParameters(value: unknown): FaceParameters | null {
  if (!isRecord(value) || !isRecord(value.camera) || !isRecord(value.identity)) return null;
  const fill = filler();
  const groups = Object.entries(PARAMETER_RANGES) as [keyof FaceParameters, Readonly<Record<string, Rule>>][];
  const revived = groups.map(([group, rules]) => {
    const own = isRecord(value[group]) ? value[group] : {};
    const drawn = fill[group] as unknown as Readonly<Record<string, unknown>>;
    return [
      group,
      Object.fromEntries(
        Object.entries(rules).map(([name, rule]) => [name, isAllowed(own[name], rule) ? own[name] : drawn[name]]),
      ),
    ];
  });
  return Object.fromEntries(revived) as FaceParameters;
}

function isAllowed(value: unknown, rule: Rule): boolean {
  try {
    checkValue('', value, rule);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
