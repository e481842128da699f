import type { Random } from '@/lib/random';
import { checkNumber, checkValue, isRecord, rangeText } from './check-parameters';
import { pick } from './draws';
import {
  type Choice,
  type NumberList,
  type NumberRange,
  PARAMETER_RANGES,
  type Rule,
  type ValueOf,
} from './parameter-ranges';
import { MOODS } from './sample-expression';

/**
 * What several parameters follow together. No parameter of a face, so it is not found in what was drawn; a limit here
 * steers the draws of hair, skin, expression and lens so that they still belong together.
 */
export const TRAIT_RANGES = {
  /** 0 a young adult, 1 an old one: wrinkles, grey and receding hair follow; where it is limited, sagging skin too */
  age: { min: 0, max: 1 },
  /** brows, hair, beard and make-up */
  look: { oneOf: ['feminine', 'masculine'] },
  mood: { oneOf: MOODS },
  /** height from brow to chin, share of the image's side; without a limit on the focal length the lens follows */
  faceSize: { min: 0.15, max: 0.9 },
} as const;

/** Everything that can be limited: the parameters of a face, and the traits. */
export const LIMIT_RANGES = { traits: TRAIT_RANGES, ...PARAMETER_RANGES } as const;

type Groups = typeof LIMIT_RANGES;
export type LimitGroup = keyof Groups;
type LimitOf<R> =
  R extends Choice<infer T>
    ? T | readonly T[]
    : R extends NumberList
      ? readonly number[]
      : number | readonly [min: number, max: number];

/**
 * Narrows what is drawn, by group and name: a value is kept as it is, a pair of numbers is a range from which one is drawn
 * evenly, several words are choices of which one is taken. `{ camera: { yawDeg: [30, 75] }, glasses: { style: 'round' } }`.
 */
export type FaceLimits = {
  readonly [G in keyof Groups]?: { readonly [K in keyof Groups[G]]?: LimitOf<Groups[G][K]> };
};

/** Limits of which every range has been drawn from. */
export type FixedLimits = {
  readonly [G in keyof Groups]?: { readonly [K in keyof Groups[G]]?: ValueOf<Groups[G][K]> };
};

const ruleOf = (group: string, name: string): Rule =>
  (LIMIT_RANGES as Readonly<Record<string, Readonly<Record<string, Rule>>>>)[group][name];

/**
 * Draws from the ranges. Every name has a generator of its own, so that one limit more or less moves nothing else.
 *
 * @param limits checked
 */
export function drawLimits(random: Random, limits: FaceLimits): FixedLimits {
  const fixed = Object.entries(limits).map(([group, values]) => [
    group,
    Object.fromEntries(
      Object.entries(values).map(([name, limit]) => {
        const rule = ruleOf(group, name);
        if (!Array.isArray(limit) || 'count' in rule) return [name, limit];
        const own = random.fork(`limit ${group}.${name}`);
        return [name, 'oneOf' in rule ? pick(own, limit) : drawNumber(own, limit, rule)];
      }),
    ),
  ]);
  return Object.fromEntries(fixed) as FixedLimits;
}

/** Evenly, both ends among them where only whole numbers count. */
const drawNumber = (random: Random, [min, max]: readonly number[], { integer }: NumberRange): number =>
  integer ? min + random.integer(max - min + 1) : random.uniform(min, max);

const found = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

function checkLimit(name: string, limit: unknown, rule: Rule): void {
  if (!Array.isArray(limit) || 'count' in rule) {
    checkValue(name, limit, rule);
    return;
  }
  if ('oneOf' in rule) {
    if (limit.length === 0) throw new RangeError(`${name}: expected some of ${rule.oneOf.join(', ')}, found none`);
    for (const choice of limit) checkValue(name, choice, rule);
    return;
  }
  if (limit.length !== 2) {
    throw new RangeError(`${name}: expected ${rangeText(rule)}, or the two ends of a range, found ${found(limit)}`);
  }
  for (const end of limit) checkNumber(name, end, rule);
  if (limit[0] > limit[1]) {
    throw new RangeError(`${name}: expected a range from low to high, found ${limit[0]} to ${limit[1]}`);
  }
}

/**
 * The value as limits.
 * @throws RangeError naming the parameter, its allowed range and what was found
 */
export function checkFaceLimits(value: unknown): FaceLimits {
  if (!isRecord(value)) throw new RangeError(`limits: expected an object, found ${found(value)}`);
  for (const [group, values] of Object.entries(value)) {
    if (!Object.hasOwn(LIMIT_RANGES, group)) {
      throw new RangeError(`${group}: no such parameter group; there are ${Object.keys(LIMIT_RANGES).join(', ')}`);
    }
    if (!isRecord(values)) throw new RangeError(`${group}: expected an object, found ${found(values)}`);
    const rules = LIMIT_RANGES[group as LimitGroup];
    for (const [name, limit] of Object.entries(values)) {
      if (!Object.hasOwn(rules, name)) {
        throw new RangeError(`${group}.${name}: no such parameter; there are ${Object.keys(rules).join(', ')}`);
      }
      checkLimit(`${group}.${name}`, limit, ruleOf(group, name));
    }
  }
  return value as FaceLimits;
}
