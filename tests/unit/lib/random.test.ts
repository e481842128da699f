import { describe, expect, it } from 'vitest';
import { createRandom, hash32, randomFromState, shuffle } from '@/lib/random';

const draw = (seed: number, count: number) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

describe('createRandom', () => {
  it('draws the same numbers from the same seed and others from another', () => {
    expect(draw(7, 20)).toEqual(draw(7, 20));
    expect(draw(7, 20)).not.toEqual(draw(8, 20));
  });

  it('goes on from a stored state', () => {
    const random = createRandom(3);
    random.normal();
    const copy = randomFromState(random.state);
    expect([copy.next(), copy.integer(1000), copy.normal()]).toEqual([
      random.next(),
      random.integer(1000),
      random.normal(),
    ]);
  });

  it('forks by name without being moved', () => {
    const random = createRandom(5);
    const before = random.state;
    expect(random.fork('colour').next()).toBe(random.fork('colour').next());
    expect(random.fork('colour').next()).not.toBe(random.fork('shape').next());
    expect(random.state).toEqual(before);
  });

  it('keeps to its ranges and spreads evenly over them', () => {
    const random = createRandom(11);
    const counts = [0, 0, 0, 0];
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < 40_000; i++) {
      counts[random.integer(4)]++;
      const value = random.uniform(-2, 3);
      expect(value >= -2 && value < 3).toBe(true);
      const normal = random.normal();
      sum += normal;
      squares += normal * normal;
    }
    // 10,000 each; one standard deviation is 87
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
    expect(Math.abs(sum / 40_000)).toBeLessThan(0.02);
    expect(Math.abs(squares / 40_000 - 1)).toBeLessThan(0.03);
  });

  it('shuffles in place, losing nothing, the same way every time', () => {
    const values = Array.from({ length: 50 }, (_, i) => i);
    const shuffled = shuffle([...values], createRandom(2));
    expect(shuffled).not.toEqual(values);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(values);
    expect(shuffle([...values], createRandom(2))).toEqual(shuffled);
  });
});

describe('hash32', () => {
  it('is FNV-1a', () => {
    // test vectors of the FNV reference code
    expect(hash32('')).toBe(0x811c9dc5);
    expect(hash32('a')).toBe(0xe40c292c);
    expect(hash32('foobar')).toBe(0xbf9cf968);
  });
});
