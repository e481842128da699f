/** Arithmetic mean. @throws RangeError for no values: an empty set has no mean */
export function mean(values: readonly number[]): number {
  requireValues('mean', values);
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Population standard deviation (ddof = 0, numpy's default). @throws RangeError for no values */
export function standardDeviation(values: readonly number[]): number {
  const centre = mean(values);
  let sum = 0;
  for (const value of values) sum += (value - centre) ** 2;
  return Math.sqrt(sum / values.length);
}

/** Middle value; the mean of the two middle ones for an even count. @throws RangeError for no values */
export function median(values: readonly number[]): number {
  requireValues('median', values);
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function requireValues(what: string, values: readonly number[]): void {
  if (values.length === 0) throw new RangeError(`${what}: expected at least one value, found 0`);
}
