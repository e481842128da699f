import type { EvaluationReport, TotalIntervals } from '@/lib/contracts/evaluation';
import { BOOTSTRAP, type BootstrapOptions, bootstrapIntervals } from '@/lib/metrics/bootstrap';
import { type Interval, shareInterval } from '@/lib/metrics/share-interval';
import { areaOf, countBelow, countBeyond } from '@/lib/metrics/totals';
import type { ResultColumns } from './result-columns';
import { pick, type Rows, THRESHOLDS } from './totals';

/**
 * Bootstrap intervals of the totals of any images of a run. Means are drawn; shares (SR, FR) take the binomial that the
 * draw would follow.
 *
 * @throws RangeError for no images; the signal's reason once it is aborted
 */
export async function totalIntervals(
  { model, baseline }: ResultColumns,
  rows: Rows,
  withoutFace = 0,
  options: BootstrapOptions = {},
): Promise<TotalIntervals> {
  const level = options.level ?? BOOTSTRAP.level;
  const errors = pick(model.error, rows);
  const nmes = pick(model.nmeInterOcular, rows);
  const all = errors.length + withoutFace;
  // a face without an answer has no area: the mean over the others shrinks by their share
  const areas = Float64Array.from(nmes, (nme) => (100 * areaOf(nme, THRESHOLDS.aucPercent) * errors.length) / all);
  const drawn = await bootstrapIntervals(
    [
      errors,
      nmes,
      pick(model.nmeInterPupil, rows),
      pick(model.nmeBox, rows),
      pick(model.nmeDiagonal, rows),
      areas,
      pick(baseline.error, rows),
    ],
    options,
  );
  const [me, nmeInterOcular, nmeInterPupil, nmeBox, nmeDiagonal, auc8, meanShapeMe] = drawn.means;
  const share = (successes: number): Interval => shareInterval(successes, all, level);
  const [low, high] = share(countBeyond(nmes, THRESHOLDS.aucPercent) + withoutFace);
  return {
    level,
    replicates: options.replicates ?? BOOTSTRAP.replicates,
    seed: options.seed ?? BOOTSTRAP.seed,
    me,
    std: drawn.std,
    median: drawn.median,
    sr20: share(countBelow(errors, THRESHOLDS.sr[0])),
    sr10: share(countBelow(errors, THRESHOLDS.sr[1])),
    nmeInterOcular,
    nmeInterPupil: numbersOrNull(nmeInterPupil),
    nmeBox,
    nmeDiagonal: numbersOrNull(nmeDiagonal),
    auc8,
    fr8: [100 * low, 100 * high],
    meanShapeMe,
  };
}

/** A column without any number has no interval either. */
const numbersOrNull = (interval: Interval): Interval | null => (interval.some(Number.isNaN) ? null : interval);

export const withIntervals = async (report: EvaluationReport, columns: ResultColumns): Promise<EvaluationReport> => ({
  ...report,
  intervals: await totalIntervals(columns, null, report.card.withoutFace),
});
