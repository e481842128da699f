import { takeWorker, type WorkerLike } from '../runtime/worker-client';
import type { DetectorCalls, DetectorSource } from './detector-server';
import type { FrameDetector } from './live-engine';

/**
 * Loads the detectors into a worker of their own.
 *
 * @param worker made by the caller; ended by `dispose`, and when it cannot be loaded
 * @throws WorkerError when the networks cannot be fetched or read
 */
export async function openFrameDetector(
  worker: WorkerLike,
  source: DetectorSource,
): Promise<FrameDetector & { dispose(): void }> {
  const { call, dispose } = takeWorker<DetectorCalls>(worker, 'detector');
  try {
    const { inputSizes } = await call('load', source);
    return {
      inputSizes,
      detect: (mode, pixels, frame) =>
        call('detect', { mode, pixels, frame }, { transfer: [pixels.buffer as ArrayBuffer] }),
      find: (mode, image) => call('find', { mode, image }, { transfer: [image.data.buffer as ArrayBuffer] }),
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}
