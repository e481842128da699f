/** The form for a new evaluation, filled in. One chosen split is taken over; none or several mean all. */
export function evaluateHref(datasetId: string, modelId: string, splits: readonly string[] | undefined): string {
  const params = new URLSearchParams({ new: '1', dataset: datasetId, model: modelId });
  params.set('split', splits?.length === 1 ? splits[0] : 'all');
  return `/evaluations?${params}`;
}
