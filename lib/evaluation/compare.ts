import type { ComparedPair, ComparedRun, Comparison } from '@/lib/contracts/comparison';
import type { EvaluationReport } from '@/lib/contracts/evaluation';
import { pairedBootstrap } from '@/lib/metrics/bootstrap';
import { cardDifferences } from './card-differences';
import { totalIntervals } from './intervals';
import { landmarkTotals } from './landmark-totals';
import type { ResultColumns } from './result-columns';
import { pick, regionTotals, totalsOf } from './totals';

/** A run with everything that was kept of it. */
export interface RunResults
  extends Pick<ComparedRun, 'id' | 'modelId' | 'modelTitle' | 'createdAt' | 'parameters' | 'weightBytes'> {
  readonly report: EvaluationReport;
  readonly columns: ResultColumns;
  /** null for a run from before they were kept */
  readonly offsets: Float32Array | null;
}

/** Less than a labeller's own hand moves: such a difference on one image is no win. Reference-crop px. */
export const TIE_PX = 0.1;

/** For each run the places of the images that every run has, in the order of the first run. */
export function commonRows(runs: readonly Pick<ResultColumns, 'ids'>[]): Uint32Array[] {
  const places = runs.map(({ ids }) => new Map(ids.map((id, row) => [id, row])));
  const common = runs[0].ids.filter((id) => places.every((place) => place.has(id)));
  return places.map((place) => Uint32Array.from(common, (id) => place.get(id) as number));
}

/**
 * Runs side by side over the images they share. A face for which one model gave nothing is no common image: how many
 * there are stands in the metric cards, and a difference among the cards' facts.
 *
 * @param runs at least two; the first is what the others are measured against
 */
export async function compareRuns(runs: readonly RunResults[]): Promise<Comparison> {
  const rows = commonRows(runs.map(({ columns }) => columns));
  const [first] = runs;
  const common = rows[0].length;
  const compared: ComparedRun[] = [];
  for (const [r, { report, columns, offsets: _offsets, ...run }] of runs.entries()) {
    const totals = totalsOf(columns.model, rows[r]);
    compared.push({
      ...run,
      card: report.card,
      own: ownTotals(report),
      totals: totals && { ...totals, ...regionTotals(columns.model, rows[r]) },
      intervals: totals && (await totalIntervals(columns, rows[r])),
      msPerFace: report.msPerFace,
      beatsMeanShape: report.me < report.meanShape.me,
    });
  }
  const pairs: ComparedPair[] = [];
  if (common > 0) {
    for (const [r, run] of runs.entries()) if (r > 0) pairs.push(await comparePair(first, rows[0], run, rows[r]));
  }
  const constant = totalsOf(first.columns.baseline, rows[0]);
  return {
    runs: compared,
    pairs,
    common,
    labelsDiffer: labelsDiffer(runs, rows),
    tiePx: TIE_PX,
    meanShape: constant && { ...constant, ...regionTotals(first.columns.baseline, rows[0]) },
    differences: cardDifferences(runs.map(({ report }) => report.card)),
  };
}

function ownTotals({ images, me, std, median, sr20, sr10, nmeInterOcular, auc8, meanShape }: EvaluationReport) {
  return { images, me, std, median, sr20, sr10, nmeInterOcular, auc8, meanShape };
}

async function comparePair(
  a: RunResults,
  rowsA: Uint32Array,
  b: RunResults,
  rowsB: Uint32Array,
): Promise<ComparedPair> {
  const errorsA = pick(a.columns.model.error, rowsA);
  const errorsB = pick(b.columns.model.error, rowsB);
  let [wins, losses] = [0, 0];
  for (let k = 0; k < errorsA.length; k++) {
    const change = errorsB[k] - errorsA[k];
    if (change < -TIE_PX) wins++;
    else if (change > TIE_PX) losses++;
  }
  return {
    id: b.id,
    ...(await pairedBootstrap(errorsA, errorsB)),
    wins,
    ties: errorsA.length - wins - losses,
    losses,
    landmarks: a.offsets && b.offsets && landmarkChange(a.offsets, rowsA, b.offsets, rowsB),
  };
}

function landmarkChange(a: Float32Array, rowsA: Uint32Array, b: Float32Array, rowsB: Uint32Array): (number | null)[] {
  const before = landmarkTotals(a, rowsA).error;
  return landmarkTotals(b, rowsB).error.map((after, i) => {
    const known = before[i];
    return after === null || known === null ? null : after - known;
  });
}

/** Images whose labels were not the same version in every run. */
function labelsDiffer(runs: readonly RunResults[], rows: readonly Uint32Array[]): number {
  let count = 0;
  for (let k = 0; k < rows[0].length; k++) {
    const revision = runs[0].columns.revision[rows[0][k]];
    if (runs.some(({ columns }, r) => columns.revision[rows[r][k]] !== revision)) count++;
  }
  return count;
}
