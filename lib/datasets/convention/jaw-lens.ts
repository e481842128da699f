import { type Annotation, isAnnotated } from '@/lib/landmarks/annotation';
import { type ImagePoint, imagePoint } from '@/lib/landmarks/geometry';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { estimatePose } from '../quality/head-pose';
import { POINT_COUNT, shapeVector } from '../quality/quality-face';
import { frontalHead } from '../quality/shape-model';
import { alignSimilarity, applySimilarity, invertSimilarity, type Similarity } from '../quality/similarity';
import type { JawKind } from '../quality/synthetic-background';
import shipped from './jaw-lens.json' with { type: 'json' };

/** Jaw landmarks, 0–16. */
export const JAW_COUNT = 17;
const HEAD = frontalHead();
/** Face and head are laid on each other by the inner face alone: the jaw is what is to be found. */
const INNER = Float64Array.from({ length: POINT_COUNT }, (_, i) => (i < JAW_COUNT ? 0 : 1));
/** From which turns on the jaw slides further, rad. */
const KNOTS_RAD = [0, 20, 40].map((degrees) => (degrees * Math.PI) / 180);

/** A linear map from a jaw of one convention to what the other adds to it, in features that bend with the head's turn. */
export interface JawLens {
  readonly from: JawKind;
  readonly to: JawKind;
  /** [34] mean of the jaws it was fitted to, model px */
  readonly mean: readonly number[];
  /** [K][34] their strongest modes */
  readonly modes: readonly (readonly number[])[];
  /** [features][34] px of the other jaw minus this one */
  readonly weights: readonly (readonly number[])[];
}

export const JAW_LENSES = shipped.lenses as unknown as readonly JawLens[];

/** @throws RangeError for a lens that is not shipped */
export function jawLens(from: JawKind, to: JawKind): JawLens {
  const lens = JAW_LENSES.find((known) => known.from === from && known.to === to);
  if (!lens) throw new RangeError(`jaw lens: expected two different conventions, found ${from} to ${to}`);
  return lens;
}

/** A face in the lens's frame: upright, of one size, turned to the image's right or not at all. */
export interface JawView {
  readonly toModel: Similarity;
  /** the face was mirrored to look the same way as all */
  readonly mirrored: boolean;
  readonly yawRad: number;
  readonly pitchRad: number;
  /** [34] model px */
  readonly jaw: Float64Array;
}

/** @returns null when the inner face does not say how the head stands */
export function viewJaw(points: readonly (readonly [number, number, ...number[]])[]): JawView | null {
  const shape = shapeVector(points);
  const pose = estimatePose(shape, INNER);
  const toModel = alignSimilarity(shape, HEAD, INNER);
  if (!pose || !toModel || pose.facing <= 0) return null;
  const mirrored = pose.yawRad < 0;
  const upright = applySimilarity(toModel, shape);
  return {
    toModel,
    mirrored,
    yawRad: Math.abs(pose.yawRad),
    pitchRad: pose.pitchRad,
    jaw: turned(upright.subarray(0, 2 * JAW_COUNT), mirrored),
  };
}

/** [34] seen in a looking glass, left and right exchanged; its own inverse. The head's middle stands at x = 0. */
export function turned(jaw: Float64Array, mirrored: boolean): Float64Array {
  if (!mirrored) return Float64Array.from(jaw);
  return Float64Array.from(jaw, (_, k) => (k % 2 === 0 ? -1 : 1) * jaw[2 * IBUG_68.mirror[k >> 1] + (k & 1)]);
}

/** Each of 1, pitch and the jaw's modes, alone and times how far the head is turned beyond each knot. */
export function jawFeatures({ mean, modes }: Pick<JawLens, 'mean' | 'modes'>, view: JawView): Float64Array {
  const strengths = modes.map((mode) => mode.reduce((sum, value, k) => sum + value * (view.jaw[k] - mean[k]), 0));
  const plain = [1, view.pitchRad, ...strengths];
  const bends = [1, ...KNOTS_RAD.map((knot) => Math.max(0, view.yawRad - knot))];
  return Float64Array.from(bends.flatMap((bend) => plain.map((value) => bend * value)));
}

/**
 * The same face with its jaw as the other convention has it.
 *
 * @param points [68] or more, image px; all of the face must be placed
 * @returns the points with 0–16 moved; null where the pose cannot be told
 */
export function throughLens(lens: JawLens, points: readonly ImagePoint[]): ImagePoint[] | null {
  const view = viewJaw(points);
  if (!view) return null;
  const features = jawFeatures(lens, view);
  const moved = view.jaw.map((value, k) =>
    lens.weights.reduce((sum, row, f) => sum + row[k] * features[f], value),
  ) as Float64Array;
  const jaw = applySimilarity(invertSimilarity(view.toModel), turned(moved, view.mirrored));
  return points.map((point, i) => (i < JAW_COUNT ? imagePoint(jaw[2 * i], jaw[2 * i + 1]) : point));
}

/** `throughLens` for labels; null where a landmark is missing. */
export function annotationThroughLens(lens: JawLens, annotation: Annotation): Annotation | null {
  for (let i = 0; i < POINT_COUNT; i++) if (!isAnnotated(annotation, i)) return null;
  const points = throughLens(lens, annotation.points);
  return points && { ...annotation, points };
}
