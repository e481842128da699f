/** What the benchmark's page does: frames to the live worker, one after another, and what came of them. */
import type { DetectorMode } from '@/models/blazeface/modes';
import { openLive } from '@/models/live/live-client';
import type { FrameTimings } from '@/models/live/protocol';
import type { BackendName } from '@/models/runtime/protocol';

export interface RunRequest {
  /** addresses of stills that follow each other, shown once a face beside each other */
  readonly stills: readonly string[];
  readonly faces: number;
  readonly model: string;
  readonly backend: BackendName;
  readonly mode: DetectorMode;
  readonly frames: number;
}

export interface RunResult {
  readonly timings: readonly FrameTimings[];
  /** faces seen in each frame */
  readonly seen: readonly number[];
  readonly tensors: readonly number[];
  readonly ids: readonly number[];
}

export interface SoakResult {
  readonly frames: number;
  readonly seconds: number;
  readonly tensors: readonly [first: number, last: number];
  /** of page and workers, bytes, after a collection; null where the browser does not say */
  readonly memory: readonly [first: number, last: number] | null;
  readonly withoutFace: number;
}

export interface BenchPage {
  run(request: RunRequest): Promise<RunResult>;
  soak(request: RunRequest): Promise<SoakResult>;
}

/** Frames as a camera gives them, an endless loop forth and back. */
async function frameMaker({ stills, faces }: RunRequest): Promise<(i: number) => VideoFrame> {
  const bitmaps = await Promise.all(stills.map(async (url) => createImageBitmap(await (await fetch(url)).blob())));
  const [{ width, height }] = bitmaps;
  const canvas = new OffscreenCanvas(width * faces, height);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('no canvas');
  const turn = 2 * (bitmaps.length - 1) || 1;
  return (i) => {
    for (let k = 0; k < faces; k++) {
      const place = (i + 5 * k) % turn;
      context.drawImage(bitmaps[place < bitmaps.length ? place : turn - place], k * width, 0);
    }
    return new VideoFrame(canvas, { timestamp: (i * 1e6) / 60 });
  };
}

async function open({ model, backend, mode }: RunRequest) {
  const settings = { mode, maxFaces: 6, smooths: true };
  return openLive(new Worker('/workers/live.worker.js'), { models: [model], backend, settings }, (error) => {
    throw error;
  });
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The first frames find the faces and warm the compiler up. */
const WARM_UP = 30;

async function memory(): Promise<number | null> {
  const { measureUserAgentSpecificMemory } = performance as Performance & {
    measureUserAgentSpecificMemory?: () => Promise<{ readonly bytes: number }>;
  };
  return measureUserAgentSpecificMemory ? (await measureUserAgentSpecificMemory.call(performance)).bytes : null;
}

const bench: BenchPage = {
  async run(request) {
    const [frameAt, live] = [await frameMaker(request), await open(request)];
    const timings: FrameTimings[] = [];
    const seen: number[] = [];
    const tensors: number[] = [];
    const ids = new Set<number>();
    for (let i = 0; i < WARM_UP + request.frames; i++) {
      const { timings: times, models, tensors: count } = await live.process(frameAt(i), (i * 1000) / 60, 'live');
      // as between the frames of a camera: what the detector has found comes in
      await pause(i < WARM_UP ? 10 : 0);
      if (i < WARM_UP) continue;
      timings.push(times);
      seen.push(models[0].faces.length);
      tensors.push(count);
      for (const { id } of models[0].faces) ids.add(id);
    }
    live.dispose();
    return { timings, seen, tensors, ids: [...ids] };
  },
  async soak(request) {
    const [frameAt, live] = [await frameMaker(request), await open(request)];
    let withoutFace = 0;
    let lastTensors = 0;
    const go = async (from: number, to: number) => {
      for (let i = from; i < to; i++) {
        const { models, tensors } = await live.process(frameAt(i), (i * 1000) / 60, 'live');
        lastTensors = tensors;
        if (models[0].faces.length === 0) withoutFace++;
        if (i % 12 === 0) await pause(0);
      }
    };
    await go(0, 300);
    withoutFace = 0;
    const before = { tensors: lastTensors, memory: await memory() };
    const start = performance.now();
    await go(300, 300 + request.frames);
    const seconds = (performance.now() - start) / 1000;
    const after = await memory();
    live.dispose();
    return {
      frames: request.frames,
      seconds,
      tensors: [before.tensors, lastTensors],
      memory: before.memory !== null && after !== null ? [before.memory, after] : null,
      withoutFace,
    };
  },
};

(globalThis as typeof globalThis & { bench: BenchPage }).bench = bench;
