import { createWorkerClient, WorkerError, type WorkerLike } from '../runtime/worker-client';
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
  const client = createWorkerClient<DetectorCalls>(worker);
  const crash = ({ message }: { readonly message?: string }) =>
    client.fail(new WorkerError('WorkerError', `detector: ${message || 'stopped without a message'}`));
  worker.addEventListener('error', crash);
  worker.addEventListener('messageerror', crash);
  const dispose = () => {
    worker.terminate();
    client.fail(new WorkerError('WorkerError', 'detector: expected to be in use, found it disposed of'));
  };
  try {
    const { inputSizes } = await client.call('load', source);
    return {
      inputSizes,
      detect: (mode, pixels, frame) =>
        client.call('detect', { mode, pixels, frame }, { transfer: [pixels.buffer as ArrayBuffer] }),
      find: (mode, image) => client.call('find', { mode, image }, { transfer: [image.data.buffer as ArrayBuffer] }),
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}
