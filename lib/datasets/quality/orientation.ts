import type { Size } from '@/lib/landmarks/geometry';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { estimatePose } from './head-pose';
import { reorder } from './order-faults';
import type { Repair } from './reason';
import { type ShapeModel, shapeDistance } from './shape-model';
import type { ShapeVector } from './similarity';

/** The repaired face must be this much nearer to the model than the face as it is, and no monster itself. */
const MAX_DISTANCE_SHARE = 0.5;
const MAX_MEDIANS = 8;

export interface OrientationFault {
  readonly kind: 'sides-swapped' | 'axes-exchanged' | 'upside-down';
  readonly repair: Repair;
  /** [136] the face set right, image px */
  readonly shape: ShapeVector;
  /** how far the squared Mahalanobis distance falls */
  readonly gain: number;
}

/**
 * A face whose landmarks turn the wrong way round, as no camera sees one. Three mistakes do that, and up to a rotation
 * they look alike (a face is its own mirror image): left and right swapped, x and y exchanged, y counted upwards. The one
 * is named that leaves the face the most upright; a face that really lies on its side is therefore misnamed.
 *
 * @param usualRollRad the middle roll of the set's sound faces
 * @returns null when the face turns the right way round, or nothing makes it a face
 */
export function findOrientationFault(
  model: ShapeModel,
  shape: ShapeVector,
  weights: ArrayLike<number>,
  { height }: Size,
  usualRollRad = 0,
): OrientationFault | null {
  const pose = estimatePose(shape, weights);
  if (!pose || pose.facing >= 0) return null;
  const distance = shapeDistance(model, shape, weights);
  const swap: Repair = { kind: 'reorder', order: IBUG_68.mirror };
  const candidates: Pick<OrientationFault, 'kind' | 'repair' | 'shape'>[] = [
    { kind: 'sides-swapped', repair: swap, shape: reorder(shape, IBUG_68.mirror) },
    { kind: 'axes-exchanged', repair: { kind: 'exchange-axes' }, shape: shape.map((_, k) => shape[k ^ 1]) },
    {
      kind: 'upside-down',
      repair: { kind: 'flip-vertically', height },
      shape: shape.map((value, k) => (k % 2 === 0 ? value : height - 1 - value)),
    },
  ];
  let best: OrientationFault | null = null;
  let leastTurn = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const repaired = shapeDistance(model, candidate.shape, weights);
    if (repaired > MAX_DISTANCE_SHARE * distance || repaired > MAX_MEDIANS * model.medianDistance) continue;
    const turned = estimatePose(candidate.shape, weights);
    if (!turned) continue;
    const turn = Math.abs(wrapAngle(turned.rollRad - usualRollRad));
    if (turn < leastTurn) {
      leastTurn = turn;
      best = { ...candidate, gain: distance - repaired };
    }
  }
  return best;
}

/** into −π … π */
const wrapAngle = (angleRad: number): number => Math.atan2(Math.sin(angleRad), Math.cos(angleRad));
