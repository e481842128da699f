import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupOf, holdOut } from '@/lib/datasets/split';

const sample = (name: string, ...keys: string[]) => ({ name, keys });

describe('grouping samples', () => {
  it('joins those that share a key, also by way of others', () => {
    const samples = [
      sample('a', 'photo 1'),
      sample('b', 'photo 2', 'person x'),
      sample('c', 'photo 3'),
      sample('d', 'person x', 'photo 1'),
    ];
    expect(groupOf(samples)).toEqual([0, 0, 2, 0]);
  });
});

describe('holding samples out', () => {
  const people = Array.from({ length: 40 }, (_, i) => sample(`frame ${i}`, `person ${i % 8}`));

  it('takes whole groups until there are enough', () => {
    const out = holdOut(people, 12);
    const taken = people.filter((_, i) => out[i]);
    expect(taken).toHaveLength(15);
    expect(new Set(taken.map(({ keys }) => keys[0])).size).toBe(3);
  });

  it('never parts a group, whatever the groups', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 2 }), { minLength: 14, maxLength: 60 }),
        (keys) => {
          const samples = keys.map((own, i) => sample(`s${i}`, ...own.map(String)));
          let out: readonly boolean[];
          try {
            out = holdOut(samples, 3);
          } catch {
            return; // all of them are one group
          }
          const inside = new Set(samples.flatMap((s, i) => (out[i] ? s.keys : [])));
          for (const [i, s] of samples.entries())
            if (!out[i]) expect(s.keys.some((key) => inside.has(key))).toBe(false);
          expect(out.filter(Boolean).length).toBeGreaterThanOrEqual(3);
        },
      ),
    );
  });

  it('depends on names, not on order', () => {
    const out = holdOut(people, 12);
    const turned = people.toReversed();
    // a group's name is that of its first sample, so groups of one are looked at
    const single = people.map(({ name }) => sample(name, name));
    const names = (list: typeof single, held: readonly boolean[]) => list.filter((_, i) => held[i]).map((s) => s.name);
    expect(names(single.toReversed(), holdOut(single.toReversed(), 9)).sort()).toEqual(
      names(single, holdOut(single, 9)).sort(),
    );
    expect(out).toHaveLength(turned.length);
  });

  it('refuses to hold everything out', () => {
    expect(() => holdOut([sample('a', 'x'), sample('b', 'x')], 1)).toThrow(
      'expected some of 2 samples to stay beside the 1 held out, found none',
    );
  });
});
