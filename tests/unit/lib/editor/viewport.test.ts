import { describe, expect, it } from 'vitest';
import { pickLandmark } from '@/lib/editor/pick';
import { fitImage, MAX_SCALE, pan, wheelFactor, zoomAt } from '@/lib/editor/viewport';
import type { Annotation, Visibility } from '@/lib/landmarks/annotation';
import { imagePoint } from '@/lib/landmarks/geometry';

const image = { width: 400, height: 200 };
const screen = { width: 1000, height: 700 };

describe('the viewport', () => {
  it('fits the whole image, centred, with its margin', () => {
    expect(fitImage(image, screen, 50)).toEqual({ scale: 2.25, x: 50, y: 125 });
  });

  it('keeps the place under the cursor while it zooms', () => {
    const before = { scale: 2, x: 30, y: -40 };
    const after = zoomAt(before, [130, 260], 1.5, image, screen);
    expect(after.scale).toBe(3);
    // image (50, 150) lay under the cursor
    expect(after.scale * 50 + after.x).toBeCloseTo(130, 10);
    expect(after.scale * 150 + after.y).toBeCloseTo(260, 10);
  });

  it('stops at its largest and smallest scale without moving the image', () => {
    const largest = { scale: MAX_SCALE, x: -5, y: -7 };
    expect(zoomAt(largest, [3, 4], 10, image, screen)).toEqual(largest);
    expect(zoomAt({ scale: 1, x: 0, y: 0 }, [0, 0], 1e-6, image, screen).scale).toBe(0.25 * 2.5);
  });

  it('cannot lose the image off the screen', () => {
    expect(pan({ scale: 1, x: 0, y: 0 }, -5000, 5000, image, screen, 48)).toEqual({
      scale: 1,
      x: 48 - 400,
      y: 700 - 48,
    });
  });

  it('turns a line of the wheel into sixteen pixels, and bounds a flick', () => {
    expect(wheelFactor(3, 1)).toBe(wheelFactor(48, 0));
    expect(wheelFactor(-900, 0)).toBeCloseTo(Math.exp(0.3), 12);
  });
});

describe('picking', () => {
  const visibility = Array.from({ length: 68 }, (_, i): Visibility => (i === 2 ? 'missing' : 'visible'));
  const face: Annotation = {
    scheme: 'ibug-68',
    points: Array.from({ length: 68 }, (_, i) => imagePoint(10 * i, 0)),
    z: null,
    visibility,
  };

  it('takes the nearest landmark inside the radius', () => {
    expect(pickLandmark(face, [34, 1], 20)).toBe(3);
    expect(pickLandmark(face, [36, 1], 20)).toBe(4);
  });

  it('finds none outside it, and never a missing one', () => {
    expect(pickLandmark(face, [30, 8], 7)).toBeNull();
    expect(pickLandmark(face, [20, 0], 5)).toBeNull();
  });
});
