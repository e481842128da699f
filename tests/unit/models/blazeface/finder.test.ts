import { describe, expect, it } from 'vitest';
import { createRgbImage } from '@/lib/image/rgb-image';
import { imagePoint } from '@/lib/landmarks/geometry';
import type { DetectedFace, FaceDetector } from '@/models/blazeface/detector';
import { faceFinderOf } from '@/models/blazeface/finder';
import type { DetectorMode } from '@/models/blazeface/modes';

/** A level face of 100 px around (x, 200), as the detectors draw it: ears beside the eyes, mouth below the nose. */
const faceAt = (x: number, score: number): DetectedFace => ({
  box: { x: x - 50, y: 150, width: 100, height: 100 },
  keypoints: [
    [x - 20, 180],
    [x + 20, 180],
    [x, 200],
    [x, 225],
    [x - 45, 185],
    [x + 45, 185],
  ].map(([px, py]) => imagePoint(px, py)),
  score,
  angleRad: 0,
});

function fakeDetector(mode: DetectorMode, faces: readonly DetectedFace[]): FaceDetector & { asked: number } {
  const detector = {
    mode,
    asked: 0,
    async detect() {
      detector.asked++;
      return [...faces];
    },
    dispose() {},
  };
  return detector;
}

const image = createRgbImage(8, 8);
const boxAround = (x: number) => ({ x: x - 45, y: 165, width: 90, height: 80 });

describe('a finder of two detectors', () => {
  it('adds what only the second has found, the first ones first', async () => {
    const finder = faceFinderOf([
      fakeDetector('close-up', [faceAt(100, 0.6)]),
      fakeDetector('distant', [faceAt(400, 0.9), faceAt(104, 0.8)]),
    ]);
    expect((await finder.find(image)).map(({ score }) => score)).toEqual([0.6, 0.9]);
  });

  it('asks the second for a labelled face only where the first has not found it', async () => {
    const closeUp = fakeDetector('close-up', [faceAt(100, 0.6)]);
    const distant = fakeDetector('distant', [faceAt(400, 0.9)]);
    const finder = faceFinderOf([closeUp, distant]);
    expect((await finder.findLabelled(image, boxAround(100)))?.score).toBe(0.6);
    expect(distant.asked).toBe(0);
    expect((await finder.findLabelled(image, boxAround(400)))?.score).toBe(0.9);
    expect(await finder.findLabelled(image, boxAround(700))).toBeNull();
  });
});
