import { groupOf } from '../split';
import { type Fingerprint, HASH_WORDS, MIRROR_MASK, THUMBNAIL_SIZE, type View } from './fingerprint';

/** An image that may have a copy somewhere. */
export interface FingerprintedImage {
  readonly id: string;
  /** hash of the file's bytes: equal ones are exact copies */
  readonly contentHash: string;
  readonly fingerprint: Fingerprint;
}

export interface DuplicatePair {
  readonly a: string;
  readonly b: string;
  readonly kind: 'exact' | 'near';
  /** one is the other's mirror image */
  readonly mirrored: boolean;
  /** 1 for exact copies, else the correlation of the better view, 0–1 */
  readonly similarity: number;
}

export interface DuplicateGroup {
  /** in the order given */
  readonly ids: readonly string[];
  /** what joins them; every member stands in at least one */
  readonly pairs: readonly DuplicatePair[];
}

/** Of 143 signs so many may differ before two views are worth a look. */
const MAX_DIFFERING_BITS = 44;
/** Of the first 32 signs, the lowest frequencies: most pairs are settled by them. */
const MAX_FIRST_BITS = 12;
/** Correlation of thumbnails from which images are copies, by view. */
const MIN_CORRELATION = { whole: 0.95, face: 0.93 } as const;

/**
 * Exact and near copies (re-encoded, resized, brightened, mirrored; with labels also cropped), joined into groups.
 * Compares every pair by the signs of the low frequencies and confirms by correlation: 10,000 images are 50 million
 * pairs, some seconds.
 *
 * @returns groups of two or more, in the order of their first members
 */
export function findDuplicates(images: readonly FingerprintedImage[]): DuplicateGroup[] {
  const pairs = [...exactPairs(images), ...nearPairs(images, 'whole'), ...nearPairs(images, 'face')];
  return groupPairs(images, pairs);
}

interface IndexPair {
  readonly a: number;
  readonly b: number;
  readonly pair: DuplicatePair;
}

function exactPairs(images: readonly FingerprintedImage[]): IndexPair[] {
  const first = new Map<string, number>();
  const pairs: IndexPair[] = [];
  for (const [b, { id, contentHash }] of images.entries()) {
    const a = first.get(contentHash);
    if (a === undefined) first.set(contentHash, b);
    else pairs.push({ a, b, pair: { a: images[a].id, b: id, kind: 'exact', mirrored: false, similarity: 1 } });
  }
  return pairs;
}

function nearPairs(images: readonly FingerprintedImage[], which: 'whole' | 'face'): IndexPair[] {
  const known = [...images.keys()].filter((i) => images[i].fingerprint[which] !== null);
  const views = known.map((i) => images[i].fingerprint[which] as View);
  const hashes = new Uint32Array(known.length * HASH_WORDS);
  for (const [at, { hash }] of views.entries()) hashes.set(hash, at * HASH_WORDS);
  const pairs: IndexPair[] = [];
  const wanted = new Uint32Array(HASH_WORDS);
  for (let b = 1; b < known.length; b++) {
    for (const mirrored of [false, true]) {
      for (let w = 0; w < HASH_WORDS; w++) wanted[w] = hashes[b * HASH_WORDS + w] ^ (mirrored ? MIRROR_MASK[w] : 0);
      for (let a = 0; a < b; a++) {
        if (!isNear(hashes, a * HASH_WORDS, wanted)) continue;
        const similarity = correlation(views[a].thumbnail, views[b].thumbnail, mirrored);
        if (similarity < MIN_CORRELATION[which]) continue;
        const [i, j] = [known[a], known[b]];
        if (images[i].contentHash === images[j].contentHash) continue;
        pairs.push({ a: i, b: j, pair: { a: images[i].id, b: images[j].id, kind: 'near', mirrored, similarity } });
      }
    }
  }
  return pairs;
}

function isNear(hashes: Uint32Array, from: number, wanted: Uint32Array): boolean {
  let bits = countBits(hashes[from] ^ wanted[0]);
  if (bits > MAX_FIRST_BITS) return false;
  for (let w = 1; w < HASH_WORDS; w++) bits += countBits(hashes[from + w] ^ wanted[w]);
  return bits <= MAX_DIFFERING_BITS;
}

/** Ones in 32 bits (Warren, Hacker's Delight, 5-2). */
function countBits(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  x = (x + (x >>> 4)) & 0x0f0f0f0f;
  return Math.imul(x, 0x01010101) >>> 24;
}

/** Correlation of two thumbnails, the second seen in a mirror if asked; −1 to 1, 0 where one is of one colour. */
export function correlation(a: Int8Array, b: Int8Array, mirrored: boolean): number {
  let [product, squareA, squareB] = [0, 0, 0];
  for (let y = 0; y < THUMBNAIL_SIZE; y++) {
    const row = y * THUMBNAIL_SIZE;
    for (let x = 0; x < THUMBNAIL_SIZE; x++) {
      const left = a[row + x];
      const right = b[row + (mirrored ? THUMBNAIL_SIZE - 1 - x : x)];
      product += left * right;
      squareA += left * left;
      squareB += right * right;
    }
  }
  return squareA > 0 && squareB > 0 ? product / Math.sqrt(squareA * squareB) : 0;
}

function groupPairs(images: readonly FingerprintedImage[], pairs: readonly IndexPair[]): DuplicateGroup[] {
  const best = new Map<string, IndexPair>();
  for (const found of pairs) {
    const key = `${found.a}-${found.b}`;
    const known = best.get(key);
    if (!known || found.pair.similarity > known.pair.similarity) best.set(key, found);
  }
  const joined = [...best.values()];
  const keys = images.map((): string[] => []);
  for (const [at, { a, b }] of joined.entries()) {
    keys[a].push(`${at}`);
    keys[b].push(`${at}`);
  }
  const rootOf = groupOf(keys.map((own) => ({ keys: own })));
  const members = new Map<number, number[]>();
  for (const [i, root] of rootOf.entries()) {
    const group = members.get(root);
    if (group) group.push(i);
    else members.set(root, [i]);
  }
  const pairsOf = new Map<number, DuplicatePair[]>();
  for (const { a, pair } of joined) {
    const own = pairsOf.get(rootOf[a]);
    if (own) own.push(pair);
    else pairsOf.set(rootOf[a], [pair]);
  }
  return [...members].flatMap(([root, group]) =>
    group.length < 2 ? [] : [{ ids: group.map((i) => images[i].id), pairs: pairsOf.get(root) ?? [] }],
  );
}
