import type { Random } from '@/lib/random';
import { chance, clamp } from './draws';
import { EXPRESSION_NAMES, type ExpressionName } from './head/expression';
import { type FaceParameters, PARAMETER_RANGES } from './parameter-ranges';

/** What a mouth does, with the upper end of its band: the share of faces that do it is the band's width. */
const MOOD_BANDS = [
  ['smile', 0.32],
  ['laugh', 0.55],
  ['talk', 0.72],
  ['shout', 0.77],
  ['sad', 0.83],
  ['purse', 0.88],
  ['stretch', 0.93],
  ['neutral', 1],
] as const;
export type Mood = (typeof MOOD_BANDS)[number][0];
export const MOODS: readonly Mood[] = MOOD_BANDS.map(([mood]) => mood);

const moodAt = (place: number): Mood => MOOD_BANDS.find(([, end]) => place < end)?.[0] ?? 'neutral';

/**
 * Balanced over neutral, closed and open smiles, speech, sadness, pursed and stretched lips, with brows of their own.
 *
 * @param wanted instead of the drawn one; the other draws stay as they are
 */
export function sampleExpression(random: Random, wanted?: Mood): Record<ExpressionName, number> {
  const r = PARAMETER_RANGES.expression;
  const values = Object.fromEntries(EXPRESSION_NAMES.map((name) => [name, 0])) as Record<ExpressionName, number>;
  values.lipsClosed = chance(random, 0.6) ? 1 : random.uniform(0.2, 1);
  const drawn = moodAt(random.next());
  const mood = wanted ?? drawn;
  if (mood === 'smile') values.smile = random.uniform(0.15, 0.6);
  else if (mood === 'laugh') {
    values.smile = random.uniform(0.5, 1);
    values.lipsClosed = random.uniform(0, 0.5);
    values.upperLipRaise = random.uniform(0.1, 0.7);
    values.lowerLipDrop = random.uniform(0, 0.5);
    values.jawOpen = random.uniform(0, 0.2);
  } else if (mood === 'talk') {
    values.jawOpen = Math.abs(random.normal()) * 0.35;
    values.lipsClosed = random.uniform(0, 0.4);
    values.pucker = chance(random, 0.3) ? random.uniform(0, 0.6) : 0;
  } else if (mood === 'shout') {
    // shouts, laughs and surprise
    values.jawOpen = random.uniform(0.5, 1);
    values.lipsClosed = 0;
    values.smile = chance(random, 0.4) ? random.uniform(0.3, 1) : 0;
    values.upperLipRaise = random.uniform(0, 0.8);
    values.stretch = chance(random, 0.3) ? random.next() : 0;
  } else if (mood === 'sad') values.mouthDown = random.uniform(0.2, 1);
  else if (mood === 'purse') values.pucker = random.uniform(0.3, 1);
  else if (mood === 'stretch') values.stretch = random.uniform(0.2, 0.9);
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
