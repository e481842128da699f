import { describe, expect, it } from 'vitest';
import { galleryHref, placeOf, pointOf, sampleHref, tabOf } from '@/components/inspector/inspector-url';

const params = new URLSearchParams('model=full&sort=error&tab=3d&point=36&size=96');

describe("the inspector's address", () => {
  it('names scope and sample', () => {
    expect(placeOf('/datasets/all/samples/ab12')).toEqual({ scope: 'all', sampleId: 'ab12' });
    expect(placeOf('/datasets/ab12')).toBeNull();
  });

  it('leads back to the gallery as it was', () => {
    expect(galleryHref('set1', params)).toBe('/datasets/set1?model=full&sort=error&size=96');
    expect(galleryHref('set1', new URLSearchParams('tab=info'))).toBe('/datasets/set1');
  });

  it('leads on to another sample with the same tab, without the point', () => {
    expect(sampleHref('all', 'cd34', params)).toBe('/datasets/all/samples/cd34?model=full&sort=error&tab=3d&size=96');
  });

  it('passes over a tab and a point that do not exist', () => {
    expect([tabOf(params), pointOf(params)]).toEqual(['3d', 36]);
    const wrong = new URLSearchParams('tab=4d&point=-1');
    expect([tabOf(wrong), pointOf(wrong)]).toEqual(['errors', null]);
  });
});
