import { describe, expect, it } from 'vitest';
import { FACE_SYNTHETICS_70, IBUG_68, landmarkName, REGION_IDS, regionIndices, SCHEMES } from '@/lib/landmarks/scheme';

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

describe.each(Object.values(SCHEMES))('the scheme $id', (scheme) => {
  it('has every landmark in exactly one contour', () => {
    const indices = scheme.contours.flatMap((contour) => contour.indices).sort((a, b) => a - b);
    expect(indices).toEqual(upTo(scheme.count));
  });

  it('has a mirror that is its own inverse', () => {
    expect(scheme.mirror).toHaveLength(scheme.count);
    expect(scheme.mirror.map((i) => scheme.mirror[i])).toEqual(upTo(scheme.count));
  });

  it('mirrors each region onto its own side or the other, never elsewhere', () => {
    const other = (region: string) => region.replace(/right|left/, (side) => (side === 'right' ? 'left' : 'right'));
    for (const region of REGION_IDS) {
      const image = regionIndices(scheme, region).map((i) => scheme.mirror[i]);
      const expected = regionIndices(scheme, REGION_IDS.find((candidate) => candidate === other(region)) ?? region);
      expect([...image].sort((a, b) => a - b)).toEqual(expected);
    }
  });

  it('mirrors the outer eye corners onto each other', () => {
    const [right, left] = scheme.outerEyeCorners;
    expect([right, left]).toEqual([36, 45]);
    expect(scheme.mirror[right]).toBe(left);
  });
});

describe('the two schemes', () => {
  it('have 68 landmarks, and two pupils more', () => {
    expect(IBUG_68.count).toBe(68);
    expect(FACE_SYNTHETICS_70.count).toBe(70);
    expect(FACE_SYNTHETICS_70.mirror[68]).toBe(69);
    expect(FACE_SYNTHETICS_70.mirror.slice(0, 68)).toEqual(IBUG_68.mirror);
  });

  it('leave ten landmarks on the middle line', () => {
    const middle = IBUG_68.mirror.flatMap((to, from) => (to === from ? [from] : []));
    expect(middle).toEqual([8, 27, 28, 29, 30, 33, 51, 57, 62, 66]);
  });

  it('name a landmark as people do', () => {
    expect(landmarkName(IBUG_68, 38)).toBe('right eye 3');
    expect(landmarkName(IBUG_68, 30)).toBe('nose bridge 4');
    expect(landmarkName(FACE_SYNTHETICS_70, 69)).toBe('left pupil');
    expect(() => landmarkName(IBUG_68, 68)).toThrow('ibug-68: expected a landmark index 0–67, found 68');
  });
});
