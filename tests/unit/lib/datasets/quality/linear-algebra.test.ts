import { describe, expect, it } from 'vitest';
import { cheapestAssignment } from '@/lib/datasets/quality/assignment';
import { cholesky, invertPositiveDefinite, solveCholesky, symmetricEigen } from '@/lib/datasets/quality/linear-algebra';
import { alignSimilarity, applySimilarity, invertSimilarity } from '@/lib/datasets/quality/similarity';

describe('linear algebra', () => {
  // L = [2 0; 3 5], so A = [4 6; 6 34]
  const a = Float64Array.of(4, 6, 6, 34);

  it('splits a positive definite matrix into its triangle and solves with it', () => {
    expect([...cholesky(a, 2)]).toEqual([2, 0, 3, 5]);
    // A·(1, 2) = (16, 74)
    expect([...solveCholesky(cholesky(a, 2), 2, [16, 74])]).toEqual([1, 2]);
  });

  it('inverts: det = 100, so the inverse is [0.34 −0.06; −0.06 0.04]', () => {
    const inverse = invertPositiveDefinite(a, 2);
    for (const [k, value] of [0.34, -0.06, -0.06, 0.04].entries()) expect(inverse[k]).toBeCloseTo(value, 12);
  });

  it('refuses a matrix that is not positive definite', () => {
    expect(() => cholesky(Float64Array.of(1, 2, 2, 1), 2)).toThrow('expected a positive definite matrix');
  });

  it('finds eigenvalues falling, with unit vectors', () => {
    // [5 2; 2 2]: 6 along (2, 1)/√5, 1 along (1, −2)/√5
    const { values, vectors } = symmetricEigen(Float64Array.of(5, 2, 2, 2), 2);
    expect(values[0]).toBeCloseTo(6, 12);
    expect(values[1]).toBeCloseTo(1, 12);
    expect(vectors[0][0] / vectors[0][1]).toBeCloseTo(2, 12);
    expect(Math.hypot(...vectors[1])).toBeCloseTo(1, 12);
  });
});

describe('cheapestAssignment', () => {
  it('gives up a row’s best column where that is cheaper in all', () => {
    // greedy takes 1 + 9 + 2 = 12; the best is 2 + 3 + 2 = 7
    expect(cheapestAssignment([1, 2, 8, 3, 9, 7, 6, 5, 2], 3)).toEqual([1, 0, 2]);
  });
});

describe('alignSimilarity', () => {
  const shape = Float64Array.of(0, 0, 4, 0, 4, 2);

  it('finds turn, scale and shift, and leaves out what weighs nothing', () => {
    // a quarter turn, twice the size, moved by (10, 20): (x, y) → (10 − 2y, 20 + 2x)
    const moved = Float64Array.of(10, 20, 10, 28, 6, 28, 999, 999);
    const found = alignSimilarity(Float64Array.of(...shape, 1, 1), moved, [1, 1, 1, 0]);
    expect(found?.a).toBeCloseTo(0, 12);
    expect(found?.b).toBeCloseTo(2, 12);
    expect([found?.tx, found?.ty]).toEqual([10, 20]);
  });

  it('is undone by its inverse', () => {
    const map = { a: 0.5, b: -1.5, tx: 3, ty: 7 };
    const back = applySimilarity(invertSimilarity(map), applySimilarity(map, shape));
    for (const [k, value] of shape.entries()) expect(back[k]).toBeCloseTo(value, 12);
  });

  it('has no answer for points in one place', () => {
    expect(alignSimilarity(Float64Array.of(5, 5, 5, 5), Float64Array.of(1, 2, 3, 4), [1, 1])).toBeNull();
  });
});
