import type { ErrorTotals, EvaluationReport, MetricCard } from '@/lib/contracts/evaluation';
import type { SampleErrors } from '@/lib/contracts/sample';
import { REGION_IDS } from '@/lib/landmarks/scheme';
import { type LabelledFace, type MeanShape, predictMeanShape } from '@/lib/metrics/mean-shape';
import { sampleErrors } from '@/lib/metrics/point-errors';
import { mean, median, standardDeviation } from '@/lib/metrics/statistics';
import { areaUnderCurve, failureRate, successRate } from '@/lib/metrics/totals';

/** One face with its ground truth and what the model said, before scoring. */
export interface PredictedFace extends LabelledFace {
  readonly sampleId: string;
  readonly revision: number;
  /** null where the set knows no pose */
  readonly yawRad: number | null;
  /** [68] image px; [] where the detector has not found the face */
  readonly landmarks: readonly (readonly [number, number] | readonly [number, number, number])[];
  readonly durationMs: number;
}

export interface ScoredFace extends PredictedFace {
  readonly errors: SampleErrors;
}

/** SR thresholds in reference-crop px, AUC and FR limit in percent of the interocular distance. */
export const THRESHOLDS = { sr: [20, 10], aucPercent: 8 } as const;

/** Faces that cannot be measured (see sampleErrors) are left out; the metric card counts them as without labels. */
export function scoreFaces(faces: Iterable<PredictedFace>): ScoredFace[] {
  const scored: ScoredFace[] = [];
  for (const face of faces) {
    const errors = sampleErrors(face.annotation, face.landmarks, face.image);
    if (errors) scored.push({ ...face, errors });
  }
  return scored;
}

const totalsOf = (errors: readonly number[]): ErrorTotals => ({
  me: mean(errors),
  std: standardDeviation(errors),
  median: median(errors),
  sr20: successRate(errors, THRESHOLDS.sr[0]),
  sr10: successRate(errors, THRESHOLDS.sr[1]),
});

/** AFLW2000-3D's bins of |yaw| in degrees (Zhu et al., CVPR 2016; 3DDFA benchmark_aflw2000.py). */
const YAW_BINS = [
  { bin: '0–30°', belowDeg: 30 },
  { bin: '30–60°', belowDeg: 60 },
  { bin: '60–90°', belowDeg: Infinity },
] as const;

function yawReport(faces: readonly ScoredFace[]): EvaluationReport['yaw'] {
  const posed = faces.filter((face) => face.yawRad !== null);
  if (posed.length === 0) return null;
  const binOf = (face: ScoredFace) => {
    const yawDeg = Math.abs(((face.yawRad as number) * 180) / Math.PI);
    return YAW_BINS.findIndex(({ belowDeg }) => yawDeg <= belowDeg);
  };
  const bins = YAW_BINS.map(({ bin }, index) => ({ bin, faces: posed.filter((face) => binOf(face) === index) }))
    .filter((entry) => entry.faces.length > 0)
    .map((entry) => ({
      bin: entry.bin,
      images: entry.faces.length,
      me: mean(entry.faces.map(({ errors }) => errors.error)),
      nmeBox: mean(entry.faces.map(({ errors }) => errors.nmeBox)),
    }));
  const binMeans = bins.map(({ me }) => me);
  return { bins, meanOfBins: mean(binMeans), stdOfBins: standardDeviation(binMeans) };
}

/**
 * Totals of scored faces: the one place where an evaluation's numbers are made, for the page, the file and the command line.
 *
 * @param faces     at least one
 * @param meanShape the baseline's shape, reference-crop px
 * @throws RangeError for no faces
 */
export function evaluationReport(
  faces: readonly ScoredFace[],
  meanShape: MeanShape,
  card: Omit<MetricCard, 'frame' | 'points' | 'normalisers' | 'std' | 'thresholds' | 'images'>,
): EvaluationReport {
  if (faces.length === 0) throw new RangeError('evaluation: expected at least one face to score, found 0');
  const nmes = faces.map(({ errors }) => errors.nmeInterOcular);
  const baseline = faces.map((face) => {
    const landmarks = predictMeanShape(meanShape, face);
    const errors = landmarks && sampleErrors(face.annotation, landmarks, face.image);
    if (!errors) throw new Error(`evaluation: a scored face lost its reference crop: sample ${face.sampleId}`);
    return errors;
  });
  return {
    images: faces.length,
    ...totalsOf(faces.map(({ errors }) => errors.error)),
    nmeInterOcular: mean(nmes),
    nmeBox: mean(faces.map(({ errors }) => errors.nmeBox)),
    auc8: areaUnderCurve(nmes, THRESHOLDS.aucPercent),
    fr8: failureRate(nmes, THRESHOLDS.aucPercent),
    regions: Object.fromEntries(
      REGION_IDS.map((region) => {
        const known = faces.map(({ errors }) => errors.regions[region]).filter((value) => value !== null);
        return [region, known.length === 0 ? null : mean(known)];
      }),
    ),
    yaw: yawReport(faces),
    meanShape: {
      ...totalsOf(baseline.map(({ error }) => error)),
      nmeInterOcular: mean(baseline.map(({ nmeInterOcular }) => nmeInterOcular)),
    },
    msPerFace: mean(faces.map(({ durationMs }) => durationMs)),
    card: {
      frame: 'reference-crop 192 px',
      points: 'ibug-68',
      normalisers: ['inter-ocular (outer eye corners 36–45)', 'box √(w·h) of the ground-truth points'],
      std: 'population (ddof = 0)',
      thresholds: THRESHOLDS,
      images: faces.length,
      ...card,
    },
  };
}
