import * as tf from '@tensorflow/tfjs-core';
import { CROP_BYTES } from '../facemesh/codec';
import type { CropPredictor } from '../facemesh/crop-predictor';
import { FrameCropper } from '../inference/frame-cropper';
import { type Endpoint, serveCalls } from '../runtime/calls';
import { type Backend, fetchModel } from '../runtime/load-model';
import type { BackendSource } from '../runtime/protocol';
import type { DetectorSource } from './detector-server';
import type { FrameReader } from './frame-reader';
import { type FrameDetector, LiveEngine } from './live-engine';
import type { LiveCalls } from './protocol';

/** What the worker needs of the place it runs in. */
export interface LiveRuntime {
  startBackend(source: BackendSource): Promise<Backend>;
  /** kernels to cut crops with, whatever the networks compute on */
  loadKernels(wasmUrl: string): Promise<WebAssembly.Module>;
  /** @param workerUrl the detectors' worker */
  openDetector(workerUrl: string, source: DetectorSource): Promise<FrameDetector & { dispose(): void }>;
  readonly reader: Pick<FrameReader, 'read'>;
}

/** Answers the calls of the live worker. */
export function serveLive(endpoint: Endpoint, { startBackend, loadKernels, openDetector, reader }: LiveRuntime): void {
  let engine: LiveEngine | null = null;
  let predictors: CropPredictor[] = [];
  let detector: (FrameDetector & { dispose(): void }) | null = null;
  let cropper: FrameCropper | null = null;

  serveCalls<LiveCalls>(endpoint, {
    async load({ models, detectorsUrl, detectorWorkerUrl, settings }, signal) {
      for (const predictor of predictors) predictor.dispose();
      detector?.dispose();
      const [first] = models;
      const { wasmUrl } = first;
      const files = await Promise.all(models.map((source) => fetchModel(source, signal)));
      const backend = await startBackend(first);
      predictors = files.map((file) => backend.createPredictor(file));
      cropper ??= new FrameCropper(await loadKernels(wasmUrl));
      detector = await openDetector(detectorWorkerUrl, {
        networksUrl: detectorsUrl,
        wasmUrl,
        backend: backend.name === 'kernels' ? 'wasm' : backend.name,
      });
      // the first pass compiles shaders: it should not count as the first frame's time
      for (const predictor of predictors) await predictor.predictCrops(new Uint8Array(CROP_BYTES), signal);
      engine = new LiveEngine(predictors, detector, cropper, settings);
      return { models: files.map(({ card }) => ({ card, backend: backend.name })) };
    },
    async configure(settings) {
      engine?.configure(settings);
      return null;
    },
    async reset() {
      engine?.reset();
      return null;
    },
    async frame({ frame, timeMs, kind }) {
      const startMs = performance.now();
      try {
        if (!engine || !cropper) throw new Error('live: expected to be loaded first, found no model');
        const size = await reader.read(frame, cropper, kind === 'still');
        const readMs = performance.now() - startMs;
        const result = await engine.process({ ...size, timeMs, kind, startMs, readMs });
        return { ...result, tensors: result.tensors + tf.memory().numTensors };
      } finally {
        frame.close();
      }
    },
  });
}
