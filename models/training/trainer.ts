import type { Worker } from 'node:worker_threads';
import {
  type TrainingConfig,
  type TrainingConfigInput,
  type TrainingCurves,
  type TrainingLosses,
  type TrainingProgress,
  trainingConfigSchema,
  type ValidationResult,
} from '@/lib/contracts/training-config';
import type { TrainedOn } from '@/lib/datasets/trained-on';
import { lockFolder } from '@/lib/folder-lock-node';
import { FACEMESH_CONFIGS } from '@/models/facemesh/config';
import type { FaceMeshWeights } from '@/models/facemesh/weights';
import { assertFits, readCheckpoint } from './checkpoint-node';
import { WasmEngine } from './engine/wasm-engine';
import { loadKernels } from './kernels/load-node';
import { REQUEST, type RunState, type SharedCells, type WorkerMessage, type WorkerSetup } from './messages';
import { type PreparedData, prepareData } from './prepare';
import { bringTo } from './prune';
import { PIXEL_RANGE, PREDICTION_FLOATS } from './replica';
import { RunFiles } from './run-files-node';
import { chooseSampleFaces, samplePredictions } from './sample-faces';
import { lastStep } from './schedule';
import { bundleWorker, startWorker } from './start-worker-node';
import { TrainingError, type TrainingSetProvider } from './training-set';
import { validationResults } from './validation';

export interface TrainOptions {
  readonly sets: TrainingSetProvider;
  /** folder of checkpoint and curves; a checkpoint found there is gone on from */
  readonly directory: string;
  /** stops after the step under way, with a checkpoint: the run can be resumed */
  readonly signal?: AbortSignal;
  /** brings the learning rate down within config.coolDownSteps and ends the run */
  readonly finishEarly?: AbortSignal;
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** weights of config.startFrom and config.teacher, made for the same crop */
  readonly startFrom?: FaceMeshWeights;
  readonly teacher?: FaceMeshWeights;
  /** what those two were trained on: the new model remembers it as its own; null where it is not known */
  readonly parents?: readonly (TrainedOn | null)[];
  /** the worker as a built file; bundled on the spot where it is left out */
  readonly worker?: URL;
}

export interface TrainingRun {
  readonly config: TrainingConfig;
  /** `stopped`: by the signal, to be resumed */
  readonly ended: 'done' | 'finished-early' | 'stopped';
  readonly step: number;
  /** the moving average: what is shipped */
  readonly weights: FaceMeshWeights;
  readonly curves: TrainingCurves;
  readonly validation: Readonly<Record<string, ValidationResult>> | null;
  readonly data: PreparedData;
  /** of this session */
  readonly seconds: number;
  readonly imagesPerSecond: number;
}

/**
 * Trains a network, or goes on with a run that was stopped or killed: same config and data, same weights.
 *
 * @throws TrainingError in one line: data that cannot be trained on, a folder another trainer works in, a foreign
 *   checkpoint, numbers that are not finite, a disk that is full. The checkpoint before stays.
 */
export async function train(input: TrainingConfigInput, options: TrainOptions): Promise<TrainingRun> {
  const config = parseConfig(input);
  for (const [role, model, weights] of [
    ['startFrom', config.startFrom, options.startFrom],
    ['teacher', config.teacher?.model, options.teacher],
  ] as const) {
    if (model && !weights) throw new TrainingError(`training: ${role}: expected the weights of ${model}, found none`);
  }
  const kernels = await loadKernels();
  const unlock = await lockFolder(options.directory).catch((cause: Error) => {
    throw new TrainingError(`training: ${cause.message}`, { cause });
  });
  try {
    const checkpoint = await readCheckpoint(options.directory);
    const data = await prepareData(config, options.sets, options);
    if (checkpoint) assertFits(checkpoint, config, data.fingerprint);
    const run = new Run(config, options, data, kernels, checkpoint?.curves ?? { training: [], validation: [] });
    return await run.finish(checkpoint?.state ?? null);
  } finally {
    unlock();
  }
}

/** @throws TrainingError that names the first setting that is wrong */
export function parseConfig(input: unknown): TrainingConfig {
  const parsed = trainingConfigSchema.safeParse(input);
  if (!parsed.success) {
    const [{ path: place, message }] = parsed.error.issues;
    throw new TrainingError(`training: config: ${place.join('.') || 'settings'}: ${message}`);
  }
  return parsed.data;
}

/** Weights as the run's last step left them: the moving average. */
export function weightsOf(config: TrainingConfig, kernels: WebAssembly.Module, state: RunState): FaceMeshWeights {
  const engine = new WasmEngine(kernels, FACEMESH_CONFIGS[config.architecture], 2, PIXEL_RANGE);
  const { vectors } = state.engine;
  const averaged = { ...vectors, values: vectors.average, statistics: vectors.averageStatistics };
  engine.restore({ ...state.engine, vectors: averaged });
  return engine.weights();
}

/** One session of a run: workers, their messages, files. */
class Run {
  private readonly shared: SharedCells;
  private readonly predictions: SharedArrayBuffer;
  private readonly validateEvery: number;
  /** indices of the held-out faces whose predictions are shown */
  private readonly shown: readonly number[];
  private readonly started = performance.now();
  private firstStep = 0;
  private trainingStart = performance.now();
  private losses: TrainingLosses = { landmarks: 0, depth: 0, confidence: 0 };
  private learningRate = 0;
  private validation: Record<string, ValidationResult> | null = null;
  private readonly files: RunFiles;
  private coolDownFrom: number | null = null;

  constructor(
    private readonly config: TrainingConfig,
    private readonly options: TrainOptions,
    private readonly data: PreparedData,
    private readonly kernels: WebAssembly.Module,
    private curves: TrainingCurves,
  ) {
    const { batch, workers } = config;
    const probe = new WasmEngine(kernels, FACEMESH_CONFIGS[config.architecture], 2, PIXEL_RANGE);
    const shared = (bytes: number) => new SharedArrayBuffer(bytes);
    this.shared = {
      barrier: shared(8),
      requests: shared(4),
      decisions: shared(8),
      losses: shared(2 * workers * 3 * Float64Array.BYTES_PER_ELEMENT),
      exchange: shared(2 * workers * probe.exchange.byteLength),
    };
    this.predictions = shared(Math.max(1, data.validation.length) * PREDICTION_FLOATS * Float32Array.BYTES_PER_ELEMENT);
    this.validateEvery = config.validateEvery ?? Math.max(1, Math.round(data.epoch.length / batch));
    this.shown = chooseSampleFaces(data.validation);
    this.files = new RunFiles(options.directory, (error) => this.onWriteError(error));
  }

  async finish(resume: RunState | null): Promise<TrainingRun> {
    this.firstStep = resume?.engine.step ?? 0;
    this.coolDownFrom = resume?.coolDownFrom ?? null;
    const { signal, finishEarly } = this.options;
    const requests = new Int32Array(this.shared.requests);
    const stop = () => Atomics.store(requests, 0, REQUEST.stop);
    const coolDown = () => Atomics.compareExchange(requests, 0, REQUEST.goOn, REQUEST.coolDown);
    signal?.addEventListener('abort', stop);
    finishEarly?.addEventListener('abort', coolDown);
    if (finishEarly?.aborted) coolDown();
    if (signal?.aborted) stop();
    try {
      const { state, stopped } = await this.runWorkers(resume);
      this.keep(state);
      await this.files.settled();
      const { step } = state.engine;
      const seconds = (performance.now() - this.trainingStart) / 1000;
      return {
        config: this.config,
        ended: stopped ? 'stopped' : step < this.config.steps ? 'finished-early' : 'done',
        step,
        weights: weightsOf(this.config, this.kernels, state),
        curves: this.curves,
        validation: this.validation ?? this.curves.validation.at(-1)?.sets ?? null,
        data: this.data,
        seconds: (performance.now() - this.started) / 1000,
        imagesPerSecond: ((step - this.firstStep) * this.config.batch) / seconds,
      };
    } finally {
      signal?.removeEventListener('abort', stop);
      finishEarly?.removeEventListener('abort', coolDown);
      // what failed has been told; the folder is free once the last file is written
      await this.files.settled().catch(() => {});
    }
  }

  private async runWorkers(resume: RunState | null): Promise<{ state: RunState; stopped: boolean }> {
    const { config, data } = this;
    const script = this.options.worker ?? (await bundleWorker());
    const workers: Worker[] = [];
    try {
      return await new Promise((resolve, reject) => {
        for (let replica = 0; replica < config.workers; replica++) {
          const setup: WorkerSetup = {
            config,
            replica,
            kernels: this.kernels,
            faces: data.faces,
            epoch: data.epoch,
            validationCrops: data.validation.map(({ crop }) => crop),
            predictions: this.predictions,
            validateEvery: this.validateEvery,
            meanOutput: data.meanOutput,
            initial: this.initialWeights(),
            teacher: this.options.teacher ?? null,
            resume,
            shared: this.shared,
          };
          const worker = startWorker(script, setup);
          workers.push(worker);
          worker.on('error', reject);
          worker.on('message', (message: WorkerMessage) => {
            try {
              if (message.type === 'done') resolve(message);
              else this.receive(message);
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

  private initialWeights(): FaceMeshWeights | null {
    const { startFrom } = this.options;
    return this.config.startFrom && startFrom ? bringTo(FACEMESH_CONFIGS[this.config.architecture], startFrom) : null;
  }

  private onWriteError: (error: unknown) => void = () => {};

  private receive(message: Exclude<WorkerMessage, { type: 'done' }>): void {
    switch (message.type) {
      case 'ready':
        this.trainingStart = performance.now();
        this.files.keepSampleImages(this.shown.map((index) => this.data.validation[index]));
        return;
      case 'progress':
        this.losses = message.losses;
        this.learningRate = message.learningRate;
        this.coolDownFrom = message.coolDownFrom;
        this.tell(message.step, null);
        return;
      case 'curve': {
        const { step, learningRate, losses } = message;
        this.losses = losses;
        this.learningRate = learningRate;
        this.curves = { ...this.curves, training: [...this.curves.training, { step, learningRate, ...losses }] };
        this.files.keepCurves(this.curves);
        return;
      }
      case 'validation': {
        const { step } = message;
        const { validation, meanShape } = this.data;
        const rows = new Float32Array(this.predictions);
        const sets = validationResults(validation, rows, this.config.loss, meanShape);
        this.validation = sets;
        this.curves = { ...this.curves, validation: [...this.curves.validation, { step, sets }] };
        this.files.keepSamples(samplePredictions(step, validation, this.shown, rows));
        this.files.keepCurves(this.curves);
        this.tell(step, sets);
        return;
      }
      case 'checkpoint':
        this.coolDownFrom = message.state.coolDownFrom;
        this.keep(message.state);
        return;
      case 'failed':
        throw new TrainingError(`training: ${message.reason}; the last checkpoint is kept`);
    }
  }

  private tell(step: number, validation: TrainingProgress['validation']): void {
    const { batch } = this.config;
    const seconds = (performance.now() - this.trainingStart) / 1000;
    const imagesPerSecond = ((step - this.firstStep) * batch) / Math.max(seconds, 1e-3);
    const end = lastStep(this.config, this.coolDownFrom);
    this.options.onProgress?.({
      step,
      steps: end,
      epoch: (step * batch) / this.data.epoch.length,
      imagesPerSecond,
      secondsLeft: ((end - step) * batch) / Math.max(imagesPerSecond, 1e-3),
      learningRate: this.learningRate,
      losses: this.losses,
      validation,
      curvePoints: this.curves.training.length + this.curves.validation.length,
    });
  }

  private keep(state: RunState): void {
    const { config, curves, data } = this;
    this.files.keepCheckpoint({ config, fingerprint: data.fingerprint, state, curves });
    this.files.keepCurves(curves);
  }
}
