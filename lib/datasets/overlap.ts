import type { Fingerprint } from './quality/fingerprint';
import { nearBetween, rowOf } from './quality/near-copy';
import { contentKey, type TrainedOn } from './trained-on';

/** A face of a set that a model is to be measured on. */
export interface TestedFace {
  /** for people: the sample's name */
  readonly name: string;
  /** sha-256 of the image's bytes, hexadecimal; faces of one image share it */
  readonly contentHash: string;
  readonly fingerprint: Fingerprint;
}

/** How much of a test set a model was trained on, in images. */
export interface Overlap {
  /** tested images that are training images or near copies of some: exact + near */
  readonly images: number;
  /** the same bytes */
  readonly exact: number;
  /** the same picture: re-encoded, resized, cropped a little, mirrored, brightened */
  readonly near: number;
}

export interface OverlapFinding extends Overlap {
  /** tested images in all */
  readonly tested: number;
  /** names of faces on overlapping images, the exact ones first */
  readonly names: readonly string[];
}

/** Meets the tested faces again among what a model was trained on. 10,000 against 10,000 take a few seconds. */
export function findOverlap(tested: readonly TestedFace[], { images }: Pick<TrainedOn, 'images'>): OverlapFinding {
  const known = new Set(images.flatMap(({ contentHash }) => (contentHash ? [contentKey(contentHash)] : [])));
  const isExact = tested.map(({ contentHash }) => known.has(contentKey(contentHash)));
  const isNear = tested.map(() => false);
  const fingerprints = images.map(({ fingerprint }) => fingerprint);
  const own = tested.map(({ fingerprint }) => fingerprint);
  for (const view of ['whole', 'face'] as const) {
    nearBetween(rowOf(fingerprints, view), rowOf(own, view), (_, i) => {
      isNear[i] = true;
    });
  }
  const imagesWith = (holds: (i: number) => boolean) =>
    new Set(tested.flatMap(({ contentHash }, i) => (holds(i) ? [contentHash] : [])));
  const exact = imagesWith((i) => isExact[i]);
  const near = imagesWith((i) => isNear[i] && !exact.has(tested[i].contentHash));
  const namesOf = (hashes: ReadonlySet<string>) =>
    tested.flatMap(({ name, contentHash }) => (hashes.has(contentHash) ? [name] : []));
  return {
    images: exact.size + near.size,
    exact: exact.size,
    near: near.size,
    tested: imagesWith(() => true).size,
    names: [...namesOf(exact), ...namesOf(near)],
  };
}

/** What a metric card says of it. @param overlap `unknown`: nobody knows what the model was trained on */
export function overlapWords(overlap: Overlap | 'unknown'): string {
  if (overlap === 'unknown') return 'not known what the model was trained on';
  const { images, exact, near } = overlap;
  if (images === 0) return 'none of these images was trained on';
  return `${images} of these images trained on (${exact} the same bytes, ${near} near copies)`;
}

const EXAMPLES = 3;

/** "12 of 200 images of … are images that … was trained on (9 the same bytes, 3 near copies): a.jpg, b.jpg, c.jpg …" */
export function overlapLine(overlap: OverlapFinding, set: string, trained: string): string {
  const { images, tested, exact, near, names } = overlap;
  const kinds = [exact > 0 && `${exact} the same bytes`, near > 0 && `${near} near copies`].filter(Boolean).join(', ');
  const examples = names.slice(0, EXAMPLES).join(', ');
  const more = names.length > EXAMPLES ? ' …' : '';
  const are = images === 1 ? 'is an image' : 'are images';
  return `${images} of ${tested} images of ${set} ${are} that ${trained} was trained on (${kinds}): ${examples}${more}`;
}
