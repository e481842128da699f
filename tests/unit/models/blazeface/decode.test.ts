import { expect, it } from 'vitest';
import { squareFrame } from '@/lib/image/crop';
import { decodeFaces } from '@/models/blazeface/decode';

/** logit of a probability */
const logit = (p: number) => Math.log(p / (1 - p));

it('adds what the network says to the anchor, and brings it to the image', () => {
  // a 10 px input over an image of 40×20 px: 4 image px each, and 10 px of border above and below
  const frame = squareFrame(19.5, 9.5, 40, 10);
  const keypoints = [1, 0, 2, 0, 1.5, 1, 1.5, 2, 0, 0.5, 3, 0.5];
  const regressors = Float32Array.from([...Array(16).fill(99), 1, -2, 4, 3, ...keypoints]);
  const logits = Float32Array.of(logit(0.4), logit(0.8));
  const centres = Float32Array.of(1, 1, 5, 5);

  const [face, ...others] = decodeFaces({ regressors, logits }, centres, frame, 0.5);

  expect(others).toEqual([]);
  expect(face.score).toBeCloseTo(0.8, 6);
  // centre (6, 3) network px from the corner is (24, 12 − 10) image px from the corner, half a pixel less from pixel centres
  expect(face.box.x).toBeCloseTo(24 - 8 - 0.5, 5);
  expect(face.box.y).toBeCloseTo(2 - 6 - 0.5, 5);
  expect(face.box.width).toBeCloseTo(16, 5);
  expect(face.box.height).toBeCloseTo(12, 5);
  expect(face.keypoints).toHaveLength(6);
  expect(face.keypoints[0][0]).toBeCloseTo(6 * 4 - 0.5, 5);
  expect(face.keypoints[0][1]).toBeCloseTo(5 * 4 - 10 - 0.5, 5);
  expect(face.keypoints[3][0]).toBeCloseTo(6.5 * 4 - 0.5, 5);
  expect(face.keypoints[3][1]).toBeCloseTo(7 * 4 - 10 - 0.5, 5);
});

it('keeps a face whose score is the least allowed, and none below', () => {
  const outputs = { regressors: new Float32Array(32), logits: Float32Array.of(0, -0.001) };
  expect(decodeFaces(outputs, Float32Array.of(1, 1, 2, 2), squareFrame(0, 0, 4, 4), 0.5)).toHaveLength(1);
});
