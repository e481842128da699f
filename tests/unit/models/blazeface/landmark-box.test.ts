import { describe, expect, it } from 'vitest';
import { squareFrame } from '@/lib/image/crop';
import { type ImagePoint, imagePoint } from '@/lib/landmarks/geometry';
import type { DetectedFace } from '@/models/blazeface/detector';
import { landmarkBox } from '@/models/blazeface/landmark-box';
import type { DetectorMode } from '@/models/blazeface/modes';

const MODES: DetectorMode[] = ['close-up', 'distant'];

/** a face that looks a little to its left, 100 px wide, at (200, 150) */
const KEYPOINTS: [number, number][] = [
  [178, 132],
  [221, 132],
  [205, 152],
  [203, 172],
  [156, 140],
  [241, 138],
];
const detected = (keypoints: readonly (readonly [number, number])[], angleRad = 0): DetectedFace => ({
  box: { x: 150, y: 100, width: 100, height: 100 },
  keypoints: keypoints.map(([x, y]) => imagePoint(x, y)),
  score: 0.9,
  angleRad,
});

describe.each(MODES)('landmarkBox, %s', (mode) => {
  it('gives about the detector’s box, from brows to chin', () => {
    const { box, angleRad } = landmarkBox(detected(KEYPOINTS), mode);
    expect(angleRad).toBe(0);
    expect(box.width).toBeGreaterThan(75);
    expect(box.width).toBeLessThan(110);
    expect(box.height).toBeGreaterThan(70);
    expect(box.height).toBeLessThan(110);
    expect(Math.abs(box.x + box.width / 2 - 200)).toBeLessThan(10);
    expect(box.y).toBeLessThan(132);
    expect(box.y + box.height).toBeGreaterThan(172);
  });

  it('gives a mirrored face the mirrored box', () => {
    const mirror = ([x, y]: readonly [number, number]): [number, number] => [400 - x, y];
    const [rightEye, leftEye, nose, mouth, rightEar, leftEar] = KEYPOINTS.map(mirror);
    const { box } = landmarkBox(detected(KEYPOINTS), mode);
    const mirrored = landmarkBox(detected([leftEye, rightEye, nose, mouth, leftEar, rightEar]), mode).box;
    expect(mirrored.x).toBeCloseTo(400 - box.x - box.width, 9);
    expect(mirrored.y).toBeCloseTo(box.y, 9);
    expect(mirrored.width).toBeCloseTo(box.width, 9);
    expect(mirrored.height).toBeCloseTo(box.height, 9);
    expect(mirrored.centroid![0]).toBeCloseTo(400 - box.centroid![0], 9);
  });

  it('turns with the face: the same sides, the centre carried round', () => {
    const angleRad = 0.5;
    const turn = ([x, y]: readonly [number, number]): ImagePoint =>
      imagePoint(
        200 + Math.cos(angleRad) * (x - 200) - Math.sin(angleRad) * (y - 150),
        150 + Math.sin(angleRad) * (x - 200) + Math.cos(angleRad) * (y - 150),
      );
    const { box } = landmarkBox(detected(KEYPOINTS), mode);
    const turned = landmarkBox(detected(KEYPOINTS.map(turn), angleRad), mode);
    expect(turned.angleRad).toBe(angleRad);
    expect(turned.box.width).toBeCloseTo(box.width, 9);
    const [x, y] = turn([box.x + box.width / 2, box.y + box.height / 2]);
    expect(turned.box.x + turned.box.width / 2).toBeCloseTo(x, 9);
    expect(turned.box.y + turned.box.height / 2).toBeCloseTo(y, 9);
    // the crop of the turned face has its eyes level: clockwise in the image, as cropFrame turns
    const frame = squareFrame(x, y, 100, 100, angleRad);
    const [right, left] = KEYPOINTS.map(turn);
    expect(Math.atan2(left[1] - right[1], left[0] - right[0])).toBeCloseTo(Math.atan2(frame.b, frame.a), 9);
  });

  it('keeps its sides within reason for keypoints thrown together', () => {
    const { box } = landmarkBox(detected(Array(6).fill([200, 400])), mode);
    expect(box.width).toBeGreaterThanOrEqual(50);
    expect(box.width).toBeLessThanOrEqual(130);
    expect(box.height).toBeLessThanOrEqual(130);
  });
});
