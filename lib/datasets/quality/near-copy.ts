import { type Fingerprint, HASH_BITS, HASH_WORDS, MIRROR_MASK, type ViewHash } from './fingerprint';

/**
 * Of a view's 255 signs so many may differ in copies of one picture: re-encoded, resized, brightened, cropped by up to a
 * tenth, labelled a little differently. Among 2 million pairs of 300-W's faces all below are one picture or one sitting
 * (looked at); faces that have nothing in common differ in 69 or more.
 */
export const NEAR_COPY_BITS = 48;
/** The first 32 signs, the lowest frequencies, settle most pairs: copies differ there in 8 at most. */
const MAX_FIRST_BITS = 8;

/** Ones in 32 bits (Warren, Hacker's Delight, 5-2). */
function countBits(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  x = (x + (x >>> 4)) & 0x0f0f0f0f;
  return Math.imul(x, 0x01010101) >>> 24;
}

/** How many signs differ, 0–255. @param mirrored the second is seen in a looking glass */
export function hashDistance(a: ViewHash, b: ViewHash, mirrored = false): number {
  let bits = 0;
  for (let w = 0; w < HASH_WORDS; w++) bits += countBits(a[w] ^ b[w] ^ (mirrored ? MIRROR_MASK[w] : 0));
  return bits;
}

/** How alike two views are, 1 for the same: the share of signs that agree. */
export const similarityOf = (distance: number): number => 1 - distance / HASH_BITS;

/** Hashes in a row, for comparing many with many. */
export interface HashRow {
  /** first word of each: what most pairs are settled by lies close together */
  readonly first: Uint32Array;
  readonly words: Uint32Array;
  /** index of each among those it was made of */
  readonly indices: readonly number[];
}

/** One view of many fingerprints; those without it are left out. */
export function rowOf(fingerprints: readonly Fingerprint[], view: keyof Fingerprint): HashRow {
  const indices = [...fingerprints.keys()].filter((i) => fingerprints[i][view] !== null);
  const words = new Uint32Array(indices.length * HASH_WORDS);
  for (const [at, i] of indices.entries()) words.set(fingerprints[i][view] as ViewHash, at * HASH_WORDS);
  return { first: Uint32Array.from(indices, (_, at) => words[at * HASH_WORDS]), words, indices };
}

export type UseNear = (a: number, b: number, distance: number, mirrored: boolean) => void;

/**
 * Every hash of a row that is a near copy of this one, upright or mirrored.
 *
 * @param until only the row's first so many are looked at
 */
function eachNear(row: HashRow, hash: ViewHash, until: number, use: (at: number, bits: number, m: boolean) => void) {
  const { first, words } = row;
  const wanted = new Uint32Array(HASH_WORDS);
  for (const mirrored of [false, true]) {
    for (let w = 0; w < HASH_WORDS; w++) wanted[w] = hash[w] ^ (mirrored ? MIRROR_MASK[w] : 0);
    const lowest = wanted[0];
    for (let at = 0; at < until; at++) {
      let bits = countBits(first[at] ^ lowest);
      if (bits > MAX_FIRST_BITS) continue;
      for (let w = 1; w < HASH_WORDS; w++) bits += countBits(words[at * HASH_WORDS + w] ^ wanted[w]);
      if (bits <= NEAR_COPY_BITS) use(at, bits, mirrored);
    }
  }
}

const hashAt = ({ words }: HashRow, at: number): ViewHash =>
  words.subarray(at * HASH_WORDS, (at + 1) * HASH_WORDS) as ViewHash;

/** Near copies within a row, each pair once (a < b). 10,000 images are 50 million pairs, a second or two. */
export function nearWithin(row: HashRow, use: UseNear): void {
  for (let b = 1; b < row.indices.length; b++) {
    eachNear(row, hashAt(row, b), b, (a, bits, mirrored) => use(row.indices[a], row.indices[b], bits, mirrored));
  }
}

/** Near copies between two rows. */
export function nearBetween(row: HashRow, other: HashRow, use: UseNear): void {
  for (let b = 0; b < other.indices.length; b++) {
    eachNear(row, hashAt(other, b), row.indices.length, (a, bits, mirrored) =>
      use(row.indices[a], other.indices[b], bits, mirrored),
    );
  }
}
