import type { ImagePoint } from '@/lib/landmarks/geometry';
import { imagePoint } from '@/lib/landmarks/geometry';
import { sampleErrors } from '@/lib/metrics/point-errors';
import { mean } from '@/lib/metrics/statistics';
import type { ModelPredictions } from '../quality/prediction-gaps';
import type { QualityFace } from '../quality/quality-face';
import type { JawKind } from '../quality/synthetic-background';
import { JAW_COUNT, jawLens, throughLens } from './jaw-lens';

/** How much of a model's error on a set is another jaw convention. Errors in reference-crop px. */
export interface LensEffect {
  readonly model: string;
  /** the convention that the answers are taken to follow, and that of the labels */
  readonly from: JawKind;
  readonly to: JawKind;
  readonly faces: number;
  readonly jawPx: number;
  readonly allPx: number;
  /** with the answers' jaws mapped */
  readonly mappedJawPx: number;
  readonly mappedAllPx: number;
  /**
   * how much of the way, 0–1, brings the jaws nearest to the labels: near 1 the answers follow the other convention, near
   * 0 what they err by is something else
   */
  readonly bestShare: number;
  readonly bestJawPx: number;
}

const SHARES = Array.from({ length: 21 }, (_, i) => i / 20);

/** @param to convention of the labels. @returns null where no answer can be mapped */
export function lensEffect(
  faces: readonly QualityFace[],
  { model, points }: ModelPredictions,
  to: JawKind,
): LensEffect | null {
  const from = to === 'projected' ? 'outline' : 'projected';
  const lens = jawLens(from, to);
  const errors = faces.flatMap(({ id, annotation, image }) => {
    const answer = points.get(id)?.map(([x, y]) => imagePoint(x, y));
    const mapped = answer && throughLens(lens, answer);
    if (!answer || !mapped) return [];
    const own = SHARES.map((share) => sampleErrors(annotation, between(answer, mapped, share), image));
    return own.every((error) => error !== null && error.regions.jaw !== null)
      ? [own as NonNullable<(typeof own)[0]>[]]
      : [];
  });
  if (errors.length === 0) return null;
  const jawAt = (at: number) => mean(errors.map((own) => own[at].regions.jaw as number));
  const allAt = (at: number) => mean(errors.map((own) => own[at].error));
  const jaws = SHARES.map((_, at) => jawAt(at));
  const best = jaws.indexOf(Math.min(...jaws));
  const last = SHARES.length - 1;
  return {
    model,
    from,
    to,
    faces: errors.length,
    jawPx: jaws[0],
    allPx: allAt(0),
    mappedJawPx: jaws[last],
    mappedAllPx: allAt(last),
    bestShare: SHARES[best],
    bestJawPx: jaws[best],
  };
}

const between = (from: readonly ImagePoint[], to: readonly ImagePoint[], share: number): ImagePoint[] =>
  from.map((point, i) =>
    i < JAW_COUNT
      ? imagePoint(point[0] + share * (to[i][0] - point[0]), point[1] + share * (to[i][1] - point[1]))
      : point,
  );
