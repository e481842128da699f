import { groupOf } from '../split';
import type { Fingerprint } from './fingerprint';
import { hashDistance, NEAR_COPY_BITS, nearWithin, rowOf, similarityOf } from './near-copy';

/** An image that may have a copy somewhere. */
export interface FingerprintedImage {
  readonly id: string;
  /** hash of the file's bytes: equal ones are exact copies */
  readonly contentHash: string;
  /** faces of one photo share it: they are no copies of each other, unless it is the same face that was labelled */
  readonly photo?: string;
  readonly fingerprint: Fingerprint;
}

export interface DuplicatePair {
  readonly a: string;
  readonly b: string;
  readonly kind: 'exact' | 'near';
  /** one is the other's mirror image */
  readonly mirrored: boolean;
  /** 1 for exact copies, else the share of signs that agree in the better view, 0–1 */
  readonly similarity: number;
}

export interface DuplicateGroup {
  /** in the order given */
  readonly ids: readonly string[];
  /** what joins them; every member stands in at least one */
  readonly pairs: readonly DuplicatePair[];
}

/**
 * Exact and near copies (re-encoded, resized, brightened, mirrored; with labels also cropped), joined into groups.
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

/** Whether two entries are different faces of one photo. */
const isOnePhoto = (a: FingerprintedImage, b: FingerprintedImage): boolean =>
  a.photo !== undefined && a.photo === b.photo && !isSameFace(a.fingerprint, b.fingerprint);

const isSameFace = ({ face: a }: Fingerprint, { face: b }: Fingerprint): boolean =>
  a !== null && b !== null && hashDistance(a, b) <= NEAR_COPY_BITS;

function exactPairs(images: readonly FingerprintedImage[]): IndexPair[] {
  const byHash = new Map<string, number[]>();
  const pairs: IndexPair[] = [];
  for (const [b, image] of images.entries()) {
    const { id, contentHash } = image;
    const earlier = byHash.get(contentHash);
    if (!earlier) {
      byHash.set(contentHash, [b]);
      continue;
    }
    const a = earlier.find((i) => !isOnePhoto(images[i], image));
    if (a !== undefined)
      pairs.push({ a, b, pair: { a: images[a].id, b: id, kind: 'exact', mirrored: false, similarity: 1 } });
    earlier.push(b);
  }
  return pairs;
}

function nearPairs(images: readonly FingerprintedImage[], view: keyof Fingerprint): IndexPair[] {
  const row = rowOf(
    images.map(({ fingerprint }) => fingerprint),
    view,
  );
  const pairs: IndexPair[] = [];
  nearWithin(row, (a, b, distance, mirrored) => {
    if (images[a].contentHash === images[b].contentHash || isOnePhoto(images[a], images[b])) return;
    const similarity = similarityOf(distance);
    pairs.push({ a, b, pair: { a: images[a].id, b: images[b].id, kind: 'near', mirrored, similarity } });
  });
  return pairs;
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
