import { describe, expect, it } from 'vitest';
import { mirrorAnnotation } from '@/lib/landmarks/mirror';
import type { SchemeId } from '@/lib/landmarks/scheme';
import { plainAnnotation } from '../../../fixtures/files/landmarks';

const whole = (scheme: SchemeId) => {
  const { points } = plainAnnotation(scheme);
  const words = ['visible', 'hidden', 'missing'] as const;
  return {
    ...plainAnnotation(scheme),
    z: points.map((_, i) => i * i - 3),
    visibility: points.map((_, i) => words[i % 3]),
  };
};

describe('mirrorAnnotation', () => {
  it.each<SchemeId>(['ibug-68', 'face-synthetics-70'])('of %s twice gives back the same landmarks', (scheme) => {
    for (const annotation of [plainAnnotation(scheme), whole(scheme)]) {
      expect(mirrorAnnotation(mirrorAnnotation(annotation, 641), 641)).toEqual(annotation);
    }
  });

  it('makes the right eye corner from the left one, with its depth and visibility', () => {
    const annotation = whole('ibug-68');
    const mirrored = mirrorAnnotation(annotation, 101);
    // landmark 45 stands at (10 + 45/8, 20 + 45/4) = (15.625, 31.25); 101 − 1 − 15.625 = 84.375
    expect(mirrored.points[36]).toEqual([84.375, 31.25]);
    expect(mirrored.z?.[36]).toBe(45 * 45 - 3);
    expect(mirrored.visibility?.[36]).toBe('visible');
    expect(mirrored.visibility?.[45]).toBe(annotation.visibility[36]);
  });
});
