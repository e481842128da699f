import { frameScale } from '@/lib/image/crop';
import { errorFrame } from '@/lib/metrics/point-errors';
import { median } from '@/lib/metrics/statistics';
import type { ModelPredictions } from './prediction-gaps';
import { POINT_COUNT, presence, type QualityFace } from './quality-face';
import type { SetFault } from './set-faults';

/** Fewer faces than this cannot tell a pixel from chance. */
export const MIN_OFFSET_FACES = 200;
/** An offset is known when its standard error is below this, image px. */
const MAX_STANDARD_ERROR = 0.2;
/** Offsets are told from this many standard errors on. */
const SIGMAS = 4;
/** Mistakes of counting move both axes by the same whole pixels. What labellers do by habit stays below this, image px. */
const MIN_OFFSET_PX = 0.7;
/** The axes may differ by as much: a model has habits of its own in each. */
const MAX_AXES_APART_PX = 1;
/** Jaws are left out: two conventions of theirs would pass for an offset. */
const FIRST_POINT = 17;

/** Mean of (label minus prediction) over sound faces, reference-crop px: what the model does wrong by itself. */
export interface ModelBias {
  readonly x: number;
  readonly y: number;
}

export interface PixelOffset {
  /** label minus truth, image px */
  readonly dx: number;
  readonly dy: number;
  /** of each, image px */
  readonly standardError: number;
  readonly faces: number;
  /**
   * `offset`: by a whole pixel or more; `none`; `unknown`: too few faces, or faces of one size and no known bias, for then
   * a model's own bias and a shift of the labels are the same thing
   */
  readonly verdict: 'offset' | 'none' | 'unknown';
  readonly fault: SetFault | null;
}

/**
 * Whether all labels of a set are shifted by whole pixels, as a mistake between counting from 0 and from 1 does.
 *
 * A model's bias grows with the face (it is a share of the crop), a counting mistake is one image px whatever the face's
 * size. So label minus prediction in crop px is regressed on crop px per image px: the slope is the offset, the
 * intercept the bias. A bias measured on a clean set takes the intercept's place and makes the answer far sharper.
 * Not to be told apart: labels with the mistake and a model that learnt it from labels of the same size.
 */
export function findPixelOffset(
  faces: readonly QualityFace[],
  predictions: readonly ModelPredictions[],
  bias: ModelBias | null = null,
): PixelOffset {
  const gaps = faces.flatMap((face) => meanGap(face, predictions) ?? []);
  const x = slope(
    gaps.map(({ perPx, x: gap }) => [perPx, gap]),
    bias?.x ?? null,
  );
  const y = slope(
    gaps.map(({ perPx, y: gap }) => [perPx, gap]),
    bias?.y ?? null,
  );
  const standardError = Math.max(x.error, y.error);
  const isKnown = gaps.length >= MIN_OFFSET_FACES && standardError <= MAX_STANDARD_ERROR;
  const offset = isKnown ? wholeOffset(x, y) : 0;
  return {
    dx: x.value,
    dy: y.value,
    standardError,
    faces: gaps.length,
    verdict: offset !== 0 ? 'offset' : isKnown ? 'none' : 'unknown',
    fault: offset !== 0 ? offsetFault('all labels look', offset) : null,
  };
}

const offsetFault = (what: string, offset: number): SetFault => ({
  kind: 'pixel-offset',
  text: `${what} shifted by (${offset}, ${offset}) px: counted from ${offset > 0 ? '1 and read as from 0' : '0 and read as from 1'}?`,
  repair: { kind: 'shift', dx: -offset, dy: -offset },
});

/** So many images must stand in both sets, and so exactly must they agree about the shift, image px. */
const MIN_SHARED = 20;
const SHARED_SPREAD_PX = 0.25;

/**
 * The shift against the labels that the same images have in another set: nothing has to be estimated there.
 *
 * @param others labels of the same image in the other set, by the id of the face
 * @param set    the other set's name
 */
export function findOffsetAgainst(
  faces: readonly QualityFace[],
  others: ReadonlyMap<string, QualityFace['annotation']>,
  set: string,
): SetFault | null {
  const shifts = faces.flatMap(({ id, annotation }) => {
    const other = others.get(id);
    if (!other) return [];
    const [own, its] = [presence(annotation), presence(other)];
    const both = [...own.keys()].filter((i) => own[i] > 0 && its[i] > 0);
    if (both.length === 0) return [];
    return [[0, 1].map((axis) => median(both.map((i) => annotation.points[i][axis] - other.points[i][axis])))];
  });
  if (shifts.length < MIN_SHARED) return null;
  const [x, y] = [0, 1].map((axis) => median(shifts.map((shift) => shift[axis])));
  const spread = median(shifts.map(([dx, dy]) => Math.hypot(dx - x, dy - y)));
  const offset = Math.round((x + y) / 2);
  const isWhole = Math.hypot(x - offset, y - offset) < SHARED_SPREAD_PX;
  if (offset === 0 || !isWhole || spread > SHARED_SPREAD_PX) return null;
  return offsetFault(`beside those of the same ${shifts.length} images in ${set} all labels are`, offset);
}

/** The bias of a model on faces whose labels are sound, for `findPixelOffset`; null when it has answered for none. */
export function modelBias(faces: readonly QualityFace[], predictions: readonly ModelPredictions[]): ModelBias | null {
  const gaps = faces.flatMap((face) => meanGap(face, predictions) ?? []);
  if (gaps.length === 0) return null;
  return { x: robustMean(gaps.map(({ x }) => x)), y: robustMean(gaps.map(({ y }) => y)) };
}

interface Estimate {
  readonly value: number;
  readonly error: number;
}

/** Whole px by which both axes are off; 0 for none. */
function wholeOffset(x: Estimate, y: Estimate): number {
  const value = (x.value + y.value) / 2;
  const error = Math.hypot(x.error, y.error) / 2;
  const isFar = Math.abs(value) > Math.max(SIGMAS * error, MIN_OFFSET_PX);
  return isFar && Math.abs(x.value - y.value) < MAX_AXES_APART_PX ? Math.round(value) : 0;
}

/** Mean gap of one face, reference-crop px, and how many of them an image px makes. */
function meanGap(
  { id, annotation, image }: QualityFace,
  predictions: readonly ModelPredictions[],
): { perPx: number; x: number; y: number } | null {
  const frame = errorFrame(annotation, image);
  const answers = predictions.map(({ points }) => points.get(id)).filter((points) => points !== undefined);
  const weights = presence(annotation).map((weight, i) => (i < FIRST_POINT ? 0 : weight));
  const count = weights.reduce((sum, weight) => sum + weight, 0) * answers.length;
  if (!frame || count === 0) return null;
  let [dx, dy] = [0, 0];
  for (const answer of answers) {
    for (let i = 0; i < POINT_COUNT; i++) {
      if (weights[i] === 0) continue;
      dx += (annotation.points[i][0] - answer[i][0]) / count;
      dy += (annotation.points[i][1] - answer[i][1]) / count;
    }
  }
  const perPx = 1 / frameScale(frame);
  return { perPx, x: dx * perPx, y: dy * perPx };
}

const ROUNDS = 10;
/** Huber's constant: 95 % efficient on normal noise. */
const HUBER = 1.345;

/**
 * Robust line y = intercept + slope·x by reweighted least squares (Huber).
 *
 * @param intercept known, or null to be found
 */
function slope(points: readonly (readonly [x: number, y: number])[], intercept: number | null): Estimate {
  let value = 0;
  let start = intercept ?? 0;
  let error = Number.POSITIVE_INFINITY;
  let weights = points.map(() => 1);
  for (let round = 0; round < ROUNDS; round++) {
    let [w, wx, wy, wxx, wxy] = [0, 0, 0, 0, 0];
    for (const [i, [x, y]] of points.entries()) {
      w += weights[i];
      wx += weights[i] * x;
      wy += weights[i] * y;
      wxx += weights[i] * x * x;
      wxy += weights[i] * x * y;
    }
    const spread = intercept === null ? wxx - (wx * wx) / w : wxx;
    if (!(spread > 1e-12)) return { value: 0, error: Number.POSITIVE_INFINITY };
    if (intercept === null) {
      value = (wxy - (wx * wy) / w) / spread;
      start = (wy - value * wx) / w;
    } else value = (wxy - intercept * wx) / spread;
    const left = points.map(([x, y]) => Math.abs(y - start - value * x));
    const scale = Math.max(1.4826 * [...left].sort((a, b) => a - b)[left.length >> 1], 1e-9);
    weights = left.map((residual) => Math.min(1, (HUBER * scale) / residual));
    error = scale / Math.sqrt(spread);
  }
  return { value, error };
}

function robustMean(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const trimmed = sorted.slice(Math.floor(sorted.length * 0.1), Math.ceil(sorted.length * 0.9));
  return trimmed.reduce((sum, value) => sum + value, 0) / trimmed.length;
}
