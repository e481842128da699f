import { REGION_IDS, type RegionId } from '@/lib/landmarks/scheme';
import { risingOrder } from '@/lib/metrics/bootstrap';
import { type ResultColumns, regionColumn } from './result-columns';

/** What images can be narrowed and sorted by, as a number. */
export const NUMBER_DIMENSIONS = ['error', 'nme', 'yaw', 'depth', 'inner-face', ...REGION_IDS] as const;
export type NumberDimension = 'error' | 'nme' | 'yaw' | 'depth' | 'inner-face' | RegionId;

/** What images can be narrowed by, as a word. */
export const WORD_DIMENSIONS = ['split', 'review', 'tag', 'labels', 'group'] as const;
export type WordDimension = (typeof WORD_DIMENSIONS)[number];
export type Dimension = NumberDimension | WordDimension;

/** The words of each image: those of image i are words[codes[starts[i]]] … words[codes[starts[i + 1] − 1]]. */
export interface WordColumn {
  readonly words: readonly string[];
  readonly starts: Uint32Array;
  readonly codes: Uint16Array;
}

export interface FilterData {
  readonly columns: ResultColumns;
  readonly words: Readonly<Partial<Record<WordDimension, WordColumn>>>;
}

/** Ends included. An image without the number does not match. */
export type Range = readonly [low: number, high: number];

export interface Filters {
  readonly ranges: Readonly<Partial<Record<NumberDimension, Range>>>;
  /** an image matches with any of the words; of tags it must have all */
  readonly words: Readonly<Partial<Record<WordDimension, readonly string[]>>>;
}

export const NO_FILTERS: Filters = { ranges: {}, words: {} };

const DIMENSIONS: readonly Dimension[] = [...NUMBER_DIMENSIONS, ...WORD_DIMENSIONS];
const bitOf = (dimension: Dimension): number => 1 << DIMENSIONS.indexOf(dimension);

/** Sizes of head turns, made once a run. */
const turns = new WeakMap<ResultColumns, Float32Array>();

function turnsOf(columns: ResultColumns): Float32Array {
  const known = turns.get(columns) ?? columns.yawDeg.map(Math.abs);
  turns.set(columns, known);
  return known;
}

/** `yaw` is its size in degrees, whichever way the head turns. */
export function numberColumn(columns: ResultColumns, dimension: NumberDimension): Float64Array | Float32Array {
  const { model, depth } = columns;
  switch (dimension) {
    case 'error':
      return model.error;
    case 'nme':
      return model.nmeInterOcular;
    case 'yaw':
      return turnsOf(columns);
    case 'depth':
      return depth;
    case 'inner-face':
      return model.innerFace;
    default:
      return regionColumn(model, REGION_IDS.indexOf(dimension));
  }
}

export function wordColumn(values: readonly (readonly string[])[]): WordColumn {
  const words = [...new Set(values.flat())].sort();
  const codeOf = new Map(words.map((word, code) => [word, code]));
  const starts = new Uint32Array(values.length + 1);
  values.forEach((list, i) => {
    starts[i + 1] = starts[i] + list.length;
  });
  const codes = Uint16Array.from(values.flatMap((list) => list.map((word) => codeOf.get(word) as number)));
  return { words, starts, codes };
}

/** For each image, one bit a filter that it does not pass. */
export type Refusals = Uint32Array;

export function refusalsOf({ columns, words }: FilterData, filters: Filters): Refusals {
  const refusals = new Uint32Array(columns.count);
  for (const dimension of NUMBER_DIMENSIONS) {
    const range = filters.ranges[dimension];
    if (!range) continue;
    const column = numberColumn(columns, dimension);
    const bit = bitOf(dimension);
    const [low, high] = range;
    for (let i = 0; i < column.length; i++) if (!(column[i] >= low && column[i] <= high)) refusals[i] |= bit;
  }
  for (const dimension of WORD_DIMENSIONS) {
    const chosen = filters.words[dimension];
    const column = words[dimension];
    if (!chosen || !column) continue;
    const bit = bitOf(dimension);
    const wanted = dimension === 'tag' ? chosen.length : 1;
    const isChosen = Uint8Array.from(column.words, (word) => Number(chosen.includes(word)));
    for (let i = 0; i < columns.count; i++) {
      let matches = 0;
      for (let k = column.starts[i]; k < column.starts[i + 1]; k++) matches += isChosen[column.codes[k]];
      if (matches < wanted) refusals[i] |= bit;
    }
  }
  return refusals;
}

/**
 * Images that pass every filter, but for one whose own choice is left out: a chart of a dimension shows what choosing
 * differently would give.
 */
export function rowsPassing(refusals: Refusals, but?: Dimension): Uint32Array {
  const asked = but ? ~bitOf(but) : ~0;
  const rows = new Uint32Array(refusals.length);
  let count = 0;
  for (let i = 0; i < refusals.length; i++) if ((refusals[i] & asked) === 0) rows[count++] = i;
  return rows.subarray(0, count);
}

/** How many of the rows have each word. */
export function wordCounts({ words, starts, codes }: WordColumn, rows: Uint32Array): { word: string; count: number }[] {
  const counts = new Uint32Array(words.length);
  for (const row of rows) for (let k = starts[row]; k < starts[row + 1]; k++) counts[codes[k]]++;
  return words.map((word, code) => ({ word, count: counts[code] }));
}

/** Rising orders, made once and kept as long as the columns. */
const orders = new WeakMap<ResultColumns, Map<NumberDimension, Uint32Array>>();

/** Images without the number stand last. */
function orderBy(columns: ResultColumns, dimension: NumberDimension): Uint32Array {
  const known = orders.get(columns) ?? new Map<NumberDimension, Uint32Array>();
  orders.set(columns, known);
  let order = known.get(dimension);
  if (!order) {
    order = risingOrder(numberColumn(columns, dimension));
    known.set(dimension, order);
  }
  return order;
}

/** `median`: from the middle outwards, the most usual first. */
export const SORT_ORDERS = ['desc', 'median', 'asc'] as const;
export type SortOrder = (typeof SORT_ORDERS)[number];

/**
 * The images that pass, in order of a number; images without it come last in any order.
 *
 * @param refusals whose images are meant
 */
export function sortedRows(
  { columns }: FilterData,
  refusals: Refusals,
  dimension: NumberDimension,
  direction: SortOrder,
): Uint32Array {
  const column = numberColumn(columns, dimension);
  const order = orderBy(columns, dimension);
  let known = order.length;
  while (known > 0 && Number.isNaN(column[order[known - 1]])) known--;
  const rows = new Uint32Array(columns.count);
  let count = 0;
  for (let k = 0; k < order.length; k++) {
    const row = k >= known || direction !== 'desc' ? order[k] : order[known - 1 - k];
    if (refusals[row] === 0) rows[count++] = row;
  }
  const found = rows.subarray(0, count);
  return direction === 'median' ? fromTheMiddle(found) : found;
}

/** The middle one, then its neighbours on either side by turns. */
function fromTheMiddle(rising: Uint32Array): Uint32Array {
  const middle = (rising.length - 1) >> 1;
  return Uint32Array.from(rising, (_, k) => {
    const step = (k + 1) >> 1;
    const place = k % 2 === 1 ? middle + step : middle - step;
    return rising[place];
  });
}
