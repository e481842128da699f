import { type SplitShares, splitSharesSchema } from '@/lib/contracts/synthesis';
import { checkFaceLimits, type FaceLimits, LIMIT_RANGES, type LimitGroup } from '@/lib/synthesis/face-limits';
import { JAW_CONVENTIONS, type JawConvention } from '@/lib/synthesis/jaw';
import type { Rule } from '@/lib/synthesis/parameter-ranges';
import { SET_RANGES } from '@/lib/synthesis/set-ranges';

/** Everything the page is set to: which faces, how many, and which one is shown large. */
export interface Settings {
  readonly seed: number;
  readonly limits: FaceLimits;
  readonly jaw: JawConvention;
  /** samples to make others like */
  readonly like: readonly string[];
  /** how far from them, 0–1 */
  readonly spread: number;
  /** which face of the set is shown */
  readonly face: number;
  readonly count: number;
  /** side of the images, px */
  readonly size: number;
  readonly splits: SplitShares;
}

export const DEFAULTS: Settings = {
  seed: 1,
  limits: {},
  jaw: 'projected',
  like: [],
  spread: 0.25,
  face: 0,
  count: 500,
  size: 256,
  splits: { train: 80, val: 10, test: 10 },
};

/** One limit of the many, by its whole name: `camera.yawDeg`. */
export type Limit = number | string | readonly number[] | readonly string[];
export type LimitName = `${LimitGroup}.${string}`;

/** The rule of a parameter; undefined for a name that is none. */
export function ruleOf(name: string): Rule | undefined {
  const [group, own, more] = name.split('.');
  if (more !== undefined || own === undefined || !Object.hasOwn(LIMIT_RANGES, group)) return undefined;
  const rules = LIMIT_RANGES[group as LimitGroup] as Readonly<Record<string, Rule>>;
  return Object.hasOwn(rules, own) ? rules[own] : undefined;
}

export function limitOf(limits: FaceLimits, name: string): Limit | undefined {
  const [group, own] = name.split('.');
  return (limits[group as LimitGroup] as Readonly<Record<string, Limit>> | undefined)?.[own];
}

/** The limits with one of them changed, or taken away. */
export function withLimit(limits: FaceLimits, name: string, limit: Limit | undefined): FaceLimits {
  const [group, own] = name.split('.');
  const { [own]: _, ...others } = (limits[group as LimitGroup] ?? {}) as Record<string, unknown>;
  const values = limit === undefined ? others : { ...others, [own]: limit };
  const { [group as LimitGroup]: __, ...rest } = limits;
  return (Object.keys(values).length > 0 ? { ...rest, [group]: values } : rest) as FaceLimits;
}

/** All limits, by their whole names. */
export const limitsByName = (limits: FaceLimits): [name: string, limit: Limit][] =>
  Object.entries(limits).flatMap(([group, values]) =>
    Object.entries(values).map(([own, limit]): [string, Limit] => [`${group}.${own}`, limit as Limit]),
  );

/** Equal limits, in whatever order they were set, have equal keys. */
export const limitsKey = (limits: FaceLimits): string =>
  limitsByName(limits)
    .map(([name, limit]) => `${name}=${JSON.stringify(limit)}`)
    .sort()
    .join('&');

const RANGE = '..';

function parseLimit(text: string, rule: Rule): unknown {
  if ('oneOf' in rule) {
    const words = text.split(',').filter(Boolean);
    return words.length === 1 ? words[0] : words;
  }
  const toNumber = (part: string): unknown =>
    part.trim() !== '' && Number.isFinite(Number(part)) ? Number(part) : part;
  if ('count' in rule) return text.split(',').map(toNumber);
  const ends = text.split(RANGE);
  return ends.length === 2 ? ends.map(toNumber) : toNumber(text);
}

function formatLimit(limit: Limit, rule: Rule): string {
  if (!Array.isArray(limit)) return String(limit);
  return limit.join('oneOf' in rule || 'count' in rule ? ',' : RANGE);
}

/**
 * The settings that an address stands for. What it says wrongly is refused in a line each, and stays as usual; words that
 * mean nothing are passed over.
 */
export function parseSettings(params: URLSearchParams): { settings: Settings; refusals: string[] } {
  const refusals: string[] = [];
  const whole = (name: string, range: { readonly min: number; readonly max: number }, usual: number): number => {
    const text = params.get(name);
    if (text === null) return usual;
    const value = Number(text);
    if (text !== '' && Number.isInteger(value) && value >= range.min && value <= range.max) return value;
    refusals.push(`${name}: expected a whole number ${range.min} to ${range.max}, found ${text || 'nothing'}`);
    return usual;
  };
  let limits: FaceLimits = {};
  for (const [name, text] of params) {
    const rule = ruleOf(name);
    if (!rule) continue;
    try {
      limits = { ...limits, ...checkFaceLimits(withLimit(limits, name, parseLimit(text, rule) as Limit)) };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      refusals.push(error.message);
    }
  }
  const spread = Number(params.get('spread') ?? DEFAULTS.spread);
  const isSpread = spread >= 0 && spread <= 1;
  if (!isSpread) refusals.push(`spread: expected a number 0 to 1, found ${params.get('spread')}`);
  const settings: Settings = {
    seed: whole('seed', SET_RANGES.seed, DEFAULTS.seed),
    limits,
    jaw: JAW_CONVENTIONS.find((jaw) => jaw === params.get('jaw')) ?? DEFAULTS.jaw,
    like: (params.get('like') ?? '').split(',').filter(Boolean).slice(0, SET_RANGES.examples.max),
    spread: isSpread ? spread : DEFAULTS.spread,
    face: whole('face', { min: 0, max: SET_RANGES.count.max - 1 }, DEFAULTS.face),
    count: whole('count', SET_RANGES.count, DEFAULTS.count),
    size: whole('size', SET_RANGES.size, DEFAULTS.size),
    splits: parseSplits(params.get('split')) ?? DEFAULTS.splits,
  };
  return { settings, refusals };
}

function parseSplits(text: string | null): SplitShares | null {
  const [train, val, test] = (text ?? '').split('-').map(Number);
  return splitSharesSchema.safeParse({ train, val, test }).data ?? null;
}

/** The address of the settings: what is as usual is left out. */
export function settingsParams(settings: Settings): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of ['seed', 'jaw', 'face', 'count', 'size'] as const) {
    if (settings[name] !== DEFAULTS[name]) params.set(name, String(settings[name]));
  }
  const split = Object.values(settings.splits).join('-');
  if (split !== Object.values(DEFAULTS.splits).join('-')) params.set('split', split);
  if (settings.like.length > 0) {
    params.set('like', settings.like.join(','));
    if (settings.spread !== DEFAULTS.spread) params.set('spread', String(settings.spread));
  }
  for (const [name, limit] of limitsByName(settings.limits)) {
    const rule = ruleOf(name);
    if (rule) params.set(name, formatLimit(limit, rule));
  }
  return params;
}
