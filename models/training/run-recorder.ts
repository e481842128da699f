import type {
  TrainingConfig,
  TrainingCurves,
  TrainingLosses,
  TrainingProgress,
  TrainingSamples,
  ValidationResult,
} from '@/lib/contracts/training-config';
import { FACEMESH_CONFIGS } from '@/models/facemesh/config';
import type { FaceMeshWeights } from '@/models/facemesh/weights';
import type { Checkpoint } from './checkpoint';
import { WasmEngine } from './engine/wasm-engine';
import type { RunState, WorkerMessage } from './messages';
import type { PreparedData, ValidationFace } from './prepare';
import { PIXEL_RANGE, PREDICTION_FLOATS } from './replica';
import { chooseSampleFaces, samplePredictions } from './sample-faces';
import { lastStep } from './schedule';
import { allocate } from './shared-memory';
import { TrainingError } from './training-set';
import { validationResults } from './validation';

/** Where a run leaves its files: a folder, or a server behind HTTP. Written one after the other. */
export interface RunSink {
  keepCheckpoint(checkpoint: Checkpoint): void;
  keepCurves(curves: TrainingCurves): void;
  keepSamples(samples: TrainingSamples): void;
  /** the crops that samples are shown on */
  keepSampleImages(faces: readonly ValidationFace[]): void;
  /** Everything is where it belongs. @throws what could not be written */
  settled(): Promise<void>;
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

/** Weights as the run's last step left them: the moving average. */
export function weightsOf(config: TrainingConfig, kernels: WebAssembly.Module, state: RunState): FaceMeshWeights {
  const engine = new WasmEngine(kernels, FACEMESH_CONFIGS[config.architecture], 2, PIXEL_RANGE);
  const { vectors } = state.engine;
  const averaged = { ...vectors, values: vectors.average, statistics: vectors.averageStatistics };
  engine.restore({ ...state.engine, vectors: averaged });
  return engine.weights();
}

interface RecorderOptions {
  readonly config: TrainingConfig;
  readonly data: PreparedData;
  readonly sink: RunSink;
  /** of the checkpoint that is gone on from */
  readonly curves: TrainingCurves;
  readonly resume: RunState | null;
  readonly onProgress?: (progress: TrainingProgress) => void;
}

/** Turns what the replicas tell into curves, measurements, progress and files. Knows neither threads nor folders. */
export class RunRecorder {
  /** f32 [validation faces, 205]: coordinates and the confidence logit, written by the replicas */
  readonly predictions: ArrayBufferLike;
  /** steps between two validations */
  readonly validateEvery: number;
  /** indices of the held-out faces whose predictions are shown */
  private readonly shown: readonly number[];
  private readonly started = performance.now();
  private readonly firstStep: number;
  private trainingStart = performance.now();
  private losses: TrainingLosses = { landmarks: 0, depth: 0, confidence: 0 };
  private learningRate = 0;
  private validation: Record<string, ValidationResult> | null = null;
  private coolDownFrom: number | null;
  private curves: TrainingCurves;

  constructor(private readonly options: RecorderOptions) {
    const { config, data, curves, resume } = options;
    this.predictions = allocate(
      Math.max(1, data.validation.length) * PREDICTION_FLOATS * Float32Array.BYTES_PER_ELEMENT,
    );
    this.validateEvery = config.validateEvery ?? Math.max(1, Math.round(data.epoch.length / config.batch));
    this.shown = chooseSampleFaces(data.validation);
    this.firstStep = resume?.engine.step ?? 0;
    this.coolDownFrom = resume?.coolDownFrom ?? null;
    this.curves = curves;
  }

  /** @throws TrainingError when the replicas could not go on */
  receive(message: Exclude<WorkerMessage, { type: 'done' }>): void {
    const { config, data, sink } = this.options;
    switch (message.type) {
      case 'ready':
        this.trainingStart = performance.now();
        sink.keepSampleImages(this.shown.map((index) => data.validation[index]));
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
        sink.keepCurves(this.curves);
        return;
      }
      case 'validation': {
        const { step } = message;
        const { validation, meanShape } = data;
        const rows = new Float32Array(this.predictions);
        const sets = validationResults(validation, rows, config.loss, meanShape);
        this.validation = sets;
        this.curves = { ...this.curves, validation: [...this.curves.validation, { step, sets }] };
        sink.keepSamples(samplePredictions(step, validation, this.shown, rows));
        sink.keepCurves(this.curves);
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

  /** Keeps the last state and says what became of the run. @throws what could not be written */
  async finish(state: RunState, stopped: boolean, kernels: WebAssembly.Module): Promise<TrainingRun> {
    const { config, data, sink } = this.options;
    this.keep(state);
    await sink.settled();
    const { step } = state.engine;
    const seconds = (performance.now() - this.trainingStart) / 1000;
    return {
      config,
      ended: stopped ? 'stopped' : step < config.steps ? 'finished-early' : 'done',
      step,
      weights: weightsOf(config, kernels, state),
      curves: this.curves,
      validation: this.validation ?? this.curves.validation.at(-1)?.sets ?? null,
      data,
      seconds: (performance.now() - this.started) / 1000,
      imagesPerSecond: ((step - this.firstStep) * config.batch) / seconds,
    };
  }

  private tell(step: number, validation: TrainingProgress['validation']): void {
    const { config, data, onProgress } = this.options;
    const { batch } = config;
    const seconds = (performance.now() - this.trainingStart) / 1000;
    const imagesPerSecond = ((step - this.firstStep) * batch) / Math.max(seconds, 1e-3);
    const end = lastStep(config, this.coolDownFrom);
    onProgress?.({
      step,
      steps: end,
      epoch: (step * batch) / data.epoch.length,
      imagesPerSecond,
      secondsLeft: ((end - step) * batch) / Math.max(imagesPerSecond, 1e-3),
      learningRate: this.learningRate,
      losses: this.losses,
      validation,
      curvePoints: this.curves.training.length + this.curves.validation.length,
    });
  }

  private keep(state: RunState): void {
    const { config, data, sink } = this.options;
    const { curves } = this;
    sink.keepCheckpoint({ config, fingerprint: data.fingerprint, state, curves });
    sink.keepCurves(curves);
  }
}
