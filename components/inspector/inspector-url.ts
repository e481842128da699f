/** What of the inspector stands in its address beside the gallery's query, which is carried along untouched. */
const OWN_KEYS = ['tab', 'point'] as const;
/** Words of a queue: which kind, when it was begun, how many it had. */
const QUEUE_KEYS = ['queue', 'since', 'of'] as const;

export const INSPECTOR_TABS = ['errors', '3d', 'history', 'info'] as const;
export type InspectorTab = (typeof INSPECTOR_TABS)[number];

export const tabOf = (params: URLSearchParams): InspectorTab =>
  INSPECTOR_TABS.find((tab) => tab === params.get('tab')) ?? 'errors';

export function pointOf(params: URLSearchParams): number | null {
  const point = params.get('point');
  return point !== null && /^\d{1,2}$/.test(point) ? Number(point) : null;
}

function without(params: URLSearchParams, keys: readonly string[]): URLSearchParams {
  const rest = new URLSearchParams(params);
  for (const key of keys) rest.delete(key);
  return rest;
}

const withQuery = (path: string, params: URLSearchParams): string => (params.size > 0 ? `${path}?${params}` : path);

export const galleryHref = (scope: string, params: URLSearchParams): string =>
  withQuery(`/datasets/${scope}`, without(params, [...OWN_KEYS, ...QUEUE_KEYS]));

/** Another sample in the same order; the point in hand belongs to the sample that is left. */
export const sampleHref = (scope: string, sampleId: string, params: URLSearchParams): string =>
  withQuery(`/datasets/${scope}/samples/${sampleId}`, without(params, ['point']));

/** Scope and sample of `/datasets/SCOPE/samples/SAMPLE`. */
export function placeOf(pathname: string): { readonly scope: string; readonly sampleId: string } | null {
  const match = /^\/datasets\/([^/]+)\/samples\/([^/]+)\/?$/.exec(pathname);
  return match && { scope: decodeURIComponent(match[1]), sampleId: decodeURIComponent(match[2]) };
}

/** Sets or takes away one word of the address that is shown, without a step for the Back button. */
export function replaceParam(params: URLSearchParams, key: string, value: string | null): void {
  const changed = new URLSearchParams(params);
  if (value === null) changed.delete(key);
  else changed.set(key, value);
  window.history.replaceState(null, '', changed.size > 0 ? `?${changed}` : window.location.pathname);
}
