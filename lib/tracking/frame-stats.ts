/** The last so many values of a measurement, for their middle and their slow end. */
export class RecentValues {
  private readonly values: Float64Array;
  private count = 0;

  constructor(length: number) {
    this.values = new Float64Array(length);
  }

  add(value: number): void {
    this.values[this.count++ % this.values.length] = value;
  }

  clear(): void {
    this.count = 0;
  }

  /**
   * The value that so large a share of them does not exceed (nearest rank).
   *
   * @param share 0.5 for the median
   * @returns null before the first value
   */
  quantile(share: number): number | null {
    const known = this.values.slice(0, this.count).sort();
    return known.length === 0 ? null : known[Math.max(0, Math.ceil(share * known.length) - 1)];
  }
}
