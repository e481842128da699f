import { describe, expect, it } from 'vitest';
import { pickLandmark } from '@/lib/editor/pick';
import {
  fitFace,
  fitImage,
  fromScreen,
  MAX_SCALE,
  mirrorView,
  pan,
  toScreen,
  wheelFactor,
  zoomAt,
} from '@/lib/editor/viewport';
import type { Annotation, Visibility } from '@/lib/landmarks/annotation';
import { imagePoint } from '@/lib/landmarks/geometry';

const image = { width: 400, height: 200 };
const screen = { width: 1000, height: 700 };

describe('the viewport', () => {
  it('fits the whole image, centred, with its margin', () => {
    // outer corner of the first pixel, (−½, −½), lies on the margin
    expect(fitImage(image, screen, 50)).toEqual({ scale: 2.25, x: 50 + 1.125, y: 125 + 1.125 });
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
    const start = { scale: 1, x: 0, y: 0 };
    expect(pan(start, -5000, 5000, image, screen, 48)).toEqual({ scale: 1, x: 48 - 399.5, y: 700 - 48 + 0.5 });
  });

  it('shows a face with room around it', () => {
    const { scale } = fitFace({ x: 100, y: 40, width: 80, height: 100 }, { width: 600, height: 900 });
    expect(scale).toBe(600 / 150);
  });

  it('maps a place to the screen and back', () => {
    const viewport = { scale: 3, x: -7, y: 11 };
    expect(toScreen(viewport, [20, 30])).toEqual([53, 101]);
    expect(fromScreen(viewport, [53, 101])).toEqual([20, 30]);
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

describe('a mirrored view', () => {
  const screen = { width: 300, height: 200 };
  const upright = { scale: 2, x: 10, y: 20 };
  const mirrored = mirrorView(upright, screen);

  it('shows left at the right, and leaves the image its coordinates', () => {
    expect(toScreen(upright, [5, 7])).toEqual([20, 34]);
    expect(toScreen(mirrored, [5, 7])).toEqual([280, 34]);
    expect(fromScreen(mirrored, [280, 34])).toEqual([5, 7]);
  });

  it('mirrored again is as it was', () => {
    expect(mirrorView(mirrored, screen)).toEqual({ ...upright, mirrored: false });
  });
});
