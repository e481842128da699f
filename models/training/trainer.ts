import type { Worker } from 'node:worker_threads';
import type {
  TrainingConfig,
  TrainingConfigInput,
  TrainingCurves,
  TrainingProgress,
} from '@/lib/contracts/training-config';
import { lockFolder } from '@/lib/folder-lock-node';
import { FACEMESH_CONFIGS } from '@/models/facemesh/config';
import { assertFits } from './checkpoint';
import { readCheckpoint } from './checkpoint-node';
import { WasmEngine } from './engine/wasm-engine';
import { loadKernels } from './kernels/load-node';
import { REQUEST, type RunState, type SharedCells, type WorkerMessage, type WorkerSetup } from './messages';
import { parseConfig } from './parse-config';
import { type PreparedData, prepareData } from './prepare';
import { PIXEL_RANGE } from './replica';
import { assertParents, type ParentWeights, replicaInput } from './replica-input';
import { RunFiles } from './run-files-node';
import { RunRecorder, type TrainingRun } from './run-recorder';
import { bundleWorker, startWorker } from './start-worker-node';
import { TrainingError, type TrainingSetProvider } from './training-set';

export interface TrainOptions extends ParentWeights {
  readonly sets: TrainingSetProvider;
  /** folder of checkpoint and curves; a checkpoint found there is gone on from */
  readonly directory: string;
  /** stops after the step under way, with a checkpoint: the run can be resumed */
  readonly signal?: AbortSignal;
  /** brings the learning rate down within config.coolDownSteps and ends the run */
  readonly finishEarly?: AbortSignal;
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** the worker as a built file; bundled on the spot where it is left out */
  readonly worker?: URL;
}

/**
 * Trains a network, or goes on with a run that was stopped or killed: same config and data, same weights.
 *
 * @throws TrainingError in one line: data that cannot be trained on, a folder another trainer works in, a foreign
 *   checkpoint, numbers that are not finite, a disk that is full. The checkpoint before stays.
 */
export async function train(input: TrainingConfigInput, options: TrainOptions): Promise<TrainingRun> {
  const config = parseConfig(input);
  assertParents(config, options);
  const kernels = await loadKernels();
  const unlock = await lockFolder(options.directory).catch((cause: Error) => {
    throw new TrainingError(`training: ${cause.message}`, { cause });
  });
  try {
    const checkpoint = await readCheckpoint(options.directory);
    const data = await prepareData(config, options.sets, options);
    if (checkpoint) assertFits(checkpoint, config, data.fingerprint);
    const curves = checkpoint?.curves ?? { training: [], validation: [] };
    return await new Run(config, options, data, kernels, checkpoint?.state ?? null, curves).finish();
  } finally {
    unlock();
  }
}

/** One session of a run: workers that share memory, and the files they leave in its folder. */
class Run {
  private readonly shared: SharedCells;
  private readonly files: RunFiles;
  private readonly recorder: RunRecorder;

  constructor(
    private readonly config: TrainingConfig,
    private readonly options: TrainOptions,
    private readonly data: PreparedData,
    private readonly kernels: WebAssembly.Module,
    private readonly resume: RunState | null,
    curves: TrainingCurves,
  ) {
    const { workers } = config;
    const probe = new WasmEngine(kernels, FACEMESH_CONFIGS[config.architecture], 2, PIXEL_RANGE);
    const shared = (bytes: number) => new SharedArrayBuffer(bytes);
    this.shared = {
      barrier: shared(8),
      requests: shared(4),
      decisions: shared(8),
      losses: shared(2 * workers * 3 * Float64Array.BYTES_PER_ELEMENT),
      exchange: shared(2 * workers * probe.exchange.byteLength),
    };
    const { directory, onProgress } = options;
    this.files = new RunFiles(directory, (error) => this.onWriteError(error));
    this.recorder = new RunRecorder({ config, data, sink: this.files, curves, resume, onProgress });
  }

  async finish(): Promise<TrainingRun> {
    const { signal, finishEarly } = this.options;
    const requests = new Int32Array(this.shared.requests);
    const stop = () => Atomics.store(requests, 0, REQUEST.stop);
    const coolDown = () => Atomics.compareExchange(requests, 0, REQUEST.goOn, REQUEST.coolDown);
    signal?.addEventListener('abort', stop);
    finishEarly?.addEventListener('abort', coolDown);
    if (finishEarly?.aborted) coolDown();
    if (signal?.aborted) stop();
    try {
      const { state, stopped } = await this.runWorkers();
      return await this.recorder.finish(state, stopped, this.kernels);
    } finally {
      signal?.removeEventListener('abort', stop);
      finishEarly?.removeEventListener('abort', coolDown);
      // what failed has been told; the folder is free once the last file is written
      await this.files.settled().catch(() => {});
    }
  }

  private async runWorkers(): Promise<{ state: RunState; stopped: boolean }> {
    const { config, data, recorder } = this;
    const script = this.options.worker ?? (await bundleWorker());
    const workers: Worker[] = [];
    try {
      return await new Promise((resolve, reject) => {
        for (let replica = 0; replica < config.workers; replica++) {
          const setup: WorkerSetup = {
            config,
            replica,
            kernels: this.kernels,
            ...replicaInput(config, data, this.options),
            predictions: recorder.predictions,
            validateEvery: recorder.validateEvery,
            resume: this.resume,
            shared: this.shared,
          };
          const worker = startWorker(script, setup);
          workers.push(worker);
          worker.on('error', reject);
          worker.on('message', (message: WorkerMessage) => {
            try {
              if (message.type === 'done') resolve(message);
              else recorder.receive(message);
            } catch (error) {
              reject(error);
            }
          });
        }
        this.onWriteError = reject;
      });
    } finally {
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
  }

  private onWriteError: (error: unknown) => void = () => {};
}
