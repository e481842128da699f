import type { Random } from '@/lib/random';
import { chance, clamp } from './draws';
import { EXPRESSION_NAMES, type ExpressionName } from './head/expression';
import { type FaceParameters, PARAMETER_RANGES } from './parameter-ranges';

/** Balanced over neutral, closed and open smiles, speech, sadness, pursed and stretched lips, with brows of their own. */
export function sampleExpression(random: Random): Record<ExpressionName, number> {
  const r = PARAMETER_RANGES.expression;
  const values = Object.fromEntries(EXPRESSION_NAMES.map((name) => [name, 0])) as Record<ExpressionName, number>;
  values.lipsClosed = chance(random, 0.6) ? 1 : random.uniform(0.2, 1);
  const kind = random.next();
  if (kind < 0.32) values.smile = random.uniform(0.15, 0.6);
  else if (kind < 0.55) {
    values.smile = random.uniform(0.5, 1);
    values.lipsClosed = random.uniform(0, 0.5);
    values.upperLipRaise = random.uniform(0.1, 0.7);
    values.lowerLipDrop = random.uniform(0, 0.5);
    values.jawOpen = random.uniform(0, 0.2);
  } else if (kind < 0.72) {
    values.jawOpen = Math.abs(random.normal()) * 0.35;
    values.lipsClosed = random.uniform(0, 0.4);
    values.pucker = chance(random, 0.3) ? random.uniform(0, 0.6) : 0;
  } else if (kind < 0.77) {
    // shouts, laughs and surprise
    values.jawOpen = random.uniform(0.5, 1);
    values.lipsClosed = 0;
    values.smile = chance(random, 0.4) ? random.uniform(0.3, 1) : 0;
    values.upperLipRaise = random.uniform(0, 0.8);
    values.stretch = chance(random, 0.3) ? random.next() : 0;
  } else if (kind < 0.83) values.mouthDown = random.uniform(0.2, 1);
  else if (kind < 0.88) values.pucker = random.uniform(0.3, 1);
  else if (kind < 0.93) values.stretch = random.uniform(0.2, 0.9);
  for (const name of [
    'browRaise',
    'innerBrowRaise',
    'browLower',
    'lipPress',
    'noseWrinkle',
    'cheekPuff',
    'jawForward',
  ] as const) {
    if (chance(random, 0.22)) values[name] = Math.min(1, Math.abs(random.normal()) * 0.5);
  }
  for (const name of ['mouthRight', 'smirk', 'browAsymmetry', 'jawRight'] as const)
    values[name] = random.normal() * 0.13;
  if (chance(random, 0.1)) values.smirk = random.uniform(-1, 1);
  for (const name of EXPRESSION_NAMES) values[name] = clamp(values[name], r[name]);
  return values;
}

/** One in twenty blinks; the rest look about, some squint. */
export function sampleEyes(random: Random, skinMelanin: number): FaceParameters['eyes'] {
  const r = PARAMETER_RANGES.eyes;
  const lids = chance(random, 0.05) ? 1 : chance(random, 0.1) ? random.uniform(0.2, 1) : random.uniform(-0.2, 0.26);
  return {
    rightClosed: clamp(lids + random.normal() * 0.03, r.rightClosed),
    leftClosed: clamp(lids + random.normal() * 0.03, r.leftClosed),
    squint: chance(random, 0.3) ? random.next() : 0,
    gazeYawDeg: clamp(random.normal() * 11, r.gazeYawDeg),
    gazePitchDeg: clamp(random.normal() * 6, r.gazePitchDeg),
    irisMelanin: Math.min(1, Math.max(0, 0.25 + skinMelanin * 0.9 + random.normal() * 0.3)),
    irisGreen: random.next(),
    pupil: random.uniform(0.25, 0.5),
    redness: random.next() ** 2 * 0.7,
  };
}
