import { describe, expect, it } from 'vitest';
import type { OutputSpec } from '@/lib/contracts/model-card';
import { createRandom } from '@/lib/random';
import { CROP_BYTES, countCrops, decodeOutputs, encodeCrops, encodeLandmarks } from '@/models/facemesh/codec';
import { sampleCard } from './sample-card';

const PLANAR: OutputSpec = { layout: 'planar', scale: 1, offset: 0, depth: false, confidence: false };
const INTERLEAVED: OutputSpec = { layout: 'interleaved', scale: 96, offset: 95.5, depth: true, confidence: true };

describe('encodeCrops', () => {
  it('turns pixels into pixel · scale + offset, crop by crop, row by row', () => {
    const crops = new Uint8Array(2 * CROP_BYTES);
    crops[CROP_BYTES + (5 * 192 + 7) * 3 + 2] = 255; // second crop, row 5, column 7, blue
    const values = encodeCrops(crops, sampleCard().input);
    expect(values).toHaveLength(2 * CROP_BYTES);
    const at = CROP_BYTES + (5 * 192 + 7) * 3;
    expect([...values.subarray(at, at + 3)]).toEqual([-1, -1, 1]);
  });

  it('refuses bytes that are not whole crops', () => {
    expect(() => countCrops(new Uint8Array(CROP_BYTES + 1))).toThrow(
      'crops: expected a multiple of 110592 bytes (192×192 RGB), found 110593',
    );
    expect(() => countCrops(new Uint8Array(0))).toThrow('found 0');
  });
});

describe('decodeOutputs', () => {
  const outputs = Float32Array.from({ length: 204 }, (_, i) => i);

  it('reads planar outputs as 68 x, then 68 y, and leaves untrained depth and confidence out', () => {
    const [{ landmarks, z, confidence }] = decodeOutputs(outputs, new Float32Array([3]), PLANAR);
    expect(landmarks).toHaveLength(68);
    expect(landmarks[0]).toEqual([0, 68]);
    expect(landmarks[67]).toEqual([67, 135]);
    expect(z).toBeNull();
    expect(confidence).toBeNull();
  });

  it('reads interleaved outputs as x y z a landmark; the offset moves x and y, not depth', () => {
    const [{ landmarks, z, confidence }] = decodeOutputs(outputs, new Float32Array([Math.log(3)]), INTERLEAVED);
    expect(landmarks[1]).toEqual([3 * 96 + 95.5, 4 * 96 + 95.5]);
    expect(z?.[1]).toBe(5 * 96);
    expect(confidence).toBeCloseTo(0.75, 6); // sigmoid(ln 3) = 3 / 4
  });

  it.each([PLANAR, { ...PLANAR, depth: true }, INTERLEAVED])(
    'is undone by encodeLandmarks: $layout, depth $depth',
    (spec) => {
      const random = createRandom(11);
      const landmarks = Array.from({ length: 68 }, () => [random.uniform(0, 192), random.uniform(0, 192)] as const);
      const z = spec.depth ? Array.from({ length: 68 }, () => random.uniform(-40, 40)) : null;
      const [decoded] = decodeOutputs(encodeLandmarks(landmarks, z, spec), null, spec);
      // 204 float32 roundings of numbers up to 192: 192 · 2^-24 px and a little
      decoded.landmarks.forEach(([x, y], i) => {
        expect(x).toBeCloseTo(landmarks[i][0], 4);
        expect(y).toBeCloseTo(landmarks[i][1], 4);
      });
      expect(decoded.z?.length ?? null).toBe(z?.length ?? null);
      decoded.z?.forEach((depth, i) => {
        expect(depth).toBeCloseTo(z![i], 4);
      });
    },
  );

  it('keeps several crops apart', () => {
    const two = new Float32Array(408);
    two.set(outputs, 204);
    const [first, second] = decodeOutputs(two, null, PLANAR);
    expect(first.landmarks[67]).toEqual([0, 0]);
    expect(second.landmarks[67]).toEqual([67, 135]);
  });
});
