import { IBUG_68, REGION_IDS, regionIndices } from '@/lib/landmarks/scheme';
import { probabilityOf } from './calibration';
import type { FaceResiduals } from './fit-face';
import type { PredictionGap } from './prediction-gaps';
import { pointName, type Reason, type Repair } from './reason';

/** What shape and models together say of each landmark of a face. */
export interface PointEvidence {
  readonly residuals: FaceResiduals | null;
  readonly gap: PredictionGap | null;
  /** [68] calibrated squared distances, shape and predictions added */
  readonly squares: ArrayLike<number>;
}

/** A landmark this far off, reference-crop px, is not on its part of the face at all (the face itself is 96 px). */
export const OFF_FACE_PX = 24;
/** Beside the worst landmark those are named whose evidence is at least this share of its. */
const NEXT_WORST = 0.4;
/** More of one region than this are told as the region. */
const MAX_NAMED = 2;

/**
 * The landmarks of a face that stand off their places, region by region.
 *
 * @param z        how far out the face's worst landmark is among those of the set, see `deviations`
 * @param explained landmarks that another reason already speaks of
 */
export function misplacedReasons(evidence: PointEvidence, z: number, explained: readonly number[]): Reason[] {
  const { squares, residuals } = evidence;
  if (!residuals) return [];
  const probability = probabilityOf(z);
  const worst = Math.max(...Array.from(squares));
  if (!(worst > 0)) return [];
  const off = Array.from({ length: IBUG_68.count }, (_, i) => i).filter(
    (i) => squares[i] >= NEXT_WORST * worst && !explained.includes(i),
  );
  return REGION_IDS.flatMap((region): Reason[] => {
    const landmarks = regionIndices(IBUG_68, region).filter((i) => off.includes(i));
    return landmarks.length === 0 ? [] : [tell(evidence, landmarks, region, probability)];
  });
}

function tell(
  { residuals, gap }: PointEvidence,
  landmarks: readonly number[],
  region: string,
  probability: number,
): Reason {
  const byShape = landmarks.map((i) => residuals?.distances[i] ?? 0);
  const byModels = landmarks.map((i) => (gap ? Math.hypot(...gap.vectors[i]) : 0));
  const shapePx = Math.max(...byShape);
  const modelPx = Math.max(...byModels);
  const who =
    landmarks.length <= MAX_NAMED
      ? landmarks.map(pointName).join(' and ')
      : `${landmarks.length} points of the ${region.replace('-', ' ')}`;
  const is = landmarks.length === 1 ? 'is' : 'are';
  const tellModels = gap !== null && modelPx >= shapePx / 2;
  const models = gap?.models === 1 ? 'the model says' : `${gap?.models} models agree on`;
  const text = tellModels
    ? `${who} ${is} ${modelPx.toFixed(1)} px off what ${models}`
    : `${who} ${is} ${shapePx.toFixed(1)} px off where the other points put ${landmarks.length === 1 ? 'it' : 'them'}`;
  const target = tellModels ? gap.consensus : residuals?.expected;
  const repair: Repair | null = target ? { kind: 'move', landmarks, points: landmarks.map((i) => target[i]) } : null;
  return {
    kind: Math.max(shapePx, modelPx) > OFF_FACE_PX ? 'off-face' : 'misplaced-point',
    text,
    landmarks,
    probability,
    repair,
  };
}
