import { type FaceResiduals, residuals } from './fit-face';
import { estimatePose, type ShapePose } from './head-pose';
import type { JawDeviation } from './jaw-convention';
import { nameOrder } from './name-order';
import { findOrderFaults, type OrderFault } from './order-faults';
import { findOrientationFault, type OrientationFault } from './orientation';
import { presence, type QualityFace, shapeVector } from './quality-face';
import type { Reason, Repair } from './reason';
import { applyRepair } from './repair';
import { surprises } from './robust-gaussian';
import { alignToModel, type ShapeModel, shapeDistance } from './shape-model';

/** A face nearer to the model than this many times the middle one is in order, unless a single landmark stands out. */
const SUSPICIOUS_MEDIANS = 1.5;
/** A landmark stands out at this squared Mahalanobis distance from where the others put it. */
const SUSPICIOUS_SQUARE = 40;
/** Scale of the gains (squared Mahalanobis distances) that make an order fault certain. */
const CERTAIN_GAIN = 100;

/** What the shape model finds in one face, before the faces of the set are compared. */
export interface FaceExamination {
  /** squared Mahalanobis distance after the named faults are set right */
  readonly distance: number;
  readonly pose: ShapePose | null;
  readonly orientation: OrientationFault | null;
  readonly orders: readonly OrderFault[];
  /** of the face as set right; null where it cannot be measured */
  readonly residuals: FaceResiduals | null;
  readonly jaw: JawDeviation | null;
}

/** @param gaugeJaw of the same model, see `createJawGauge` */
export function examineFace(
  model: ShapeModel,
  face: QualityFace,
  gaugeJaw: (offset: Float64Array, yawRad: number) => JawDeviation | null,
): FaceExamination {
  const weights = presence(face.annotation);
  const labelled = shapeVector(face.annotation.points);
  const orientation = findOrientationFault(model, labelled, weights, face.image);
  const upright = orientation?.shape ?? labelled;
  const aligned = alignToModel(model, upright, weights);
  const worst = aligned ? Math.max(...surprises(model.precision, aligned.offset).map(({ square }) => square)) : 0;
  const isFar = shapeDistance(model, upright, weights) > SUSPICIOUS_MEDIANS * model.medianDistance;
  const orders = isFar || worst > SUSPICIOUS_SQUARE ? findOrderFaults(model, upright, weights) : [];
  let { annotation } = face;
  if (orientation) annotation = applyRepair(orientation.repair, annotation);
  for (const { order } of orders) annotation = applyRepair({ kind: 'reorder', order }, annotation);
  const shape = shapeVector(annotation.points);
  const present = presence(annotation);
  const pose = estimatePose(shape, present);
  const settled = alignToModel(model, shape, present);
  return {
    distance: shapeDistance(model, shape, present),
    pose,
    orientation,
    orders,
    residuals: residuals(model, { ...face, annotation }),
    jaw: settled && pose ? gaugeJaw(settled.offset, pose.yawRad) : null,
  };
}

const ORIENTATION_TEXT = {
  'sides-swapped': 'left and right of the whole face look swapped',
  'axes-exchanged': 'x and y look exchanged',
  'upside-down': 'y looks counted upwards from the bottom of the image',
} as const;

/** The faults of order and orientation as reasons. Their repairs are meant to be applied in the order given, each once. */
export function namedReasons({ orientation, orders }: Pick<FaceExamination, 'orientation' | 'orders'>): Reason[] {
  const reasons: Reason[] = [];
  if (orientation) {
    const { kind, repair } = orientation;
    reasons.push({ kind, text: ORIENTATION_TEXT[kind], landmarks: [], probability: 0.9999, repair });
  }
  for (const { order, gain } of orders) {
    const probability = 1 - 0.5 * Math.exp(-gain / CERTAIN_GAIN);
    const names = nameOrder(order);
    const isApart = names.every(({ landmarks }) => landmarks.every((i) => landmarks.includes(order[i])));
    for (const [at, name] of names.entries()) {
      // regions that took each other's points are set right together, by the first of their reasons
      const repair: Repair | null = isApart
        ? { kind: 'reorder', order: order.map((from, i) => (name.landmarks.includes(i) ? from : i)) }
        : at === 0
          ? { kind: 'reorder', order }
          : null;
      reasons.push({ ...name, probability, repair });
    }
  }
  return reasons;
}
