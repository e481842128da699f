/**
 * Seeded random numbers: the same seed gives the same sequence everywhere (32-bit integer arithmetic only).
 * Generator: sfc32 (Doty-Humphrey, PractRand), seeded through splitmix32. State is four integers, so it can be stored.
 */
export interface Random {
  /** uniform in [0, 1) */
  next(): number;
  /** uniform in [low, high) */
  uniform(low: number, high: number): number;
  /** standard normal */
  normal(): number;
  /** uniform integer in [0, count) */
  integer(count: number): number;
  /** an independent generator, named so that adding draws in one place does not shift another */
  fork(name: string): Random;
  readonly state: RandomState;
}

export type RandomState = readonly [number, number, number, number];

function splitmix32(seed: number): () => number {
  let a = seed | 0;
  return () => {
    a = (a + 0x9e3779b9) | 0;
    let t = a ^ (a >>> 16);
    t = Math.imul(t, 0x21f0aaad);
    t ^= t >>> 15;
    t = Math.imul(t, 0x735a2d97);
    return (t ^ (t >>> 15)) >>> 0;
  };
}

/** FNV-1a, 32 bit */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

export function randomFromState(state: RandomState): Random {
  let [a, b, c, counter] = state;
  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 0x100000000;
  };
  const random: Random = {
    next,
    uniform: (low, high) => low + (high - low) * next(),
    // Box–Muller; the second value is dropped so that one call is always two draws
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    integer: (count) => Math.floor(next() * count),
    fork: (name) =>
      createRandom((a ^ Math.imul(b, 31) ^ Math.imul(c, 131) ^ Math.imul(counter, 1031) ^ hash32(name)) >>> 0),
    get state() {
      return [a, b, c, counter] as const;
    },
  };
  return random;
}

export function createRandom(seed: number): Random {
  const mix = splitmix32(seed);
  const random = randomFromState([mix() | 0, mix() | 0, mix() | 0, 1]);
  for (let i = 0; i < 12; i++) random.next();
  return random;
}

/** Fisher–Yates, in place */
export function shuffle<T>(values: T[], random: Random): T[] {
  for (let i = values.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [values[i], values[j]] = [values[j], values[i]];
  }
  return values;
}
