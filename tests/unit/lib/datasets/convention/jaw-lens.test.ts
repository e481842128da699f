import { describe, expect, it } from 'vitest';
import { fitJawLens, measureJawLens, twoJawFaces } from '@/lib/datasets/convention/fit-jaw-lens';
import { annotationThroughLens, JAW_LENSES, jawLens, throughLens } from '@/lib/datasets/convention/jaw-lens';
import { lensEffect } from '@/lib/datasets/convention/lens-effect';
import { distance, type ImagePoint, imagePoint } from '@/lib/landmarks/geometry';
import { IBUG_68 } from '@/lib/landmarks/scheme';

/** Seeds that neither the shipped lenses nor their own measurement have seen. */
const faces = twoJawFaces(150, 0x7c70000);

const ibug = (points: readonly ImagePoint[]) => ({ scheme: 'ibug-68', points, z: null, visibility: null }) as const;

describe('the shipped jaw lenses', () => {
  it('go both ways and take most of the difference away, most of all where the head is turned far', () => {
    expect(JAW_LENSES.map(({ from, to }) => `${from} ${to}`)).toEqual(['projected outline', 'outline projected']);
    for (const lens of JAW_LENSES) {
      const all = measureJawLens(lens, faces);
      expect(all.faces).toBe(150);
      expect(all.afterPx).toBeLessThan(0.25 * all.beforePx);
      const far = measureJawLens(lens, faces, [30, 90]);
      expect(far.beforePx).toBeGreaterThan(4);
      expect(far.afterPx).toBeLessThan(0.2 * far.beforePx);
    }
  });

  it('move the jaw alone, and come back to where it was', () => {
    for (const { outline } of faces.slice(0, 30)) {
      const there = throughLens(jawLens('outline', 'projected'), outline)!;
      expect(there.slice(17)).toEqual(outline.slice(17));
      const back = throughLens(jawLens('projected', 'outline'), there)!;
      const px = Math.max(...outline.map(([x]) => x)) - Math.min(...outline.map(([x]) => x));
      for (const [i, point] of outline.entries()) expect(distance(back[i], point) / px).toBeLessThan(0.05);
    }
  });

  it('do the same to a face that is moved, turned, enlarged or mirrored', () => {
    const lens = jawLens('projected', 'outline');
    const [cos, sin] = [1.7 * Math.cos(0.4), 1.7 * Math.sin(0.4)];
    const move = ([x, y]: ImagePoint) => imagePoint(cos * x - sin * y + 30, sin * x + cos * y - 8);
    const mirror = (points: readonly ImagePoint[]) =>
      IBUG_68.mirror.map((from) => imagePoint(255 - points[from][0], points[from][1]));
    for (const { projected } of faces.slice(0, 20)) {
      const plain = throughLens(lens, projected)!;
      const moved = throughLens(lens, projected.map(move))!;
      const mirrored = throughLens(lens, mirror(projected))!;
      for (let i = 0; i < 17; i++) {
        expect(distance(moved[i], move(plain[i]))).toBeLessThan(1e-6);
        expect(distance(mirrored[i], mirror(plain)[i])).toBeLessThan(1e-6);
      }
    }
  });

  it('leave labels alone of which a part is missing', () => {
    const { projected } = faces[0];
    const visibility = projected.map((_, i) => (i === 40 ? ('missing' as const) : ('visible' as const)));
    expect(annotationThroughLens(jawLens('projected', 'outline'), { ...ibug(projected), visibility })).toBeNull();
    expect(() => jawLens('outline', 'outline')).toThrow('expected two different conventions');
  });
});

describe('fitJawLens', () => {
  it('gives the same lens for the same faces, and wants more faces than it has numbers to find', () => {
    const lens = fitJawLens(faces, 'projected', 'outline');
    expect(fitJawLens(faces, 'projected', 'outline')).toEqual(lens);
    expect(() => fitJawLens(faces.slice(0, 20), 'projected', 'outline')).toThrow(
      'expected more than 48 faces, found 20',
    );
  });
});

describe('lensEffect', () => {
  const labelled = faces.map(({ projected }, i) => ({
    id: `${i}`,
    annotation: ibug(projected),
    image: { width: 256, height: 256 },
  }));

  it('finds the error of a perfect model that follows the outline to be convention and nothing else', () => {
    const points = new Map(faces.map(({ outline }, i) => [`${i}`, outline]));
    const effect = lensEffect(labelled, { model: 'net', points }, 'projected')!;
    expect(effect).toMatchObject({ model: 'net', from: 'outline', to: 'projected', faces: 150 });
    expect(effect.mappedJawPx).toBeLessThan(0.25 * effect.jawPx);
    expect(effect.bestShare).toBeGreaterThan(0.9);
  });

  it('finds no convention in the error of a model that follows the labels’ own', () => {
    const points = new Map(faces.map(({ projected }, i) => [`${i}`, projected.map(([x, y]) => imagePoint(x + 1, y))]));
    const effect = lensEffect(labelled, { model: 'net', points }, 'projected')!;
    expect(effect.bestShare).toBeLessThan(0.15);
    expect(effect.mappedJawPx).toBeGreaterThan(effect.jawPx);
    expect(lensEffect(labelled, { model: 'net', points: new Map() }, 'projected')).toBeNull();
  });
});
