import type { Random } from '@/lib/random';
import { clamp } from './draws';
import { IDENTITY_NAMES } from './head/identity';
import { DETAIL_COUNT } from './head/shape-head';
import { type FaceParameters, PARAMETER_RANGES } from './parameter-ranges';
import { sampleExpression, sampleEyes } from './sample-expression';
import { sampleLooks } from './sample-looks';
import { sampleBackground, sampleCamera, sampleLens, sampleLight } from './sample-scene';

/** Narrows what is drawn: fixed values by group and name, e.g. `{ camera: { yawDeg: 0 }, skin: { melanin: 0.8 } }`. */
export type FaceLimits = { readonly [G in keyof FaceParameters]?: Partial<FaceParameters[G]> };

/** Standard deviation of the free-form detail, mm. */
const DETAIL_MM = 0.8;

/**
 * Draws the parameters of a face. Skin tone and age are spread evenly, on purpose, not as they are in the world; identity
 * is normal with the population's spread; pose leans to the front with heavy tails. Every group has a generator of its
 * own, so a limit on one leaves the draws of the others as they were.
 */
export function sampleFaceParameters(random: Random, limits: FaceLimits = {}): FaceParameters {
  const shape = random.fork('identity');
  const identity = Object.fromEntries(
    IDENTITY_NAMES.map((name) => [name, clamp(shape.normal(), PARAMETER_RANGES.identity[name])]),
  ) as FaceParameters['identity'];
  const detail = random.fork('detail');
  const moves = Array.from({ length: DETAIL_COUNT }, () =>
    clamp(detail.normal() * DETAIL_MM, PARAMETER_RANGES.detail.moves.of),
  );
  const looks = sampleLooks(random.fork('looks'));
  const skin = { ...looks.skin, ...limits.skin };
  const light = { ...sampleLight(random.fork('light')), ...limits.light };
  const parameters: FaceParameters = {
    identity,
    detail: { moves },
    expression: sampleExpression(random.fork('expression')),
    eyes: sampleEyes(random.fork('eyes'), skin.melanin),
    ...looks,
    skin,
    light,
    background: sampleBackground(random.fork('background')),
    camera: sampleCamera(random.fork('camera')),
    lens: sampleLens(random.fork('lens'), light, skin.melanin),
    texture: { seed: random.fork('texture').integer(0x100000000) },
  };
  return withLimits(parameters, limits);
}

/** Six decimals are finer than any parameter can be seen, and equal in every engine. */
const rounded = (value: unknown): unknown => {
  if (typeof value === 'number') return Math.round(value * 1e6) / 1e6;
  return Array.isArray(value) ? value.map(rounded) : value;
};

function withLimits(parameters: FaceParameters, limits: FaceLimits): FaceParameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([group, values]) => [
      group,
      {
        ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, rounded(value)])),
        ...limits[group as keyof FaceLimits],
      },
    ]),
  ) as unknown as FaceParameters;
}
