import { beforeAll, describe, expect, it } from 'vitest';
import { cropPoint } from '@/lib/landmarks/geometry';
import type { TrackRegion } from '@/lib/tracking/track-region';
import { CROP_BYTES } from '@/models/facemesh/codec';
import type { CropPredictor } from '@/models/facemesh/crop-predictor';
import { FrameCropper } from '@/models/inference/frame-cropper';
import { loadKernels } from '@/models/inference/load-node';
import type { Detection } from '@/models/live/detector-server';
import { type FrameDetector, LiveEngine } from '@/models/live/live-engine';
import type { FrameKind, LiveSettings } from '@/models/live/protocol';
import { sampleCard } from '../facemesh/sample-card';

const SIZE = { width: 640, height: 480 };
const SETTINGS: LiveSettings = { mode: 'close-up', maxFaces: 3, smooths: false };

/** Sees a level face in the middle of every crop, `shift` crop px beside it, as wide as the crop's margin leaves. */
function fakeModel(id: string, state: { confidence?: number; shift?: number } = {}) {
  const card = sampleCard({ id, input: { ...sampleCard().input, crop: { shape: 'square', margin: 1.5 } } });
  const half = 192 / 1.5 / 2;
  const model: CropPredictor & { batches: number[] } = {
    card,
    batches: [],
    async predictCrops(crops) {
      const count = crops.length / CROP_BYTES;
      model.batches.push(count);
      const middle = 95.5 + (state.shift ?? 0);
      const landmarks = Array.from({ length: 68 }, (_, i) => {
        if (i >= 36 && i <= 41) return cropPoint(middle - 20, 80);
        if (i >= 42 && i <= 47) return cropPoint(middle + 20, 80);
        return cropPoint(middle + half * (((i % 7) - 3) / 3), 95.5 + half * (((i % 5) - 2) / 2));
      });
      const face = { landmarks, z: Array.from({ length: 68 }, (_, i) => i), confidence: state.confidence ?? 0.9 };
      return { predictions: Array.from({ length: count }, () => face), durationMsPerFace: 2 };
    },
    dispose() {},
  };
  return model;
}

/** Answers when it is told to. */
function fakeDetector() {
  const waiting: ((detection: Detection) => void)[] = [];
  const asked: string[] = [];
  const answer = (what: string) =>
    new Promise<Detection>((resolve) => {
      asked.push(what);
      waiting.push(resolve);
    });
  const detector: FrameDetector = {
    inputSizes: { 'close-up': 128, distant: 192 },
    detect: (mode, pixels) => answer(`detect ${mode} ${pixels.length}`),
    find: (mode, image) => answer(`find ${mode} ${image.width}×${image.height}`),
  };
  const faceAt = (x: number): TrackRegion & { score: number } => ({
    box: { x: x - 50, y: 190, width: 100, height: 100 },
    angleRad: 0,
    score: 0.9,
  });
  return {
    detector,
    asked,
    /** faces of 100 px about these x */
    async find(...places: number[]) {
      waiting.shift()?.({ faces: places.map(faceAt), durationMs: 7, tensors: 11 });
      await new Promise((resolve) => setTimeout(resolve));
    },
  };
}

let kernels: WebAssembly.Module;
beforeAll(async () => {
  kernels = await loadKernels();
});

function open(models: readonly CropPredictor[], settings = SETTINGS) {
  const { detector, ...detection } = fakeDetector();
  const cropper = new FrameCropper(kernels);
  cropper.frameOf(SIZE.width, SIZE.height).fill(90);
  const engine = new LiveEngine(models, detector, cropper, settings);
  let timeMs = 0;
  const frame = (kind: FrameKind = 'live') => {
    timeMs += 20;
    return engine.process({ ...SIZE, timeMs, kind, startMs: performance.now(), readMs: 1.5 });
  };
  return { engine, frame, ...detection };
}

describe('a live video', () => {
  it('goes on while a face is being detected, and follows it from the next frame on', async () => {
    const model = fakeModel('model');
    const { frame, asked, find } = open([model]);
    expect((await frame()).models[0].faces).toEqual([]);
    expect((await frame()).models[0].faces).toEqual([]);
    expect(asked).toEqual([`detect close-up ${128 * 128 * 3}`]); // not asked again meanwhile
    await find(300);
    const { models, timings, width } = await frame();
    expect(models[0].faces.map(({ id }) => id)).toEqual([1]);
    // the crop of margin 1.5 about (300, 240): its middle is the face's
    const [face] = models[0].faces;
    expect(face.points[2 * 36]).toBeCloseTo(300 - (20 * 150) / 192, 3);
    expect(face.depth?.[67]).toBeCloseTo((67 * 150) / 192, 3);
    expect(face).toMatchObject({ angleRad: 0, confidence: 0.9, pose: expect.any(Object) });
    expect(timings).toMatchObject({ read: 1.5, detect: 7, landmarks: 2 });
    expect(width).toBe(640);
    expect(asked).toHaveLength(1);
  });

  it('looks where the landmarks went, all faces in one batch', async () => {
    const state = { shift: 8 };
    const model = fakeModel('model', state);
    const { frame, find } = open([model]);
    await frame();
    await find(150, 400);
    await frame();
    const { models } = await frame();
    expect(models[0].faces.map(({ id }) => id)).toEqual([1, 2]);
    expect(model.batches.at(-1)).toBe(2);
    // moved by 8 crop px of 150 / 192 px in each of two frames
    expect(models[0].faces[0].points[2 * 36]).toBeCloseTo(150 + ((2 * 8 - 20) * 150) / 192, 2);
  });

  it('drops a face that the model doubts, and asks the detector at once', async () => {
    const state = { confidence: 0.9 };
    const { frame, asked, find } = open([fakeModel('model', state)]);
    await frame();
    await find(300);
    await frame();
    expect(asked).toHaveLength(1);
    state.confidence = 0.2;
    expect((await frame()).models[0].faces).toEqual([]);
    await frame();
    expect(asked).toHaveLength(2);
  });

  it('shows a second model’s answers for the same crops', async () => {
    const [first, second] = [fakeModel('first'), fakeModel('second', { shift: 5 })];
    const { frame, find } = open([first, second]);
    await frame();
    await find(300);
    const { models } = await frame();
    expect(models.map(({ faces }) => faces.length)).toEqual([1, 1]);
    expect(models[1].faces[0].points[0] - models[0].faces[0].points[0]).toBeCloseTo((5 * 150) / 192, 3);
    expect(models[1].faces[0].id).toBe(models[0].faces[0].id);
  });

  it('forgets what it followed and what is still being detected with another video', async () => {
    const { engine, frame, asked, find } = open([fakeModel('model')]);
    await frame();
    engine.reset();
    await find(300);
    expect((await frame()).models[0].faces).toEqual([]);
    expect(asked).toHaveLength(2);
  });

  it('calms jitter only when it is asked to', async () => {
    const state = { shift: 0 };
    const settings = { ...SETTINGS, smooths: true };
    const { engine, frame, find } = open([fakeModel('model', state)], settings);
    await frame();
    await find(300);
    const before = (await frame()).models[0].faces[0].points[0];
    state.shift = 1;
    const after = (await frame()).models[0].faces[0].points[0];
    expect(after - before).toBeGreaterThan(0);
    expect(after - before).toBeLessThan((0.9 * 150) / 192);
    engine.configure(SETTINGS);
    state.shift = 0;
    const plain = (await frame()).models[0].faces[0].points[0];
    expect(plain).toBeCloseTo(before + 150 / 192, 2); // where the face has moved to meanwhile
  });

  it('ends with the detector’s own error', async () => {
    const cropper = new FrameCropper(kernels);
    cropper.frameOf(SIZE.width, SIZE.height);
    const broken: FrameDetector = {
      inputSizes: { 'close-up': 128, distant: 192 },
      detect: () => Promise.reject(new Error('detector: out of memory')),
      find: () => Promise.reject(new Error('detector: out of memory')),
    };
    const engine = new LiveEngine([fakeModel('model')], broken, cropper, SETTINGS);
    const frame = { ...SIZE, timeMs: 0, startMs: 0, readMs: 0 };
    await engine.process({ ...frame, kind: 'live' });
    await new Promise((resolve) => setTimeout(resolve));
    await expect(engine.process({ ...frame, kind: 'live' })).rejects.toThrow('detector: out of memory');
  });
});

describe('a frame that is looked at by itself', () => {
  it('waits for its detection when a video is stepped', async () => {
    const { frame, find } = open([fakeModel('model')]);
    const stepped = frame('step');
    await find(300);
    expect((await stepped).models[0].faces).toHaveLength(1);
  });

  it('as a still is searched whole, and nothing is followed', async () => {
    const { frame, asked, find } = open([fakeModel('model')], { ...SETTINGS, maxFaces: 1, mode: 'distant' });
    const still = frame('still');
    await find(150, 300, 450);
    expect(asked).toEqual(['find distant 640×480']);
    expect((await still).models[0].faces.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect((await frame()).models[0].faces).toEqual([]);
  });
});
