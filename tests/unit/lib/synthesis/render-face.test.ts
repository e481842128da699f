import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/random';
import { cameraOf, faceGeometry } from '@/lib/synthesis/face-geometry';
import { HEAD_PIVOT } from '@/lib/synthesis/head/anatomy';
import { SEGMENT } from '@/lib/synthesis/head/segments';
import { projectPoint, toCamera } from '@/lib/synthesis/render/camera';
import { renderFace } from '@/lib/synthesis/render-face';
import { sampleFaceParameters } from '@/lib/synthesis/sample-parameters';
import { synthesizeFace } from '@/lib/synthesis/synthesize-face';

const sha256 = (bytes: Uint8Array | Uint8ClampedArray) => createHash('sha256').update(bytes).digest('hex');

describe('a synthetic face', () => {
  it('has 70 landmarks with depth and visibility, an outline jaw and a class for every pixel', () => {
    const face = synthesizeFace(1, { size: 64, supersample: 1 });
    expect(face.image.data).toHaveLength(64 * 64 * 3);
    expect(face.segmentation).toHaveLength(64 * 64);
    expect(face.annotation.points).toHaveLength(70);
    expect(face.annotation.z).toHaveLength(70);
    expect(face.annotation.visibility).toHaveLength(70);
    expect(face.outlineJaw).toHaveLength(17);
    expect(face.points3d).toHaveLength(70);
    // Face Synthetics' classes, 255 for what belongs to nobody
    expect([...face.segmentation].every((segment) => segment <= 18 || segment === 255)).toBe(true);
  });

  it('is the same to the last byte when it is made again', () => {
    const first = synthesizeFace(42, { size: 96 });
    const again = synthesizeFace(42, { size: 96 });
    expect(sha256(again.image.data)).toBe(sha256(first.image.data));
    expect(sha256(again.segmentation)).toBe(sha256(first.segmentation));
    expect(again.annotation).toEqual(first.annotation);
  });

  it('of seed 42 has the bytes it always had; a change here changes every generated set', () => {
    const { image, segmentation } = synthesizeFace(42, { size: 64 });
    expect(sha256(image.data)).toBe('664bbf117851142b4e49671fad18e331f6ae2b3dc7a6b54051447279e80c66c3');
    expect(sha256(segmentation)).toBe('7ee0552a294ccfd0517086d460b8f9f193cd4e03f313272657257ee9e3e50afc');
  });

  it('differs from the face of another seed', () => {
    const one = synthesizeFace(1, { size: 32, supersample: 1 });
    const two = synthesizeFace(2, { size: 32, supersample: 1 });
    expect(sha256(one.image.data)).not.toBe(sha256(two.image.data));
  });

  it('keeps its landmarks when the picture is made larger, up to the scale', () => {
    const small = synthesizeFace(5, { size: 64, supersample: 1 }).annotation.points;
    const large = synthesizeFace(5, { size: 128, supersample: 1 }).annotation.points;
    small.forEach(([x, y], i) => {
      // pixel centres: u' + ½ = 2 (u + ½)
      expect(large[i][0]).toBeCloseTo(2 * x + 0.5, 6);
      expect(large[i][1]).toBeCloseTo(2 * y + 0.5, 6);
    });
  });

  it('has 2D landmarks where the exported camera projects the exported 3D points', () => {
    for (const seed of [3, 4, 5, 6]) {
      const { annotation, points3d, camera } = synthesizeFace(seed, { size: 64, supersample: 1 });
      points3d.forEach((point, i) => {
        const [u, v] = projectPoint(camera, point);
        expect(Math.abs(u - annotation.points[i][0])).toBeLessThan(0.01);
        expect(Math.abs(v - annotation.points[i][1])).toBeLessThan(0.01);
      });
    }
  });

  it('shows every eye, nose and mouth landmark of a bald frontal face with open eyes', () => {
    const limits = {
      camera: { yawDeg: 0, pitchDeg: 0, rollDeg: 0, centreX: 0.5, centreY: 0.5 },
      hair: { style: 'bald' },
      glasses: { style: 'none' },
      headwear: { style: 'none' },
      occluder: { kind: 'none' },
      eyes: { rightClosed: 0, leftClosed: 0, gazeYawDeg: 0, gazePitchDeg: 0, squint: 0 },
    } as const;
    const { annotation } = synthesizeFace(8, { size: 128, limits });
    for (let i = 17; i < 70; i++) expect([i, annotation.visibility?.[i]]).toEqual([i, 'visible']);
  });

  it('hides the far eye and the far jaw in profile', () => {
    const limits = {
      camera: { yawDeg: 70, pitchDeg: 0, rollDeg: 0 },
      hair: { style: 'bald' },
      occluder: { kind: 'none' },
    } as const;
    const { annotation } = synthesizeFace(8, { size: 128, limits });
    // yaw > 0 turns to the image's right: the subject's left side (image right) is far
    for (const far of [12, 13, 14, 15, 16, 45]) expect([far, annotation.visibility?.[far]]).toEqual([far, 'hidden']);
    for (const near of [2, 3, 4, 36, 30]) expect([near, annotation.visibility?.[near]]).toEqual([near, 'visible']);
  });

  it('hides landmarks behind what is held before the face', () => {
    const pose = { camera: { yawDeg: 0, pitchDeg: 0, rollDeg: 0 }, hair: { style: 'bald' } } as const;
    const held = { kind: 'microphone', side: 0, height: 1, size: 1 } as const;
    const free = synthesizeFace(8, { size: 128, limits: { ...pose, occluder: { kind: 'none' } } });
    const hidden = synthesizeFace(8, { size: 128, limits: { ...pose, occluder: held } });
    expect(free.annotation.visibility?.[57]).toBe('visible');
    expect(hidden.annotation.visibility?.[57]).toBe('hidden');
    expect(hidden.annotation.points).toEqual(free.annotation.points);
    expect(hidden.segmentation.includes(255)).toBe(true);
  });

  it('has an outline jaw that never lies inside the projected jaw', () => {
    const limits = { camera: { yawDeg: -50, pitchDeg: 0, rollDeg: 0 } };
    const { annotation, outlineJaw } = synthesizeFace(9, { size: 128, supersample: 1, limits });
    for (let i = 0; i < 8; i++) expect(outlineJaw[i][0]).toBeLessThanOrEqual(annotation.points[i][0] + 1e-6);
    for (let i = 9; i < 17; i++) expect(outlineJaw[i][0]).toBeGreaterThanOrEqual(annotation.points[i][0] - 1e-6);
    expect(outlineJaw[8]).toEqual(annotation.points[8]);
    // the far side (image left) has moved out by far more than rounding
    expect(annotation.points[3][0] - outlineJaw[3][0]).toBeGreaterThan(2);
  });

  it('has one annotation a convention of the jaw, equal but for the jaw', () => {
    const limits = {
      camera: { yawDeg: 55, pitchDeg: 0, rollDeg: 0 },
      hair: { style: 'bald' },
      beard: { moustache: 0, chin: 0, cheeks: 0 },
      occluder: { kind: 'none' },
    } as const;
    const { annotation, outlineAnnotation, outlineJaw } = synthesizeFace(9, { size: 128, limits });
    expect(outlineAnnotation.points.slice(0, 17)).toEqual(outlineJaw);
    for (const part of ['points', 'z', 'visibility'] as const) {
      expect(outlineAnnotation[part]).toHaveLength(70);
      expect(outlineAnnotation[part]?.slice(17)).toEqual(annotation[part]?.slice(17));
    }
    // yaw > 0: the subject's left is far. Its own jaw points hide behind the cheek, on the outline they are seen
    for (const far of [12, 13, 14]) {
      expect(annotation.visibility?.[far]).toBe('hidden');
      expect(outlineAnnotation.visibility?.[far]).toBe('visible');
      // and lie nearer to the camera than the points they stand for
      expect(outlineAnnotation.z?.[far]).toBeLessThan(annotation.z?.[far] as number);
    }
    expect(outlineAnnotation.z?.[8]).toBeCloseTo(annotation.z?.[8] as number, 9);
  });

  it('has finite landmarks within reach of the image over 500 seeds', () => {
    for (let seed = 0; seed < 500; seed++) {
      const { camera, points3d, outlineJaw } = faceGeometry(sampleFaceParameters(createRandom(seed)), 100);
      for (const [x, y] of [...points3d.map((point) => projectPoint(camera, point)), ...outlineJaw]) {
        expect(Math.abs(x - 50)).toBeLessThan(80);
        expect(Math.abs(y - 50)).toBeLessThan(80);
      }
    }
  });

  it('draws a face into every picture of 20 seeds', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { segmentation } = synthesizeFace(seed, { size: 32, supersample: 1 });
      const skin = segmentation.filter((segment) => segment === SEGMENT.skin || segment === SEGMENT.nose).length;
      expect(skin / segmentation.length).toBeGreaterThan(0.03);
    }
  });
});

describe('the camera', () => {
  it('puts the head’s pivot at the wanted place and distance', () => {
    const parameters = sampleFaceParameters(createRandom(7), {
      camera: {
        focalLengthMm: 50,
        distanceMm: 1000,
        yawDeg: 33,
        pitchDeg: -11,
        rollDeg: 7,
        centreX: 0.25,
        centreY: 0.75,
      },
    });
    const camera = cameraOf(parameters, 200);
    const [x, y, z] = toCamera(camera, HEAD_PIVOT);
    expect([x, y, z].map((v) => Number(v.toFixed(9)) + 0)).toEqual([0, 0, 1000]);
    // a quarter of 200 px from the left edge is pixel coordinate 49.5
    expect(projectPoint(camera, HEAD_PIVOT)[0]).toBeCloseTo(49.5, 9);
    expect(projectPoint(camera, HEAD_PIVOT)[1]).toBeCloseTo(149.5, 9);
    expect(camera.focalPx).toBeCloseTo((50 / 36) * 200, 9);
  });

  it('turns the nose to the image’s right for yaw > 0, down for pitch > 0, and the head clockwise for roll > 0', () => {
    const at = (pose: { yawDeg?: number; pitchDeg?: number; rollDeg?: number }) =>
      renderFace(sampleFaceParameters(createRandom(7), { camera: { yawDeg: 0, pitchDeg: 0, rollDeg: 0, ...pose } }), {
        size: 16,
        supersample: 1,
      }).annotation.points;
    const straight = at({});
    expect(at({ yawDeg: 20 })[30][0]).toBeGreaterThan(straight[30][0]);
    expect(at({ pitchDeg: 20 })[30][1]).toBeGreaterThan(straight[30][1]);
    const rolled = at({ rollDeg: 20 });
    expect(rolled[45][1] - rolled[36][1]).toBeGreaterThan(0);
  });
});
