import { IBUG_68, type RegionId, regionIndices } from '@/lib/landmarks/scheme';
import { cheapestAssignment } from './assignment';
import { fitFace } from './fit-face';
import { POINT_COUNT } from './quality-face';
import { type ShapeModel, shapeDistance } from './shape-model';
import type { ShapeVector } from './similarity';

/** Regions whose points are confused with each other; left and right together, for they swap. */
const GROUPS: readonly (readonly RegionId[])[] = [
  ['right-eye', 'left-eye'],
  ['right-brow', 'left-brow'],
  ['outer-lip', 'inner-lip'],
  ['nose'],
  ['jaw'],
];

/** The squared distance from the model must fall by this much, and by this share of itself: chance does neither. */
const MIN_GAIN = 60;
const MIN_GAIN_SHARE = 0.25;
/** A change of places that gains less than this is left out: closed lips touch, and either order is right. */
const MIN_CYCLE_GAIN = 20;
/** Of the landmarks that change places together so many must end where they are expected, within so many model px. */
const MIN_SETTLED_SHARE = 0.9;
const SETTLED_PX = 6;
const ROUNDS = 3;

/** Landmarks of one group stand in each other's places. */
export interface OrderFault {
  /** [68] landmark i should take the point that landmark order[i] has */
  readonly order: readonly number[];
  /** how far the squared Mahalanobis distance falls when they change places */
  readonly gain: number;
}

const identity = (): number[] => Array.from({ length: POINT_COUNT }, (_, i) => i);

export function reorder(values: ShapeVector, order: readonly number[]): ShapeVector {
  return values.map((_, k) => values[2 * order[k >> 1] + (k & 1)]);
}

const isMoved = (order: readonly number[]): boolean => order.some((from, i) => from !== i);

/**
 * Looks in every region for points that fit the shape model far better in another order. The region's own points have no
 * say in where its landmarks are expected, so an eye full of nonsense does not hide itself.
 *
 * @returns the faults that together bring the face nearest to the model, the most telling first; [] for a sound order
 */
export function findOrderFaults(model: ShapeModel, shape: ShapeVector, weights: ArrayLike<number>): OrderFault[] {
  const faults: OrderFault[] = [];
  let current = shape;
  let distance = shapeDistance(model, shape, weights);
  for (let found = 0; found < GROUPS.length; found++) {
    let best: OrderFault | null = null;
    for (const regions of GROUPS) {
      const group = regions.flatMap((region) => [...regionIndices(IBUG_68, region)]).filter((i) => weights[i] > 0);
      const order = withoutIdleCycles(model, current, weights, bestOrder(model, current, weights, group));
      if (!isMoved(order)) continue;
      const gain = distance - shapeDistance(model, reorder(current, order), weights);
      if (gain > (best?.gain ?? Math.max(MIN_GAIN, MIN_GAIN_SHARE * distance))) best = { order, gain };
    }
    if (!best) break;
    faults.push(best);
    current = reorder(current, best.order);
    distance -= best.gain;
  }
  return faults;
}

/** Pairs the points of a group with the places that the rest of the face, then the whole face, expects them at. */
function bestOrder(
  model: ShapeModel,
  shape: ShapeVector,
  weights: ArrayLike<number>,
  group: readonly number[],
): number[] {
  const order = identity();
  const blind = Float64Array.from(weights);
  for (const i of group) blind[i] = 0;
  let seen: ArrayLike<number> = blind;
  for (let round = 0; round < ROUNDS; round++) {
    const fit = fitFace(model, reorder(shape, order), seen);
    if (!fit) break;
    const pairing = pair(fit.offset, fit.expected, model.mean, group, round === 0);
    if (pairing.every((at, i) => at === i) && round > 0) break;
    const before = group.map((i) => order[i]);
    for (const [at, landmark] of group.entries()) order[landmark] = before[pairing[at]];
    seen = weights;
  }
  return order;
}

/** @param isCentred whether the group as a whole may stand elsewhere than expected */
function pair(
  offset: Float64Array,
  expected: Float64Array,
  mean: ShapeVector,
  group: readonly number[],
  isCentred: boolean,
): number[] {
  const n = group.length;
  const place = (from: Float64Array, landmark: number, axis: number) =>
    mean[2 * landmark + axis] + from[2 * landmark + axis];
  const shift = [0, 1].map((axis) =>
    isCentred ? group.reduce((sum, i) => sum + (offset[2 * i + axis] - expected[2 * i + axis]) / n, 0) : 0,
  );
  const cost = new Float64Array(n * n);
  for (const [row, landmark] of group.entries()) {
    for (const [column, other] of group.entries()) {
      const dx = place(offset, other, 0) - place(expected, landmark, 0) - shift[0];
      const dy = place(offset, other, 1) - place(expected, landmark, 1) - shift[1];
      cost[row * n + column] = dx * dx + dy * dy;
    }
  }
  return cheapestAssignment(cost, n);
}

/**
 * Puts back every cycle of the permutation that the face fits (nearly) as well without, or whose points belong nowhere
 * in it: a point off the face takes part in no order.
 */
function withoutIdleCycles(
  model: ShapeModel,
  shape: ShapeVector,
  weights: ArrayLike<number>,
  order: readonly number[],
): number[] {
  if (!isMoved(order)) return [...order];
  const fit = fitFace(model, reorder(shape, order), weights);
  const kept = [...order];
  const done = new Set<number>();
  for (let start = 0; start < POINT_COUNT; start++) {
    if (order[start] === start || done.has(start)) continue;
    const cycle: number[] = [];
    for (let at = start; !done.has(at); at = order[at]) {
      done.add(at);
      cycle.push(at);
    }
    const settled = cycle.filter((i) => fit && fit.distances[i] < SETTLED_PX);
    if (settled.length < MIN_SETTLED_SHARE * cycle.length) {
      for (const i of cycle) kept[i] = i;
      continue;
    }
    const without = [...kept];
    for (const i of cycle) without[i] = i;
    const loss =
      shapeDistance(model, reorder(shape, without), weights) - shapeDistance(model, reorder(shape, kept), weights);
    if (loss < MIN_CYCLE_GAIN) for (const i of cycle) kept[i] = i;
  }
  return kept;
}
