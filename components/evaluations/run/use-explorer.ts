import { useMemo } from 'react';
import {
  type FilterData,
  refusalsOf,
  rowsPassing,
  sortedRows,
  type WordColumn,
  wordColumn,
} from '@/lib/evaluation/cross-filter';
import { type FailureGroup, failureGroups } from '@/lib/evaluation/failure-groups';
import type { RunView } from '@/lib/evaluation/filter-address';
import { risingOrder } from '@/lib/metrics/bootstrap';

/** A run as its page works with it. */
export interface Explorer {
  readonly data: FilterData;
  readonly groups: readonly FailureGroup[];
  readonly refusals: Uint32Array;
  /** images that pass every filter, in the run's order */
  readonly rows: Uint32Array;
  /** the same in the order of the view */
  readonly sorted: Uint32Array;
  readonly isFiltered: boolean;
}

/** The worst part of a run that failures are looked for in. */
const WORST_SHARE = 0.2;
const LEAST_WORST = 40;

export function useExplorer(data: FilterData, view: RunView): Explorer {
  const groups = useMemo(() => groupsOf(data), [data]);
  const whole = useMemo(() => withGroups(data, groups), [data, groups]);
  const refusals = useMemo(() => refusalsOf(whole, view.filters), [whole, view.filters]);
  const rows = useMemo(() => rowsPassing(refusals), [refusals]);
  const sorted = useMemo(
    () => sortedRows(whole, refusals, view.sort, view.order),
    [whole, refusals, view.sort, view.order],
  );
  return { data: whole, groups, refusals, rows, sorted, isFiltered: rows.length < data.columns.count };
}

function groupsOf({ columns }: FilterData): FailureGroup[] {
  const worst = risingOrder(columns.model.error).reverse();
  const looked = Math.max(Math.min(LEAST_WORST, columns.count / 2), WORST_SHARE * columns.count);
  return failureGroups(columns, worst.subarray(0, Math.ceil(looked)));
}

function withGroups(data: FilterData, groups: readonly FailureGroup[]): FilterData {
  const names: string[][] = Array.from({ length: data.columns.count }, () => []);
  for (const { name, rows } of groups) for (const row of rows) names[row].push(name);
  const group: WordColumn = wordColumn(names);
  return { columns: data.columns, words: { ...data.words, group } };
}
