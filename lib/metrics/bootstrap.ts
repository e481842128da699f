import { createRandom } from '@/lib/random';
import type { Interval } from './share-interval';

/** How intervals are made; the same everywhere, so that a link shows the same ones each time. */
export const BOOTSTRAP = { level: 0.95, replicates: 1000, seed: 1 } as const;

export interface BootstrapOptions {
  readonly level?: number;
  readonly replicates?: number;
  readonly seed?: number;
  /** ends the work early */
  readonly signal?: AbortSignal;
}

type Column = ArrayLike<number>;

export interface BootstrapIntervals {
  /** of the mean of each column */
  readonly means: readonly Interval[];
  /** of the first column's population standard deviation and median */
  readonly std: Interval;
  readonly median: Interval;
}

/** Work between two pauses, ms: short enough that a page stays fluent. */
const SLICE_MS = 12;

/**
 * Percentile bootstrap over images: each replicate draws as many images as there are, with replacement, and every column
 * is totalled over the same draw.
 *
 * @param columns one number an image in each, all of one length; the first is the error
 * @throws RangeError for no images; the signal's reason once it is aborted
 */
export async function bootstrapIntervals(
  columns: readonly Column[],
  { level = BOOTSTRAP.level, replicates = BOOTSTRAP.replicates, seed = BOOTSTRAP.seed, signal }: BootstrapOptions = {},
): Promise<BootstrapIntervals> {
  const [errors] = columns;
  const count = requireImages(errors);
  const rising = risingOrder(errors);
  const means = columns.map(() => new Float64Array(replicates));
  const stds = new Float64Array(replicates);
  const medians = new Float64Array(replicates);
  await eachDraw(count, { replicates, seed, signal }, (draw, replicate) => {
    for (const [c, column] of columns.entries()) means[c][replicate] = drawnMean(column, draw);
    stds[replicate] = drawnStd(errors, draw, means[0][replicate]);
    medians[replicate] = drawnMedian(errors, rising, draw);
  });
  return {
    means: means.map((values) => percentiles(values, level)),
    std: percentiles(stds, level),
    median: percentiles(medians, level),
  };
}

export interface PairedDifference {
  /** mean of b − a over the common images */
  readonly difference: number;
  readonly interval: Interval;
  /** share of replicates in which b has the smaller mean, 0–1 */
  readonly shareBetter: number;
}

/**
 * Paired bootstrap of two models on the same images: images are drawn, not errors, so what makes an image hard for both
 * cancels out.
 *
 * @param a errors of one model, an image each
 * @param b of the other, in the same order of images
 */
export async function pairedBootstrap(
  a: Column,
  b: Column,
  { level = BOOTSTRAP.level, replicates = BOOTSTRAP.replicates, seed = BOOTSTRAP.seed, signal }: BootstrapOptions = {},
): Promise<PairedDifference> {
  const count = requireImages(a);
  if (b.length !== count) throw new RangeError(`pairedBootstrap: expected ${count} images, found ${b.length}`);
  const differences = Float64Array.from({ length: count }, (_, i) => b[i] - a[i]);
  const drawn = new Float64Array(replicates);
  await eachDraw(count, { replicates, seed, signal }, (draw, replicate) => {
    drawn[replicate] = drawnMean(differences, draw);
  });
  return {
    difference: differences.reduce((sum, value) => sum + value, 0) / count,
    interval: percentiles(drawn, level),
    shareBetter: drawn.reduce((wins, value) => wins + (value < 0 ? 1 : value === 0 ? 0.5 : 0), 0) / replicates,
  };
}

/** Calls `work` with how often each image was drawn, pausing now and then. */
async function eachDraw(
  count: number,
  { replicates, seed, signal }: { replicates: number; seed: number; signal?: AbortSignal },
  work: (draw: Uint16Array, replicate: number) => void,
): Promise<void> {
  const random = createRandom(seed);
  const draw = new Uint16Array(count);
  let since = performance.now();
  for (let replicate = 0; replicate < replicates; replicate++) {
    draw.fill(0);
    for (let i = 0; i < count; i++) draw[Math.floor(random.next() * count)]++;
    work(draw, replicate);
    if (performance.now() - since < SLICE_MS) continue;
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
    since = performance.now();
  }
}

/** Images without a number (NaN) are left out, as they are of the mean itself. */
function drawnMean(column: Column, draw: Uint16Array): number {
  let sum = 0;
  let known = draw.length;
  for (let i = 0; i < draw.length; i++) {
    const value = column[i];
    if (Number.isNaN(value)) known -= draw[i];
    else sum += draw[i] * value;
  }
  return sum / known;
}

function drawnStd(column: Column, draw: Uint16Array, mean: number): number {
  let squares = 0;
  for (let i = 0; i < draw.length; i++) squares += draw[i] * (column[i] - mean) ** 2;
  return Math.sqrt(squares / draw.length);
}

/** @param rising indices of the column in rising order */
function drawnMedian(column: Column, rising: Uint32Array, draw: Uint16Array): number {
  const half = draw.length / 2;
  let passed = 0;
  for (let k = 0; k < rising.length; k++) {
    passed += draw[rising[k]];
    if (passed > half) return column[rising[k]];
    if (passed === half) {
      let next = k + 1;
      while (draw[rising[next]] === 0) next++;
      return (column[rising[k]] + column[rising[next]]) / 2;
    }
  }
  throw new Error('drawnMedian: expected a draw of as many images as there are');
}

/**
 * Indices of the column in rising order of its values, equal ones in their own order; what is no number stands last.
 * The values are sorted natively and each index put where its value begins: several times faster than a sort that calls back.
 */
export function risingOrder(column: Column): Uint32Array {
  const values = Float64Array.from(column);
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) values[i] = Infinity;
  const sorted = values.slice().sort();
  const taken = new Uint32Array(values.length);
  const order = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < value) low = middle + 1;
      else high = middle;
    }
    order[low + taken[low]++] = i;
  }
  return order;
}

/** Percentiles between neighbours are interpolated (Hyndman & Fan's type 7, numpy's default). */
function percentiles(values: Float64Array, level: number): Interval {
  const sorted = values.slice().sort();
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const low = Math.floor(place);
    const high = Math.min(sorted.length - 1, low + 1);
    return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
  };
  return [at((1 - level) / 2), at((1 + level) / 2)];
}

function requireImages(column: Column): number {
  if (column.length === 0) throw new RangeError('bootstrap: expected at least one image, found 0');
  return column.length;
}
