import type { SampleQuery } from '@/lib/contracts/sample';
import { apiParams } from './gallery-query';

/** What the form asks for by itself, or what only orders the gallery. */
const NO_FILTER = new Set(['dataset', 'split', 'model', 'crop', 'sort', 'order']);

/**
 * The form for a new evaluation, filled in. One chosen split is taken over; none or several mean all. Whatever else narrows
 * the gallery goes along as a filter.
 */
export function evaluateHref(datasetId: string, modelId: string, query: SampleQuery): string {
  const params = new URLSearchParams({ new: '1', dataset: datasetId, model: modelId });
  params.set('split', query.split?.length === 1 ? query.split[0] : 'all');
  const filter = apiParams(query);
  for (const key of ['dataset', 'sort', 'order']) filter.delete(key);
  const isFiltered = [...filter.keys()].some((key) => !NO_FILTER.has(key)) || (query.split?.length ?? 0) > 1;
  if (isFiltered) params.set('filter', `dataset=${datasetId}&${filter}`);
  return `/evaluations?${params}`;
}
