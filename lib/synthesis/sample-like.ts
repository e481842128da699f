import type { Random } from '@/lib/random';
import { chance, clamp, pick } from './draws';
import { drawLimits, type FaceLimits } from './face-limits';
import { type FaceParameters, PARAMETER_RANGES, type Rule } from './parameter-ranges';
import { sampleFaceParameters, withLimits } from './sample-parameters';

/**
 * A face like the given ones: one of them is taken, its numbers are shifted and now and then a style is drawn anew.
 * The seed of the fine texture is always new.
 *
 * @param examples at least one
 * @param spread   0 the same face again, 1 shifts of a quarter of each range (standard deviation)
 * @param limits   hold whatever the examples are like; those on traits steer only what is drawn anew
 * @throws RangeError for no examples
 */
export function sampleLike(
  random: Random,
  examples: readonly FaceParameters[],
  spread: number,
  limits: FaceLimits = {},
): FaceParameters {
  if (examples.length === 0) throw new RangeError('sampleLike: expected at least one face, found 0');
  const example = pick(random, examples);
  const fresh = sampleFaceParameters(random.fork('fresh'), limits);
  const shift = random.fork('shift');
  const vary = (rule: Rule, value: unknown, drawn: unknown): unknown => {
    if ('oneOf' in rule) return chance(shift, spread / 2) ? drawn : value;
    if ('count' in rule) return (value as readonly number[]).map((entry) => vary(rule.of, entry, entry));
    const moved = clamp((value as number) + shift.normal() * spread * 0.25 * (rule.max - rule.min), rule);
    return rule.integer ? Math.round(moved) : Math.round(moved * 1e6) / 1e6;
  };
  const groups = Object.entries(PARAMETER_RANGES) as [keyof FaceParameters, Readonly<Record<string, Rule>>][];
  const varied = groups.map(([group, rules]) => {
    const [old, drawn] = [example[group], fresh[group]] as unknown as Readonly<Record<string, unknown>>[];
    return [
      group,
      Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, vary(rule, old[name], drawn[name])])),
    ];
  });
  const like = { ...Object.fromEntries(varied), texture: fresh.texture } as FaceParameters;
  return withLimits(like, drawLimits(random.fork('fresh'), limits));
}
