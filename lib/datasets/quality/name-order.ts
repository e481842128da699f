import { type Contour, IBUG_68, REGION_IDS, type RegionId, regionIndices } from '@/lib/landmarks/scheme';
import type { ReasonKind } from './reason';

export interface OrderName {
  readonly kind: Extract<ReasonKind, 'sides-swapped' | 'order-permuted' | 'order-shifted'>;
  readonly text: string;
  readonly landmarks: readonly number[];
}

/** So many of a contour's landmarks must follow a pattern for the contour to be named by it. */
const MOSTLY = 0.75;
const REGION_NAMES: Readonly<Record<RegionId, string>> = {
  jaw: 'jaw',
  'right-brow': 'right brow',
  'left-brow': 'left brow',
  nose: 'nose',
  'right-eye': 'right eye',
  'left-eye': 'left eye',
  'outer-lip': 'outer lip',
  'inner-lip': 'inner lip',
};
const PAIRS: readonly (readonly [RegionId, RegionId])[] = [
  ['right-eye', 'left-eye'],
  ['right-brow', 'left-brow'],
];
const ONE_LINE: readonly RegionId[] = ['jaw', 'nose', 'outer-lip', 'inner-lip'];

const share = (indices: readonly number[], holds: (index: number) => boolean): number =>
  indices.filter(holds).length / indices.length;

/** Landmarks of a region that have a counterpart: the middle line says nothing about sides. */
const sided = (region: RegionId) => regionIndices(IBUG_68, region).filter((i) => IBUG_68.mirror[i] !== i);

/**
 * Says in words what a permutation does. `order[i]` is the landmark whose point landmark i should have.
 *
 * @returns one entry a fault: two swapped eyes are one, two lips out of order are two
 */
export function nameOrder(order: readonly number[]): OrderName[] {
  const names: OrderName[] = [];
  const named = new Set<RegionId>();
  for (const [right, left] of PAIRS) {
    const both = [...regionIndices(IBUG_68, right), ...regionIndices(IBUG_68, left)];
    const first = new Set(regionIndices(IBUG_68, right));
    if (share(both, (i) => first.has(i) !== first.has(order[i])) < MOSTLY) continue;
    named.add(right).add(left);
    names.push({
      kind: 'sides-swapped',
      text: `${REGION_NAMES[left]} and ${REGION_NAMES[right]} look swapped`,
      landmarks: both,
    });
  }
  const crossed = ONE_LINE.filter((region) => share(sided(region), (i) => order[i] === IBUG_68.mirror[i]) >= MOSTLY);
  for (const region of crossed) {
    named.add(region);
    names.push({
      kind: 'sides-swapped',
      text: `left and right of the ${REGION_NAMES[region]} look swapped`,
      landmarks: regionIndices(IBUG_68, region),
    });
  }
  for (const region of REGION_IDS) {
    if (named.has(region)) continue;
    for (const contour of IBUG_68.contours) if (contour.region === region) names.push(...nameContour(order, contour));
  }
  return names;
}

function nameContour(order: readonly number[], { name, indices, closed }: Contour): OrderName[] {
  const moved = indices.filter((i) => order[i] !== i);
  if (moved.length === 0) return [];
  const n = indices.length;
  const step = (from: number) => (closed ? ((from % n) + n) % n : from);
  for (const shift of closed ? range(1, n - 1) : [...range(1, n - 1), ...range(1 - n, -1)]) {
    const follows = share(indices, (i) => {
      const at = indices.indexOf(i) + shift;
      return order[i] === indices[closed ? step(at) : at];
    });
    // an open contour that moves on by k leaves k landmarks at its end with no point of their own
    const expected = closed ? 1 : (n - Math.abs(shift)) / n;
    if (follows < MOSTLY * expected || expected < 0.5) continue;
    const places = closed && shift > n / 2 ? shift - n : shift;
    return [
      {
        kind: 'order-shifted',
        text: `the points of the ${name} look shifted by ${Math.abs(places)} ${Math.abs(places) === 1 ? 'place' : 'places'}`,
        landmarks: indices,
      },
    ];
  }
  if (share(indices, (i) => order[i] === indices[n - 1 - indices.indexOf(i)]) >= MOSTLY) {
    return [{ kind: 'order-permuted', text: `the ${name} looks numbered the wrong way round`, landmarks: indices }];
  }
  const text =
    moved.length === 2
      ? `points ${moved.join(' and ')} of the ${name} look exchanged`
      : `the points of the ${name} look out of order`;
  return [{ kind: 'order-permuted', text, landmarks: moved }];
}

const range = (first: number, last: number): number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
