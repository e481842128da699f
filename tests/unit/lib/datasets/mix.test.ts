import { describe, expect, it } from 'vitest';
import { mixSamples } from '@/lib/datasets/mix';
import { createRandom } from '@/lib/random';

const countOf = (entries: readonly { part: number }[], part: number) => entries.filter((e) => e.part === part).length;

describe('a training mix', () => {
  it('takes 60 % and 40 % of 50 images without repeating any of a set that is large enough', () => {
    const mix = mixSamples(
      [
        { size: 100, share: 0.6, repeat: 1 },
        { size: 45, share: 0.4, repeat: 1 },
      ],
      50,
      createRandom(3),
    );
    expect([countOf(mix, 0), countOf(mix, 1)]).toEqual([30, 20]);
    expect(new Set(mix.map(({ part, index }) => `${part} ${index}`)).size).toBe(50);
  });

  it('repeats a set that is smaller than its part evenly', () => {
    const mix = mixSamples(
      [
        { size: 7, share: 0.5, repeat: 1 },
        { size: 90, share: 0.5, repeat: 1 },
      ],
      40,
      createRandom(3),
    );
    const times = Array.from({ length: 7 }, (_, i) => mix.filter((e) => e.part === 0 && e.index === i).length);
    expect([...times].sort()).toEqual([2, 3, 3, 3, 3, 3, 3]);
  });

  it('repeats whole sets where no shares are given', () => {
    const mix = mixSamples(
      [
        { size: 3, share: null, repeat: 4 },
        { size: 5, share: null, repeat: 1 },
      ],
      null,
      createRandom(3),
    );
    expect([countOf(mix, 0), countOf(mix, 1)]).toEqual([12, 5]);
  });

  it('repeats a limited choice, and finds a smaller choice inside a larger one', () => {
    const chosen = (limit: number) => {
      const part = { size: 500, share: 1, repeat: 1, limit };
      return new Set(mixSamples([part], 60, createRandom(4)).map(({ index }) => index));
    };
    expect([chosen(20).size, chosen(50).size]).toEqual([20, 50]);
    expect([...chosen(20)].every((index) => chosen(50).has(index))).toBe(true);
  });

  it('chooses the same images for the same seed and others for another', () => {
    const draw = (seed: number) => mixSamples([{ size: 1000, share: 1, repeat: 1 }], 20, createRandom(seed));
    expect(draw(5)).toEqual(draw(5));
    expect(draw(6)).not.toEqual(draw(5));
  });

  it('refuses shares that do not add up, and empty sets', () => {
    const parts = (size: number, share: number | null) => [
      { size: 9, share: 0.7, repeat: 1 },
      { size, share, repeat: 1 },
    ];
    expect(() => mixSamples(parts(9, 0.2), null, createRandom(1))).toThrow('adding up to 1, found 0.8999');
    expect(() => mixSamples(parts(9, null), null, createRandom(1))).toThrow('expected a share for every set');
    expect(() => mixSamples(parts(0, 0.3), null, createRandom(1))).toThrow('found none in set 2');
  });
});
