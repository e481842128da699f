import type { Random } from '@/lib/random';
import { clamp } from './draws';
import { drawLimits, type FaceLimits, type FixedLimits } from './face-limits';
import { IDENTITY_NAMES } from './head/identity';
import { DETAIL_COUNT } from './head/shape-head';
import { type FaceParameters, PARAMETER_RANGES } from './parameter-ranges';
import { sampleExpression, sampleEyes } from './sample-expression';
import { sampleLooks } from './sample-looks';
import { sampleBackground, sampleCamera, sampleLens, sampleLight } from './sample-scene';

/** Standard deviation of the free-form detail, mm. */
const DETAIL_MM = 0.8;
/** From the youngest to the oldest limited age, eye bags and cheeks sag by this, standard deviations. */
const SAGGING = 3.2;

/**
 * Draws the parameters of a face. Skin tone and age are spread evenly, on purpose, not as they are in the world; identity
 * is normal with the population's spread; pose leans to the front with heavy tails. Every group has a generator of its
 * own, so a limit on one leaves the draws of the others as they were.
 *
 * @param limits checked by checkFaceLimits where they come from outside
 */
export function sampleFaceParameters(random: Random, limits: FaceLimits = {}): FaceParameters {
  const { traits = {}, ...fixed } = drawLimits(random, limits);
  const detail = random.fork('detail');
  const moves = Array.from({ length: DETAIL_COUNT }, () =>
    clamp(detail.normal() * DETAIL_MM, PARAMETER_RANGES.detail.moves.of),
  );
  const looks = sampleLooks(random.fork('looks'), {
    age: traits.age,
    isMale: traits.look && traits.look === 'masculine',
    melanin: fixed.skin?.melanin,
  });
  const skin = { ...looks.skin, ...fixed.skin };
  const light = { ...sampleLight(random.fork('light')), ...fixed.light };
  const parameters: FaceParameters = {
    identity: sampleIdentity(random.fork('identity'), traits.age),
    detail: { moves },
    expression: sampleExpression(random.fork('expression'), traits.mood),
    eyes: sampleEyes(random.fork('eyes'), skin.melanin),
    ...looks,
    skin,
    light,
    background: sampleBackground(random.fork('background')),
    camera: sampleCamera(random.fork('camera'), {
      distanceMm: fixed.camera?.distanceMm,
      focalLengthMm: fixed.camera?.focalLengthMm,
      faceSize: traits.faceSize,
    }),
    lens: sampleLens(random.fork('lens'), light, skin.melanin),
    texture: { seed: random.fork('texture').integer(0x100000000) },
  };
  return withLimits(parameters, fixed);
}

/** @param age only where it is limited: the faces of a free age keep the draws that their seeds always had */
function sampleIdentity(random: Random, age: number | undefined): FaceParameters['identity'] {
  const sags = age === undefined ? 0 : SAGGING * (age - 0.5);
  return Object.fromEntries(
    IDENTITY_NAMES.map((name) => {
      const drawn = random.normal() + (name === 'eyeBags' || name === 'cheekSag' ? sags : 0);
      return [name, clamp(drawn, PARAMETER_RANGES.identity[name])];
    }),
  ) as FaceParameters['identity'];
}

/** Six decimals are finer than any parameter can be seen, and equal in every engine. */
const rounded = (value: unknown): unknown => {
  if (typeof value === 'number') return Math.round(value * 1e6) / 1e6;
  return Array.isArray(value) ? value.map(rounded) : value;
};

/** The parameters with the limits in their places. */
export function withLimits(parameters: FaceParameters, limits: Omit<FixedLimits, 'traits'>): FaceParameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([group, values]) => [
      group,
      Object.fromEntries(
        Object.entries({ ...values, ...limits[group as keyof typeof limits] }).map(([name, value]) => [
          name,
          rounded(value),
        ]),
      ),
    ]),
  ) as unknown as FaceParameters;
}
