import { toCrop } from '@/lib/image/crop';
import { distance } from '@/lib/landmarks/geometry';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { errorFrame } from '@/lib/metrics/point-errors';
import { mean, median } from '@/lib/metrics/statistics';
import { estimatePose } from './head-pose';
import { nameOrder } from './name-order';
import { findOrderFaults, reorder } from './order-faults';
import type { ModelPredictions } from './prediction-gaps';
import { POINT_COUNT, type PredictedPoints, presence, type QualityFace, shapeVector } from './quality-face';
import type { ReasonKind, Repair } from './reason';
import { alignToModel, type ShapeModel } from './shape-model';

/** A fault of all (or most) labels of a set, or of all answers of a model. */
export interface SetFault {
  readonly kind:
    | Extract<ReasonKind, 'sides-swapped' | 'axes-exchanged' | 'upside-down' | 'order-permuted' | 'order-shifted'>
    | 'pixel-offset'
    | 'model-swaps-sides';
  readonly text: string;
  /** for every label of the set; null where each face needs its own (its image's height) or the fault is a model's */
  readonly repair: Repair | null;
}

/** More than this share of the set must turn the wrong way round for it to be the set's fault. */
const MOST = 0.5;

/** The orientation fault that most labels of the set share; null when most turn the right way round. */
export function findSetOrientation(faces: readonly QualityFace[]): SetFault | null {
  const shapes = faces.map(({ annotation, image }) => ({
    shape: shapeVector(annotation.points),
    weights: presence(annotation),
    image,
  }));
  const reversed = shapes.filter(({ shape, weights }) => (estimatePose(shape, weights)?.facing ?? 1) < 0);
  if (reversed.length <= MOST * faces.length) return null;
  const candidates = [
    {
      kind: 'sides-swapped',
      text: 'left and right look swapped',
      repair: { kind: 'reorder', order: IBUG_68.mirror },
      turn: (shape: Float64Array) => reorder(shape, IBUG_68.mirror),
    },
    {
      kind: 'axes-exchanged',
      text: 'x and y look exchanged',
      repair: { kind: 'exchange-axes' },
      turn: (shape: Float64Array) => shape.map((_, k) => shape[k ^ 1]),
    },
    {
      kind: 'upside-down',
      text: 'y looks counted upwards from the bottom of the image',
      repair: null,
      turn: (shape: Float64Array) => shape.map((value, k) => (k % 2 === 0 ? value : -value)),
    },
  ] as const;
  const rolls = candidates.map(({ turn }) =>
    median(reversed.map(({ shape, weights }) => Math.abs(estimatePose(turn(shape), weights)?.rollRad ?? Math.PI))),
  );
  const { kind, text, repair } = candidates[rolls.indexOf(Math.min(...rolls))];
  const percent = Math.round((100 * reversed.length) / faces.length);
  return { kind, text: `${text} in ${percent} % of ${faces.length} faces`, repair };
}

/**
 * Regions that the whole set numbers in another order than the reference does: its middle face is examined as one face.
 *
 * @param reference model of faces known to be in iBUG order, the generator's for instance
 */
export function findSetOrder(faces: readonly QualityFace[], reference: ShapeModel): SetFault[] {
  const offsets = faces.flatMap(
    ({ annotation }) => alignToModel(reference, shapeVector(annotation.points), presence(annotation))?.offset ?? [],
  );
  if (offsets.length === 0) return [];
  const middle = reference.mean.map((value, k) => value + median(offsets.map((offset) => offset[k])));
  const everywhere = new Float64Array(POINT_COUNT).fill(1);
  return findOrderFaults(reference, middle, everywhere).flatMap(({ order }) =>
    nameOrder(order).map(({ kind, text }) => ({
      kind,
      text: `in the whole set ${text}`,
      repair: { kind: 'reorder', order } as const,
    })),
  );
}

/** How often a model's answer suits the labels better with left and right exchanged. */
export interface SideSwaps {
  readonly model: string;
  readonly faces: number;
  /** share of faces whose answer is nearer to the label in mirror order, 0–1 */
  readonly swapped: number;
  /** share of faces whose answer is squeezed onto the middle line: the mean of both orders, 0–1 */
  readonly squeezed: number;
  readonly fault: SetFault | null;
}

/** Nearer by so much that chance on a narrow profile does not count. */
const CLEARLY_NEARER = 0.9;
/** Left and right of the answer this much nearer to each other than in the label. */
const SQUEEZED = 0.5;
const TOLERATED_SHARE = 0.05;
const PAIRED = IBUG_68.mirror.flatMap((other, i) => (other > i ? [[i, other] as const] : []));

/** A model trained on mirrored images whose points were not re-ordered gives itself away so. */
export function sideSwapsOf(faces: readonly QualityFace[], { model, points }: ModelPredictions): SideSwaps {
  const verdicts = faces.flatMap((face) => {
    const answer = points.get(face.id);
    return answer ? (sideVerdict(face, answer) ?? []) : [];
  });
  const share = (verdict: string) =>
    verdicts.length === 0 ? 0 : verdicts.filter((own) => own === verdict).length / verdicts.length;
  const [swapped, squeezed] = [share('swapped'), share('squeezed')];
  const percent = (value: number) => `${Math.round(100 * value)} %`;
  const text = `${model} swaps sides: its answer fits better with left and right exchanged on ${percent(swapped)} of ${verdicts.length} faces and is squeezed onto the middle line on ${percent(squeezed)}`;
  const fault: SetFault | null = swapped > TOLERATED_SHARE ? { kind: 'model-swaps-sides', text, repair: null } : null;
  return { model, faces: verdicts.length, swapped, squeezed, fault };
}

function sideVerdict(
  { annotation, image }: QualityFace,
  answer: PredictedPoints,
): 'swapped' | 'squeezed' | 'sound' | null {
  const frame = errorFrame(annotation, image);
  const present = presence(annotation);
  // a label that turns the wrong way round says nothing of the model
  if ((estimatePose(shapeVector(annotation.points), present)?.facing ?? 1) < 0) return null;
  const known = [...IBUG_68.mirror.keys()].filter((i) => present[i] > 0 && present[IBUG_68.mirror[i]] > 0);
  if (!frame || known.length === 0) return null;
  const labels = annotation.points.map((point) => toCrop(frame, point));
  const answers = Array.from({ length: POINT_COUNT }, (_, i) => toCrop(frame, [answer[i][0], answer[i][1]]));
  const straight = mean(known.map((i) => distance(labels[i], answers[i])));
  const crossed = mean(known.map((i) => distance(labels[i], answers[IBUG_68.mirror[i]])));
  if (crossed < CLEARLY_NEARER * straight) return 'swapped';
  const pairs = PAIRED.filter(([a, b]) => present[a] > 0 && present[b] > 0);
  const width = (points: readonly (readonly [number, number])[]) =>
    pairs.reduce((sum, [a, b]) => sum + distance(points[a], points[b]), 0);
  return width(answers) < SQUEEZED * width(labels) ? 'squeezed' : 'sound';
}
