import type { ErrorTotals, NormalisedTotals, RegionTotals } from '@/lib/contracts/evaluation';
import { REGION_IDS } from '@/lib/landmarks/scheme';
import { mean, median, standardDeviation } from '@/lib/metrics/statistics';
import { areaUnderCurve, failureRate, successRate } from '@/lib/metrics/totals';
import { type ErrorColumns, regionColumn } from './result-columns';

/** SR thresholds in reference-crop px, AUC and FR limit in percent, PCK as shares of the interocular distance. */
export const THRESHOLDS = { sr: [20, 10], aucPercent: 8, pck: [0.05, 0.1] } as const;

/** Places in the columns; null: all of them. */
export type Rows = Uint32Array | null;

type Column = Float64Array | Float32Array | Uint8Array;

/** The column's numbers at these rows. */
export function pick(column: Column, rows: Rows): Column {
  if (!rows) return column;
  const chosen = new Float64Array(rows.length);
  for (let k = 0; k < rows.length; k++) chosen[k] = column[rows[k]];
  return chosen;
}

/** Mean over the rows that have a number; null where none has. */
export function meanOf(column: Column, rows: Rows): number | null {
  const count = rows?.length ?? column.length;
  let sum = 0;
  let known = 0;
  for (let k = 0; k < count; k++) {
    const value = column[rows ? rows[k] : k];
    if (Number.isNaN(value)) continue;
    sum += value;
    known++;
  }
  return known === 0 ? null : sum / known;
}

/**
 * Totals of any images of a run: the one place where they are made, for the report, the page's filters and comparisons.
 *
 * @param withoutFace labelled faces for which the model gave nothing: failures of SR, AUC and FR
 * @returns null for no images
 */
export function totalsOf(
  columns: ErrorColumns,
  rows: Rows,
  withoutFace = 0,
): (ErrorTotals & NormalisedTotals & { readonly images: number }) | null {
  const errors = pick(columns.error, rows);
  const nmes = pick(columns.nmeInterOcular, rows);
  if (errors.length === 0) return null;
  return {
    images: errors.length,
    me: mean(errors),
    std: standardDeviation(errors),
    median: median(errors),
    sr20: successRate(errors, THRESHOLDS.sr[0], withoutFace),
    sr10: successRate(errors, THRESHOLDS.sr[1], withoutFace),
    nmeInterOcular: mean(nmes),
    nmeInterPupil: meanOf(columns.nmeInterPupil, rows),
    nmeBox: mean(pick(columns.nmeBox, rows)),
    nmeDiagonal: meanOf(columns.nmeDiagonal, rows),
    auc8: areaUnderCurve(nmes, THRESHOLDS.aucPercent, withoutFace),
    fr8: failureRate(nmes, THRESHOLDS.aucPercent, withoutFace),
  };
}

export const regionTotals = (columns: ErrorColumns, rows: Rows): RegionTotals => ({
  regions: Object.fromEntries(REGION_IDS.map((region, r) => [region, meanOf(regionColumn(columns, r), rows)])),
  innerFace: meanOf(columns.innerFace, rows),
});
