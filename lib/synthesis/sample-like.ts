import type { Random } from '@/lib/random';
import { chance, clamp, pick } from './draws';
import { drawLimits, type FaceLimits } from './face-limits';
import { type FaceParameters, PARAMETER_RANGES, type Rule } from './parameter-ranges';
import { sampleFaceParameters, withLimits } from './sample-parameters';
import { faceSizeOf, focalLengthFor } from './sample-scene';

/**
 * A face like the given ones: one of them is taken, and its numbers are shifted as two free faces differ, so that each
 * parameter varies as far as it does anywhere. What the example has none of stays away, but now and then; a style is now
 * and then drawn anew. The seed of the fine texture is always new.
 *
 * @param examples at least one
 * @param spread   0 the same face again, 1 as far from it as free faces are from each other
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
  const other = sampleFaceParameters(random.fork('other'), limits);
  const shift = random.fork('shift');

  const vary = (rule: Rule, value: unknown, a: unknown, b: unknown): unknown => {
    if ('oneOf' in rule) return chance(shift, spread / 2) ? a : value;
    if ('count' in rule) {
      const [from, to] = [a, b] as readonly (readonly number[])[];
      return (value as readonly number[]).map((entry, i) => vary(rule.of, entry, from[i], to[i]));
    }
    const comes = chance(shift, spread);
    if (value === 0 && rule.min === 0 && !comes) return 0;
    const moved = clamp((value as number) + spread * ((a as number) - (b as number)), rule);
    return rule.integer ? Math.round(moved) : moved;
  };
  const groups = Object.entries(PARAMETER_RANGES) as [keyof FaceParameters, Readonly<Record<string, Rule>>][];
  const varied = Object.fromEntries(
    groups.map(([group, rules]) => {
      const [old, a, b] = [example[group], fresh[group], other[group]] as unknown as Record<string, unknown>[];
      return [
        group,
        Object.fromEntries(
          Object.entries(rules).map(([name, rule]) => [name, vary(rule, old[name], a[name], b[name])]),
        ),
      ];
    }),
  ) as unknown as FaceParameters;
  const like = {
    ...varied,
    camera: { ...varied.camera, ...varyLens(example.camera, fresh.camera, other.camera, spread) },
    texture: fresh.texture,
  };
  return withLimits(like, drawLimits(random.fork('fresh'), limits));
}

/** Distances and sizes vary by factors, and the lens belongs to both: shifted alone it would lose the face. */
function varyLens(
  example: FaceParameters['camera'],
  a: FaceParameters['camera'],
  b: FaceParameters['camera'],
  spread: number,
): Pick<FaceParameters['camera'], 'distanceMm' | 'focalLengthMm'> {
  if (spread === 0) return example;
  const { distanceMm: range } = PARAMETER_RANGES.camera;
  const distanceMm = clamp(example.distanceMm * (a.distanceMm / b.distanceMm) ** spread, range);
  const faceSize = clamp(faceSizeOf(example) * (faceSizeOf(a) / faceSizeOf(b)) ** spread, SIZES);
  return { distanceMm, focalLengthMm: focalLengthFor(faceSize, distanceMm) };
}

/** Faces smaller or larger than these are hardly any. */
const SIZES = { min: 0.15, max: 0.9 };
