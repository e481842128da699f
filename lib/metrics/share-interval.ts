/** [low, high] */
export type Interval = readonly [low: number, high: number];

/**
 * The bootstrap's percentile interval of a share, without drawing: of n images redrawn with replacement, the number that
 * succeed is binomial with n and the share itself, so the percentiles are those of that distribution.
 *
 * @param successes of `count` images
 * @param level     0.95: from the 2.5th to the 97.5th percentile
 * @returns shares 0–1
 * @throws RangeError for no images
 */
export function shareInterval(successes: number, count: number, level = 0.95): Interval {
  if (!(count > 0)) throw new RangeError('shareInterval: expected at least one image, found 0');
  const share = successes / count;
  if (share === 0 || share === 1) return [share, share];
  const tail = (1 - level) / 2;
  return [binomialQuantile(count, share, tail) / count, binomialQuantile(count, share, 1 - tail) / count];
}

/** The smallest k with P(X ≤ k) ≥ probability, X binomial. */
function binomialQuantile(n: number, p: number, probability: number): number {
  const mode = Math.floor((n + 1) * p);
  // sum down from the mode until nothing is left to add, for P(X ≤ mode); then walk to the percentile
  const peak = Math.exp(logChoose(n, mode) + mode * Math.log(p) + (n - mode) * Math.log1p(-p));
  const odds = p / (1 - p);
  let below = 0;
  let term = peak;
  for (let k = mode; k >= 0 && term > 1e-18 * peak; k--) {
    below += term;
    term *= k / ((n - k + 1) * odds);
  }
  let k = mode;
  term = peak;
  if (below >= probability) {
    while (k > 0 && below - term >= probability) {
      below -= term;
      term *= k / ((n - k + 1) * odds);
      k--;
    }
    return k;
  }
  while (k < n && below < probability) {
    term *= ((n - k) * odds) / (k + 1);
    k++;
    below += term;
  }
  return k;
}

const logChoose = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);

/** ln Γ(x) for x ≥ 1, to 1e-12 and better: small arguments are lifted to where Stirling's series is exact enough. */
function logGamma(x: number): number {
  let lifted = x;
  let shift = 0;
  while (lifted < 12) {
    shift += Math.log(lifted);
    lifted++;
  }
  const inverse = 1 / lifted;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)));
  return (lifted - 0.5) * Math.log(lifted) - lifted + 0.5 * Math.log(2 * Math.PI) + series - shift;
}
