import {
  type Filters,
  NUMBER_DIMENSIONS,
  type NumberDimension,
  type Range,
  SORT_ORDERS,
  type SortOrder,
  WORD_DIMENSIONS,
} from './cross-filter';

/** What of a run's page stands in its address. */
export interface RunView {
  readonly filters: Filters;
  readonly sort: NumberDimension;
  readonly order: SortOrder;
  /** SR threshold, reference-crop px */
  readonly threshold: number;
}

export const USUAL_VIEW: RunView = { filters: { ranges: {}, words: {} }, sort: 'error', order: 'desc', threshold: 20 };

/** `5~20`, `5~` and `~20`: ends included, an end that is left out is open. */
const RANGE = /^(-?\d+(?:\.\d+)?)?~(-?\d+(?:\.\d+)?)?$/;

function parseRange(text: string | null): Range | null {
  const match = text === null ? null : RANGE.exec(text);
  if (!match || (match[1] === undefined && match[2] === undefined)) return null;
  return [match[1] === undefined ? -Infinity : Number(match[1]), match[2] === undefined ? Infinity : Number(match[2])];
}

const formatRange = ([low, high]: Range): string =>
  `${Number.isFinite(low) ? low : ''}~${Number.isFinite(high) ? high : ''}`;

/** The view that an address stands for; words in it that mean nothing are passed over, so that an old link still opens. */
export function parseRunView(params: URLSearchParams): RunView {
  const ranges = NUMBER_DIMENSIONS.flatMap((dimension) => {
    const range = parseRange(params.get(dimension));
    return range ? [[dimension, range] as const] : [];
  });
  const words = WORD_DIMENSIONS.flatMap((dimension) => {
    const list = params.getAll(dimension).filter(Boolean);
    return list.length > 0 ? [[dimension, list] as const] : [];
  });
  const threshold = Number(params.get('sr') ?? Number.NaN);
  return {
    filters: { ranges: Object.fromEntries(ranges), words: Object.fromEntries(words) },
    sort: NUMBER_DIMENSIONS.find((dimension) => dimension === params.get('sort')) ?? USUAL_VIEW.sort,
    order: SORT_ORDERS.find((order) => order === params.get('order')) ?? USUAL_VIEW.order,
    threshold: threshold > 0 && threshold <= 100 ? threshold : USUAL_VIEW.threshold,
  };
}

/** The inverse of parseRunView: what is as usual is left out. */
export function formatRunView({ filters, sort, order, threshold }: RunView): URLSearchParams {
  const params = new URLSearchParams();
  for (const dimension of NUMBER_DIMENSIONS) {
    const range = filters.ranges[dimension];
    if (range) params.set(dimension, formatRange(range));
  }
  for (const dimension of WORD_DIMENSIONS) {
    for (const word of filters.words[dimension] ?? []) params.append(dimension, word);
  }
  if (sort !== USUAL_VIEW.sort) params.set('sort', sort);
  if (order !== USUAL_VIEW.order) params.set('order', order);
  if (threshold !== USUAL_VIEW.threshold) params.set('sr', String(threshold));
  return params;
}
