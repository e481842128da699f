import { describe, expect, it } from 'vitest';
import { assignFolds } from '@/models/doctor/folds';

const sample = (name: string, ...keys: string[]) => ({ name, keys: [`photo ${name}`, ...keys] });

describe('assignFolds', () => {
  const samples = Array.from({ length: 40 }, (_, i) => sample(`face ${i}`, `person ${i % 13}`));

  it('keeps persons and photos whole and the folds of like size', () => {
    const folds = assignFolds(samples, 4);
    for (const [i, fold] of folds.entries()) expect(folds[i % 13]).toBe(fold);
    const sizes = [0, 1, 2, 3].map((fold) => folds.filter((own) => own === fold).length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(4);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(40);
  });

  it('gives the same folds again, whatever the order of the samples', () => {
    const folds = new Map(samples.map(({ name }, i) => [name, assignFolds(samples, 4)[i]]));
    const together = (a: string, b: string) => folds.get(a) === folds.get(b);
    const backwards = [...samples].reverse();
    const again = assignFolds(backwards, 4);
    for (const [i, { name }] of backwards.entries()) {
      for (const [j, other] of backwards.entries()) {
        if (name < other.name && together(name, other.name) !== (again[i] === again[j])) {
          throw new Error(`${name} and ${other.name} were parted differently`);
        }
      }
    }
  });

  it('wants as many photos or persons as folds', () => {
    const one = [sample('a', 'person x'), sample('b', 'person x')];
    expect(() => assignFolds(one, 2)).toThrow('folds: expected at least 2 photos or persons, found 1');
  });
});
