/** What of the inspector stands in its address beside the gallery's query, which is carried along untouched. */
const OWN_KEYS = ['tab', 'point', 'run'] as const;

export const INSPECTOR_TABS = ['errors', '3d', 'history', 'info'] as const;
export type InspectorTab = (typeof INSPECTOR_TABS)[number];

export const tabOf = (params: URLSearchParams): InspectorTab =>
  INSPECTOR_TABS.find((tab) => tab === params.get('tab')) ?? 'errors';

export function pointOf(params: URLSearchParams): number | null {
  const point = params.get('point');
  return point !== null && /^\d{1,2}$/.test(point) ? Number(point) : null;
}

/** The evaluation that the image was opened from. */
export const runOf = (params: URLSearchParams): string | null => params.get('run');

function without(params: URLSearchParams, keys: readonly string[]): URLSearchParams {
  const rest = new URLSearchParams(params);
  for (const key of keys) rest.delete(key);
  return rest;
}

const withQuery = (path: string, params: URLSearchParams): string => (params.size > 0 ? `${path}?${params}` : path);

export const galleryHref = (scope: string, params: URLSearchParams): string =>
  withQuery(`/datasets/${scope}`, without(params, OWN_KEYS));

/** Another sample in the same order; the point in hand belongs to the sample that is left. */
export const sampleHref = (scope: string, sampleId: string, params: URLSearchParams): string =>
  withQuery(`/datasets/${scope}/samples/${sampleId}`, without(params, ['point']));

/** Scope and sample of `/datasets/SCOPE/samples/SAMPLE`. */
export function placeOf(pathname: string): { readonly scope: string; readonly sampleId: string } | null {
  const match = /^\/datasets\/([^/]+)\/samples\/([^/]+)\/?$/.exec(pathname);
  return match && { scope: decodeURIComponent(match[1]), sampleId: decodeURIComponent(match[2]) };
}
