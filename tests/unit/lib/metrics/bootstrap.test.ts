import { describe, expect, it } from 'vitest';
import { bootstrapIntervals, pairedBootstrap, risingOrder } from '@/lib/metrics/bootstrap';
import { shareInterval } from '@/lib/metrics/share-interval';
import { createRandom } from '@/lib/random';

const normals = (count: number, centre: number, spread: number, seed: number): Float64Array => {
  const random = createRandom(seed);
  return Float64Array.from({ length: count }, () => centre + spread * random.normal());
};

describe('bootstrap intervals', () => {
  it('of a mean are about ± 1.96 standard errors wide', async () => {
    const values = normals(400, 10, 3, 7);
    const { means, std, median } = await bootstrapIntervals([values]);
    const mean = values.reduce((sum, v) => sum + v, 0) / 400;
    const spread = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 400);
    const half = (1.96 * spread) / 20;
    expect(means[0][0]).toBeCloseTo(mean - half, 1);
    expect(means[0][1]).toBeCloseTo(mean + half, 1);
    expect(std[0]).toBeLessThan(spread);
    expect(std[1]).toBeGreaterThan(spread);
    // a median scatters more than a mean: by √(π/2) for a normal
    expect(median[1] - median[0]).toBeGreaterThan(means[0][1] - means[0][0]);
  });

  it('are the same each time, and others for another seed', async () => {
    const values = normals(50, 5, 2, 1);
    const first = await bootstrapIntervals([values]);
    expect(await bootstrapIntervals([values])).toEqual(first);
    expect(await bootstrapIntervals([values], { seed: 2 })).not.toEqual(first);
  });

  it('draw every column alike: one that is twice another has twice its interval', async () => {
    const values = normals(60, 5, 2, 3);
    const { means } = await bootstrapIntervals([values, values.map((v) => 2 * v)]);
    expect(means[1][0]).toBeCloseTo(2 * means[0][0], 10);
    expect(means[1][1]).toBeCloseTo(2 * means[0][1], 10);
  });

  it('of one and the same value are that value', async () => {
    const { means, std, median } = await bootstrapIntervals([[4, 4, 4]]);
    expect([means[0], std, median]).toEqual([
      [4, 4],
      [0, 0],
      [4, 4],
    ]);
  });

  it('leave out images without a number', async () => {
    const { means } = await bootstrapIntervals(
      [
        [3, 3, 3],
        [7, Number.NaN, 7],
      ],
      { replicates: 200 },
    );
    // a draw of the second image alone has no mean: one in 27
    expect(means[1].filter((end) => !Number.isNaN(end)).every((end) => end === 7)).toBe(true);
  });

  it('take the median of a draw of even size between two values', async () => {
    const { median } = await bootstrapIntervals([[1, 5]], { replicates: 400 });
    // draws are 1 1, 1 5, 5 1, 5 5
    expect(median).toEqual([1, 5]);
  });

  it('end when they are told to', async () => {
    const work = bootstrapIntervals([normals(20_000, 1, 1, 1)], { signal: AbortSignal.abort(new Error('enough')) });
    await expect(work).rejects.toThrow('enough');
  });

  it('need an image', async () => {
    await expect(bootstrapIntervals([[]])).rejects.toThrow('bootstrap: expected at least one image, found 0');
  });
});

describe('the paired bootstrap', () => {
  it('finds a small difference that the spread of images would hide', async () => {
    const hard = normals(300, 20, 8, 5);
    const easier = hard.map((error, i) => error - 0.3 + 0.2 * (i % 3));
    const { difference, interval, shareBetter } = await pairedBootstrap(hard, easier);
    expect(difference).toBeCloseTo(-0.1, 9);
    expect(interval[0]).toBeGreaterThan(-0.13);
    expect(interval[1]).toBeLessThan(-0.07);
    expect(shareBetter).toBe(1);
    // unpaired, the intervals of the two means overlap widely
    const [a, b] = (await bootstrapIntervals([hard, easier])).means;
    expect(b[1]).toBeGreaterThan(a[0]);
  });

  it('says half for two that are the same', async () => {
    expect(await pairedBootstrap([3, 9, 4], [3, 9, 4])).toEqual({ difference: 0, interval: [0, 0], shareBetter: 0.5 });
  });

  it('needs the same images', async () => {
    await expect(pairedBootstrap([1, 2], [1])).rejects.toThrow('pairedBootstrap: expected 2 images, found 1');
  });
});

describe('the interval of a share', () => {
  it('is that of the binomial: 0.41 of 300 images is ± 5.6 points', () => {
    // METRICS "Sampling error"
    const [low, high] = shareInterval(123, 300);
    expect(low).toBeCloseTo(0.41 - 0.0557, 2);
    expect(high).toBeCloseTo(0.41 + 0.0557, 2);
    // P(X ≤ 3) of ten fair coins is 17.2 %, P(X ≤ 2) 5.5 %, P(X ≤ 1) 1.07 %: the 2.5th percentile is 2, the 97.5th 8
    expect(shareInterval(5, 10)).toEqual([0.2, 0.8]);
  });

  it('has no width where every image is alike', () => {
    expect(shareInterval(0, 12)).toEqual([0, 0]);
    expect(shareInterval(12, 12)).toEqual([1, 1]);
    expect(() => shareInterval(0, 0)).toThrow(RangeError);
  });

  it('agrees with drawing', async () => {
    const successes = Float64Array.from({ length: 80 }, (_, i) => Number(i < 20));
    const [drawn] = (await bootstrapIntervals([successes], { replicates: 4000 })).means;
    const [low, high] = shareInterval(20, 80);
    expect(Math.abs(low - drawn[0])).toBeLessThanOrEqual(1 / 80);
    expect(Math.abs(high - drawn[1])).toBeLessThanOrEqual(1 / 80);
  });

  it('is right for many images and a rare success', () => {
    // n = 50,000, p = 0.0002: Poisson of mean 10 has its 2.5th and 97.5th percentiles at 4 and 17
    expect(shareInterval(10, 50_000).map((share) => share * 50_000)).toEqual([4, 17]);
  });
});

describe('the rising order', () => {
  it('is that of a stable sort, equal values in their own order and what is no number last', () => {
    const random = createRandom(9);
    const values = Array.from({ length: 500 }, () => random.integer(40) - 20);
    const expected = Array.from(values.keys()).sort((i, j) => values[i] - values[j]);
    expect([...risingOrder(values)]).toEqual(expected);
    expect([...risingOrder([3, Number.NaN, -0, 0, 1e308, Number.NaN])]).toEqual([2, 3, 0, 4, 1, 5]);
    expect(risingOrder([])).toHaveLength(0);
  });
});
