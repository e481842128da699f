/** Arithmetic mean. @throws RangeError for no values: an empty set has no mean */
export function mean(values: ArrayLike<number>): number {
  requireValues('mean', values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** Population standard deviation (ddof = 0, numpy's default). @throws RangeError for no values */
export function standardDeviation(values: ArrayLike<number>): number {
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] - centre) ** 2;
  return Math.sqrt(sum / values.length);
}

/** Middle value; the mean of the two middle ones for an even count. @throws RangeError for no values */
export function median(values: ArrayLike<number>): number {
  requireValues('median', values);
  const sorted = (values instanceof Float64Array ? values.slice() : Float64Array.from(values)).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function requireValues(what: string, values: ArrayLike<number>): void {
  if (values.length === 0) throw new RangeError(`${what}: expected at least one value, found 0`);
}
