import type { Split } from '@/lib/datasets/sample';

/** Coprime to 100: of any hundred faces in a row, each place comes up once, and small sets are mixed too. */
const STRIDE = 37;

/**
 * The split of one face of a set: exact in every hundred faces, and the same however many the set has.
 *
 * @param shares percent, adding up to 100
 */
export function splitOfFace(index: number, { train, val }: Readonly<Record<Split, number>>): Split {
  const place = (index * STRIDE) % 100;
  return place < train ? 'train' : place < train + val ? 'val' : 'test';
}
