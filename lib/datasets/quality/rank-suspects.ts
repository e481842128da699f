import type { ImagePoint } from '@/lib/landmarks/geometry';
import { median } from '@/lib/metrics/statistics';
import { calibrate, deviations, probabilityOf } from './calibration';
import { examineFace, type FaceExamination, namedReasons } from './examine-face';
import { createJawGauge, type JawDeviation } from './jaw-convention';
import { misplacedReasons, OFF_FACE_PX, type PointEvidence } from './misplaced';
import { wrongFace, wrongFaceReasons } from './placement';
import { duplicatedPoints, outsidePoints, rareReasons } from './point-faults';
import { type ModelPredictions, type PredictionGap, predictionGaps } from './prediction-gaps';
import { POINT_COUNT, type QualityFace } from './quality-face';
import { REASON_KINDS, type Reason } from './reason';
import { fitShapeModel, type ShapeModel } from './shape-model';

/** With fewer faces than this there is no set to be unlike; only what needs no comparison is reported. */
export const MIN_FACES = 30;
const FOLDS = 5;
/** Reasons less probable than this are not worth a line. */
const MIN_PROBABILITY = 0.05;
/** Gap between a whole label and the models that no hard pose explains, reference-crop px and times the middle gap. */
const WRONG_FACE_PX = 8;
const WRONG_FACE_MEDIANS = 4;
/** Least displacement of the far jaw that is another convention and not a slip, model px. */
const MIN_JAW_PX = 3;

/** A displacement below this counts less the smaller it is, reference-crop px. */
const RELEVANT_PX = 1.5;

export interface Suspect {
  readonly id: string;
  /** 0–1, how probable it is that something is wrong with the label */
  readonly score: number;
  /** in the order of REASON_KINDS, what is less probable than not last; [] for a sound label */
  readonly reasons: readonly Reason[];
  /** [68] where the models (else the shape) would put the landmarks, image px; null where neither can say */
  readonly suggestion: readonly ImagePoint[] | null;
}

export interface RankOptions {
  /** answers of one or more models to the same faces */
  readonly predictions?: readonly ModelPredictions[];
  /**
   * sound faces of the same convention that are not ranked: what the faces are compared with, beside each other. Sets of
   * fewer than a few hundred faces gain by them.
   */
  readonly background?: readonly QualityFace[];
}

/**
 * The faces of a set, those most probably labelled wrong first. Each face is judged by a shape model that it had no part
 * in (five folds), calibrated per landmark and yaw, by the models' answers where there are some, and by named detectors.
 *
 * Scores read like probabilities under a prior of about 1 % faulty faces and are not calibrated beyond that.
 */
export function rankSuspects(
  faces: readonly QualityFace[],
  { predictions = [], background = [] }: RankOptions = {},
): Suspect[] {
  const reasons = faces.map((): Reason[] => []);
  const add = (all: readonly (Reason | null)[]) => {
    for (const [i, reason] of all.entries()) if (reason && i < faces.length) reasons[i].push(reason);
  };
  add(wrongFaceReasons(faces));
  add(rareReasons(faces.map(outsidePoints), 'outside-image'));
  add(rareReasons(faces.map(duplicatedPoints), 'duplicated-points'));
  const suggestions = faces.map((): readonly ImagePoint[] | null => null);
  if (faces.length + background.length >= MIN_FACES) {
    const compared = compareFaces(faces, background, predictions);
    for (const [i, { found, suggestion }] of compared.entries()) {
      reasons[i].push(...found);
      suggestions[i] = suggestion;
    }
  }
  return faces
    .map(({ id }, i) => {
      const kept = reasons[i].filter(({ probability }) => probability >= MIN_PROBABILITY);
      kept.sort(bySpecificity);
      const doubt = soundness(reasons[i]);
      return { suspect: { id, score: 1 - doubt, reasons: kept, suggestion: suggestions[i] }, doubt };
    })
    .sort((a, b) => a.doubt - b.doubt)
    .map(({ suspect }) => suspect);
}

/** Probability that none of the reasons holds; those of one kind are one finding, told region by region. */
function soundness(reasons: readonly Reason[]): number {
  const strongest = new Map<string, number>();
  for (const { kind, probability } of reasons) {
    const finding = kind === 'off-face' ? 'misplaced-point' : kind;
    strongest.set(finding, Math.max(probability, strongest.get(finding) ?? 0));
  }
  return [...strongest.values()].reduce((product, probability) => product * (1 - probability), 1);
}

/** What explains most comes first among the probable reasons, then the improbable ones. */
function bySpecificity(a: Reason, b: Reason): number {
  const rank = ({ kind, probability }: Reason) =>
    probability >= 0.5 ? REASON_KINDS.indexOf(kind) : REASON_KINDS.length;
  return rank(a) - rank(b) || b.probability - a.probability;
}

interface Comparison {
  readonly found: readonly Reason[];
  readonly suggestion: readonly ImagePoint[] | null;
}

function compareFaces(
  faces: readonly QualityFace[],
  background: readonly QualityFace[],
  predictions: readonly ModelPredictions[],
): Comparison[] {
  const all = [...faces, ...background];
  const examined = crossExamine(all);
  const yawRad = examined.map(({ pose }) => pose?.yawRad ?? 0);
  const shapeSquares = examined.map(({ residuals }) => residuals?.squares ?? new Float64Array(POINT_COUNT));
  const calibration = calibrate(shapeSquares, yawRad);
  const gaps: (PredictionGap | null)[] = predictionGaps(faces, predictions, yawRad);
  const evidence = examined.map(({ residuals }, i): PointEvidence => {
    const gap = gaps[i] ?? null;
    const isNamed = examined[i].orientation !== null || examined[i].orders.length > 0;
    const squares = shapeSquares[i].map((square, k) => {
      const byShape = (square * relevance(residuals?.distances[k] ?? 0)) / calibration.factor(k, yawRad[i]);
      return gap && !isNamed ? byShape + gap.squares[k] : byShape;
    });
    return { residuals, gap: isNamed ? null : gap, squares };
  });
  const pointZ = deviations(evidence.map(({ squares }) => Math.max(...Array.from(squares))));
  const distanceZ = deviations(examined.map(({ distance }) => distance));
  const jaws = jawReasons(
    examined.map(({ jaw, residuals }) => (residuals?.distances.some((px) => px > OFF_FACE_PX) ? null : jaw)),
  );
  const sound = gaps.flatMap((gap) => gap?.medianPx ?? []);
  const usualGap = sound.length > 0 ? median(sound) : 0;
  const middleDistance = median(examined.map(({ distance }) => distance));
  return faces.map((_, i) => {
    const found = namedReasons(examined[i]);
    const gap = gaps[i] ?? null;
    const isNamed = found.length > 0;
    if (gap && !isNamed && gap.medianPx > Math.max(WRONG_FACE_PX, WRONG_FACE_MEDIANS * usualGap)) {
      found.push(unlikePrediction(gap, examined[i].distance < 3 * middleDistance));
    }
    const jaw = isNamed ? null : jaws[i];
    if (jaw) found.push(jaw);
    found.push(...misplacedReasons(evidence[i], pointZ[i], jaw?.landmarks ?? []));
    const unusual = 0.3 * probabilityOf(distanceZ[i]);
    if (!isNamed && unusual > 0) {
      const text = 'the face as a whole is shaped unlike the others';
      found.push({ kind: 'unusual-shape', text, landmarks: [], probability: unusual, repair: null });
    }
    return { found, suggestion: gap?.consensus ?? examined[i].residuals?.expected ?? null };
  });
}

/** What nobody would correct is no fault, however exact the other labels are. */
const relevance = (distancePx: number): number => Math.min(1, distancePx / RELEVANT_PX) ** 2;

/** Every face under a model fitted to the other folds. */
function crossExamine(faces: readonly QualityFace[]): FaceExamination[] {
  const examined = new Array<FaceExamination>(faces.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const model: ShapeModel = fitShapeModel(faces.filter((_, i) => i % FOLDS !== fold));
    const gaugeJaw = createJawGauge(model);
    for (let i = fold; i < faces.length; i += FOLDS) examined[i] = examineFace(model, faces[i], gaugeJaw);
  }
  return examined;
}

function unlikePrediction({ models, medianPx }: PredictionGap, isFace: boolean): Reason {
  const who = models === 1 ? 'the model sees' : `${models} models see`;
  const far = `${medianPx.toFixed(0)} px off what ${who}`;
  if (isFace) return wrongFace(`a sound face, but ${far}: another face may be labelled`, 0.97);
  const text = `the whole label is ${far}`;
  return { kind: 'unlike-prediction', text, landmarks: [], probability: 0.9, repair: null };
}

function jawReasons(jaws: readonly (JawDeviation | null)[]): (Reason | null)[] {
  const known = jaws.filter((jaw) => jaw !== null).map(({ z }) => z);
  if (known.length === 0) return jaws.map(() => null);
  const middle = median(known);
  const spread = Math.max(1, 1.4826 * median(known.map((z) => Math.abs(z - middle))));
  return jaws.map((jaw) => {
    if (!jaw || Math.abs(jaw.outwardPx) < MIN_JAW_PX) return null;
    const probability = probabilityOf(Math.abs(jaw.z - middle) / spread);
    if (probability < 0.5) return null;
    const text =
      jaw.outwardPx > 0
        ? 'the far side of the jaw follows the visible outline, unlike the rest of the set'
        : 'the far side of the jaw runs behind the cheek (projected 3D), unlike the rest of the set';
    return { kind: 'jaw-convention', text, landmarks: jaw.landmarks, probability, repair: null };
  });
}
