/** The round number (1, 2 or 5 times a power of ten) that divides a range into about `count` steps. */
export function niceStep(range: number, count: number): number {
  if (!(range > 0)) return 1;
  const raw = range / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= raw * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** 0, step, 2·step … up to and including max. */
export const ticksTo = (max: number, step: number): number[] =>
  Array.from({ length: Math.floor(max / step + 1e-9) + 1 }, (_, i) => Number((i * step).toPrecision(12)));

/** The next multiple of a round step. */
export function niceCeil(value: number, count = 8): number {
  const step = niceStep(value, count);
  return Number((Math.ceil(value / step - 1e-9) * step).toPrecision(12));
}

/** @param sorted rising; share 0–1. @returns the smallest value that at least this share does not exceed */
export const quantileOf = (sorted: ArrayLike<number>, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];

/** How many of the rising values are ≤ x. */
export function countUpTo(sorted: ArrayLike<number>, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface Bin {
  readonly from: number;
  /** Infinity: open at the end */
  readonly to: number;
  readonly count: number;
}

/** Counts in equal bins [from, to) from 0; everything from `max` on falls into one open bin at the end. */
export function binValues(values: ArrayLike<number>, binWidth: number, max: number): Bin[] {
  const closed = Math.round(max / binWidth);
  const counts = new Array<number>(closed + 1).fill(0);
  for (let i = 0; i < values.length; i++) counts[Math.min(closed, Math.max(0, Math.floor(values[i] / binWidth)))]++;
  return counts.map((count, i) => ({
    from: Number((i * binWidth).toPrecision(12)),
    to: i === closed ? Infinity : Number(((i + 1) * binWidth).toPrecision(12)),
    count,
  }));
}
