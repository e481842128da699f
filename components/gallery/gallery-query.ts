import { type HistogramId, type SampleQuery, sampleQuerySchema } from '@/lib/contracts/sample';

/** The scope of a gallery over all datasets, where the address names a dataset otherwise. */
export const ALL_DATASETS = 'all';

export const DEFAULT_TILE_SIZE = 144;
export const TILE_SIZES = { min: 72, max: 320 } as const;

/** What the gallery shows: the query of the API, and how large. */
export interface GalleryView {
  readonly query: SampleQuery;
  /** width a tile has at least, px */
  readonly tileSize: number;
}

/**
 * The view that an address stands for. Words in it that mean nothing are passed over, so that an old link still opens.
 *
 * @param scope a dataset's id, or ALL_DATASETS
 * @param defaultModel the model to show errors of when the address names none
 */
export function parseView(scope: string, params: URLSearchParams, defaultModel: string | null): GalleryView {
  const given: Record<string, unknown> = Object.fromEntries(params);
  let parsed = sampleQuerySchema.safeParse(given);
  while (!parsed.success) {
    for (const { path } of parsed.error.issues) delete given[String(path[0])];
    parsed = sampleQuerySchema.safeParse(given);
  }
  const size = Number(params.get('size') ?? DEFAULT_TILE_SIZE);
  return {
    query: {
      ...parsed.data,
      dataset: scope === ALL_DATASETS ? parsed.data.dataset : [scope],
      model: parsed.data.model ?? defaultModel ?? undefined,
    },
    tileSize: Number.isFinite(size) ? Math.min(TILE_SIZES.max, Math.max(TILE_SIZES.min, size)) : DEFAULT_TILE_SIZE,
  };
}

/** The query as the API takes it; equal queries give equal text. */
export function apiParams(query: SampleQuery): URLSearchParams {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query).toSorted(([a], [b]) => a.localeCompare(b))) {
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) continue;
    params.set(key, String(value));
  }
  return params;
}

/** The address of a view: what is as usual is left out. */
export function viewParams(scope: string, { query, tileSize }: GalleryView): URLSearchParams {
  const params = apiParams(query);
  if (scope !== ALL_DATASETS) params.delete('dataset');
  if (query.crop === 'ground-truth') params.delete('crop');
  if (query.sort === 'name') params.delete('sort');
  if (tileSize !== DEFAULT_TILE_SIZE) params.set('size', String(tileSize));
  return params;
}

/** The gallery's address for a query as the API takes it: of one dataset in that set's gallery. */
export function filterHref(query: string): string {
  const params = new URLSearchParams(query);
  const datasets = params.get('dataset')?.split(',') ?? [];
  const scope = datasets.length === 1 ? datasets[0] : ALL_DATASETS;
  if (datasets.length === 1) params.delete('dataset');
  return `/datasets/${scope}${params.size > 0 ? `?${params}` : ''}`;
}

/** Everything that narrows the view, or shows predictions of other crops; the models and the order do not. */
export const NO_FILTERS = {
  dataset: undefined,
  split: undefined,
  kind: undefined,
  q: undefined,
  predicted: undefined,
  edited: undefined,
  labelled: undefined,
  review: undefined,
  verdict: undefined,
  tag: undefined,
  minError: undefined,
  maxError: undefined,
  minNme: undefined,
  maxNme: undefined,
  minYaw: undefined,
  maxYaw: undefined,
  minSize: undefined,
  maxSize: undefined,
  minRegion: undefined,
  maxRegion: undefined,
  minDisagreement: undefined,
  maxDisagreement: undefined,
  crop: 'ground-truth',
} as const satisfies Partial<SampleQuery>;

/** @param scope whose own dataset is no filter */
export const isFiltered = (scope: string, query: SampleQuery): boolean =>
  Object.entries(NO_FILTERS).some(
    ([key, none]) => (key !== 'dataset' || scope === ALL_DATASETS) && query[key as keyof typeof NO_FILTERS] !== none,
  );

/** The ranges that a histogram brushes, by the words of the query. */
export const RANGE_KEYS = {
  error: ['minError', 'maxError'],
  nme: ['minNme', 'maxNme'],
  yaw: ['minYaw', 'maxYaw'],
  size: ['minSize', 'maxSize'],
  region: ['minRegion', 'maxRegion'],
  disagreement: ['minDisagreement', 'maxDisagreement'],
} as const satisfies Record<HistogramId, readonly [keyof SampleQuery, keyof SampleQuery]>;

/** Which samples, whatever their order: a selection holds as long as this does. */
export const matchKey = ({ sort: _sort, order: _order, ...which }: SampleQuery): string =>
  apiParams({ ...which, sort: 'name' }).toString();

/** The list with the value added, or taken out if it stands there; undefined when nothing is left. */
export function toggled<T>(list: readonly T[] | undefined, value: T): T[] | undefined {
  const rest = (list ?? []).filter((item) => item !== value);
  if (rest.length === (list ?? []).length) rest.push(value);
  return rest.length > 0 ? rest : undefined;
}
