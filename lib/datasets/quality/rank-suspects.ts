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
import { fitShapeModel } from './shape-model';

/** With fewer faces than this there is no set to be unlike; only what needs no comparison is reported. */
export const MIN_FACES = 30;
const FOLDS = 5;
/** So many background faces make a shape model by themselves. */
const ENOUGH_BACKGROUND = 200;
/** So many faces are judged against each other, fewer against the background too. */
const ENOUGH_FACES = 30;
/** Nothing is surer than this. */
const CERTAIN = 0.9999;
/** Reasons less probable than this are not worth a line. */
const MIN_PROBABILITY = 0.05;
/** A whole label nearer to the models than this is of the face they see, reference-crop px. */
const WRONG_FACE_PX = 5;
/** A shape nearer to the model than this many times the middle one is that of a face. */
const FACE_MEDIANS = 3;
/** Least displacement of the far jaw that is another convention and not a slip, model px. */
const MIN_JAW_PX = 3;
/** So many turned faces make a convention to be unlike. */
const MIN_TURNED = 15;

/** A model whose answer is nearer to the label than this sees the labelled face, reference-crop px. */
const SEEN_FACE_PX = 4;
/** An unusual place in the image is half a reason where a model sees the labelled face there. */
const SEEN_PLACE_TRUST = 0.5;
/**
 * A set of few faces has no usual of its own to be unlike, and generated faces are labelled more exactly than people label:
 * what rests on that comparison orders the faces but makes none suspect by itself.
 */
const FOREIGN_TRUST = 0.4;

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
   * sound faces of the same convention that are not ranked. From 200 on the faces are compared with these alone (needed
   * when most of the faces may be faulty), fewer help each other out with the faces.
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
  add(rareReasons(faces.map(outsidePoints), 'outside-image'));
  add(rareReasons(faces.map(duplicatedPoints), 'duplicated-points'));
  const severity = faces.map(() => 0);
  const suggestions = faces.map((): readonly ImagePoint[] | null => null);
  const isSeen = faces.map(() => false);
  if (faces.length + background.length >= MIN_FACES) {
    const compared = compareFaces(faces, background, predictions);
    for (const [i, { found, suggestion, severity: own, gapPx }] of compared.entries()) {
      reasons[i].push(...found);
      suggestions[i] = suggestion;
      severity[i] = own;
      isSeen[i] = gapPx !== null && gapPx < SEEN_FACE_PX;
    }
  }
  const places = wrongFaceReasons(faces);
  add(places.map((reason, i) => reason && (isSeen[i] ? weakened(reason, SEEN_PLACE_TRUST) : reason)));
  return faces
    .map(({ id }, i) => {
      const kept = reasons[i].filter(({ probability }) => probability >= MIN_PROBABILITY);
      kept.sort(bySpecificity);
      const doubt = soundness(reasons[i]);
      return {
        suspect: { id, score: 1 - doubt, reasons: kept, suggestion: suggestions[i] },
        doubt,
        severity: severity[i],
      };
    })
    .sort((a, b) => a.doubt - b.doubt || b.severity - a.severity)
    .map(({ suspect }) => suspect);
}

const weakened = (reason: Reason, trust: number): Reason => ({ ...reason, probability: trust * reason.probability });

/** Probability that none of the reasons holds; those of one kind are one finding, told region by region. */
function soundness(reasons: readonly Reason[]): number {
  const strongest = new Map<string, number>();
  for (const { kind, probability } of reasons) {
    const finding = kind === 'off-face' ? 'misplaced-point' : kind;
    strongest.set(finding, Math.max(Math.min(probability, CERTAIN), strongest.get(finding) ?? 0));
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
  /** middle gap to the models' answer, reference-crop px; null where no model has one */
  readonly gapPx: number | null;
  /** orders those that are all but certain */
  readonly severity: number;
  readonly found: readonly Reason[];
  readonly suggestion: readonly ImagePoint[] | null;
}

function compareFaces(
  faces: readonly QualityFace[],
  background: readonly QualityFace[],
  predictions: readonly ModelPredictions[],
): Comparison[] {
  const examined = crossExamine(faces, background);
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
  const judged = faces.length >= ENOUGH_FACES ? faces.length : examined.length;
  const pointZ = deviations(evidence.slice(0, judged).map(({ squares }) => Math.max(...Array.from(squares))));
  const distanceZ = deviations(examined.slice(0, judged).map(({ distance }) => distance));
  const jaws = jawReasons(
    examined
      .slice(0, faces.length)
      .map(({ jaw, residuals }) => (residuals?.distances.some((px) => px > OFF_FACE_PX) ? null : jaw)),
  );
  const gapZ = gapDeviations(gaps);
  const trust = faces.length >= ENOUGH_FACES ? 1 : FOREIGN_TRUST;
  const middleDistance = median(examined.map(({ distance }) => distance));
  return faces.map((_, i) => {
    const found = namedReasons(examined[i]);
    const gap = gaps[i] ?? null;
    const isNamed = found.length > 0;
    if (gap && !isNamed && gap.medianPx > WRONG_FACE_PX) {
      const isFace = examined[i].distance < FACE_MEDIANS * middleDistance;
      found.push(unlikePrediction(gap, isFace, probabilityOf(gapZ[i])));
    }
    const jaw = isNamed ? null : jaws[i];
    if (jaw) found.push(jaw);
    const misplaced = misplacedReasons(evidence[i], pointZ[i], jaw?.landmarks ?? []);
    found.push(...misplaced.map((reason) => weakened(reason, trust)));
    const unusual = 0.3 * trust * probabilityOf(distanceZ[i]);
    if (!isNamed && unusual > 0) {
      const text = 'the face as a whole is shaped unlike the others';
      found.push({ kind: 'unusual-shape', text, landmarks: [], probability: unusual, repair: null });
    }
    return {
      found,
      gapPx: gap?.medianPx ?? null,
      severity: pointZ[i] + gapZ[i],
      suggestion: gap?.consensus ?? examined[i].residuals?.expected ?? null,
    };
  });
}

/** What nobody would correct is no fault, however exact the other labels are. */
const relevance = (distancePx: number): number => Math.min(1, distancePx / RELEVANT_PX) ** 2;

/** Every face, the background's too, under a model fitted to the other folds. */
function crossExamine(faces: readonly QualityFace[], background: readonly QualityFace[]): FaceExamination[] {
  const all = [...faces, ...background];
  const isFitted = (i: number) => i >= faces.length || background.length < ENOUGH_BACKGROUND;
  const examined = new Array<FaceExamination>(all.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const model = fitShapeModel(all.filter((_, i) => i % FOLDS !== fold && isFitted(i)));
    const gaugeJaw = createJawGauge(model);
    for (let i = fold; i < all.length; i += FOLDS) examined[i] = examineFace(model, all[i], gaugeJaw);
  }
  return examined;
}

/** 0 where no model has an answer */
function gapDeviations(gaps: readonly (PredictionGap | null)[]): number[] {
  const known = gaps.filter((gap) => gap !== null);
  const z = deviations(known.map(({ medianPx }) => medianPx));
  const byGap = new Map(known.map((gap, at) => [gap, z[at]]));
  return gaps.map((gap) => (gap && byGap.get(gap)) || 0);
}

function unlikePrediction({ models, medianPx }: PredictionGap, isFace: boolean, probability: number): Reason {
  const far = `${medianPx.toFixed(0)} px off what ${models === 1 ? 'the model sees' : `${models} models see`}`;
  if (isFace) return wrongFace(`a sound face, but ${far}: another face may be labelled`, probability);
  return { kind: 'unlike-prediction', text: `the whole label is ${far}`, landmarks: [], probability, repair: null };
}

function jawReasons(jaws: readonly (JawDeviation | null)[]): (Reason | null)[] {
  const known = jaws.filter((jaw) => jaw !== null).map(({ z }) => z);
  if (known.length < MIN_TURNED) return jaws.map(() => null);
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
