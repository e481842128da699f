import { toCrop } from '@/lib/image/crop';
import { distance } from '@/lib/landmarks/geometry';
import { errorFrame } from '@/lib/metrics/point-errors';
import { median } from '@/lib/metrics/statistics';
import type { ModelPredictions } from './prediction-gaps';
import { type PredictedPoints, presence, type QualityFace } from './quality-face';
import { type SideSwaps, sideSwapsOf } from './set-faults';

/** Answers that lie further off the middle label than this know nothing that a label could be held to, reference-crop px. */
const MAX_MEDIAN_PX = 8;

/** Whether a model's answers are fit to judge labels by. */
export interface ModelCredit {
  readonly model: string;
  /** faces it has an answer for */
  readonly faces: number;
  /** middle distance of answers from labels, reference-crop px; null without a face to measure */
  readonly medianPx: number | null;
  /** null: it is believed; else why not, in words */
  readonly objection: string | null;
  readonly sides: SideSwaps;
}

/**
 * A model that swaps sides or is far off everywhere would call every sound label wrong.
 *
 * @param known answers to be judged
 */
export function creditOf(faces: readonly QualityFace[], known: ModelPredictions): ModelCredit {
  const sides = sideSwapsOf(faces, known);
  const gaps = faces.flatMap((face) => {
    const answer = known.points.get(face.id);
    const gap = answer && gapOf(face, answer);
    return gap === undefined || gap === null ? [] : [gap];
  });
  const medianPx = gaps.length > 0 ? median(gaps) : null;
  const objection =
    sides.fault !== null
      ? 'it swaps left and right'
      : medianPx !== null && medianPx > MAX_MEDIAN_PX
        ? `its answers lie ${medianPx.toFixed(0)} px off the middle label`
        : null;
  return { model: known.model, faces: gaps.length, medianPx, objection, sides };
}

function gapOf({ annotation, image }: QualityFace, answer: PredictedPoints): number | null {
  const frame = errorFrame(annotation, image);
  const present = presence(annotation);
  const gaps = annotation.points.flatMap((point, i) =>
    frame && present[i] > 0 ? [distance(toCrop(frame, point), toCrop(frame, [answer[i][0], answer[i][1]]))] : [],
  );
  return gaps.length > 0 ? median(gaps) : null;
}
