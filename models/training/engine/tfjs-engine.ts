import * as tf from '@tensorflow/tfjs-core';
import type { FaceMeshConfig } from '@/models/facemesh/config';
import { expectedTensors, type FaceMeshWeights } from '@/models/facemesh/weights';
import { batchStatisticsOf, trainingForward, type Variables } from './tfjs-network';
import type { EngineState, OptimiserStep, OutputRows, TrainingEngine } from './training-engine';
import { WasmEngine } from './wasm-engine';

const CONFIDENCE_OUTPUTS = 1;

/**
 * TrainingEngine on tfjs and its automatic differentiation, for backends that have every gradient kernel: webgpu, webgl
 * and cpu; wasm has not (README.md). Forward and backward run there; weights, optimiser, moving average and checkpoints
 * are a WasmEngine's, so a run may change from one to the other.
 *
 * The loss stands outside, so backward runs the network forward again, under the tape.
 */
export class TfjsEngine implements TrainingEngine {
  readonly pixels: Uint8Array;
  readonly landmarks: OutputRows;
  readonly confidence: OutputRows;
  readonly exchange: Float32Array;
  /** weights and optimiser; its own feature maps are never used, so it is made for as few images as it allows */
  private readonly store: WasmEngine;
  /** the weights on the backend; null after they have changed */
  private variables: Variables | null = null;

  /** @param kernels as for WasmEngine */
  constructor(
    kernels: WebAssembly.Module,
    readonly config: FaceMeshConfig,
    readonly images: number,
    private readonly pixelRange: { readonly scale: number; readonly offset: number },
  ) {
    this.store = new WasmEngine(kernels, config, 1, pixelRange);
    this.exchange = this.store.exchange;
    this.pixels = new Uint8Array(images * config.inputSize ** 2 * 3);
    const rows = (count: number): OutputRows => ({
      count,
      stride: count,
      values: new Float32Array(images * count),
      gradient: new Float32Array(images * count),
    });
    this.landmarks = rows(3 * config.landmarkCount);
    this.confidence = rows(CONFIDENCE_OUTPUTS);
  }

  async forward(training: boolean): Promise<void> {
    const outputs = tf.tidy((): tf.Tensor[] => {
      const { landmarks, confidence } = trainingForward(this.config, this.onBackend(), this.input(), training);
      return [landmarks, confidence];
    });
    const [landmarks, confidence] = await readAndDispose(outputs);
    this.landmarks.values.set(landmarks);
    this.confidence.values.set(confidence);
  }

  async backward(): Promise<void> {
    const { landmarks, confidence, images } = this;
    const variables = this.onBackend();
    const trained = expectedTensors(this.config).filter(({ trainable, name }) => trainable && !CANCELLED.test(name));
    const tensors = tf.tidy((): tf.Tensor[] => {
      const input = this.input();
      const weightOf = ({ gradient, count }: OutputRows) => tf.tensor2d(gradient, [images, count]);
      let statistics: tf.Tensor[] = [];
      // the loss whose gradient at the outputs is what the caller wrote there
      const loss = (...values: tf.Tensor[]): tf.Scalar => {
        const moving = { ...variables, ...Object.fromEntries(trained.map(({ name }, i) => [name, values[i]])) };
        const out = trainingForward(this.config, moving, input, true);
        statistics = out.statistics.map((moments) => tf.keep(moments));
        return tf.add(
          tf.sum(tf.mul(out.landmarks, weightOf(landmarks))),
          tf.sum(tf.mul(out.confidence, weightOf(confidence))),
        );
      };
      const { value, grads } = tf.valueAndGrads(loss)(trained.map(({ name }) => variables[name]));
      value.dispose();
      return [...grads.map((gradient, i) => inTorchLayout(trained[i].name, gradient)), ...statistics];
    });
    const values = await readAndDispose(tensors);
    const found = new Map(trained.map(({ name }, i) => [name, values[i]]));
    for (const [name, moments] of batchStatisticsOf(this.config, values.slice(trained.length), images)) {
      found.set(name, moments);
    }
    this.store.setGradients(
      new Map(
        expectedTensors(this.config).map(({ name, shape }) => [
          name,
          { shape, values: found.get(name) ?? new Float32Array(shape.reduce((product, n) => product * n, 1)) },
        ]),
      ),
    );
  }

  step(options: OptimiserStep): number {
    this.changed();
    return this.store.step(options);
  }

  async withAverage<T>(use: () => T | Promise<T>): Promise<T> {
    this.changed();
    try {
      return await this.store.withAverage(use);
    } finally {
      this.changed();
    }
  }

  state(): EngineState {
    return this.store.state();
  }

  restore(state: EngineState): void {
    this.changed();
    this.store.restore(state);
  }

  weights(): FaceMeshWeights {
    return this.store.weights();
  }

  load(weights: FaceMeshWeights): void {
    this.changed();
    this.store.load(weights);
  }

  /** Lets the backend's copy of the weights go; it is made again when it is asked for. */
  dispose(): void {
    this.changed();
  }

  private changed(): void {
    if (this.variables) tf.dispose(Object.values(this.variables));
    this.variables = null;
  }

  private onBackend(): Variables {
    this.variables ??= Object.fromEntries(
      [...this.store.weights()].map(([name, { shape, values }]) => {
        const tensor = tf.tidy(() => {
          const torch = tf.tensor(values, [...shape]);
          return shape.length === 4 ? tf.transpose(torch, isDepthwise(name) ? [2, 3, 0, 1] : [2, 3, 1, 0]) : torch;
        });
        return [name, tf.keep(tensor)];
      }),
    );
    return this.variables;
  }

  /** [B, 192, 192, 3] in the network's unit */
  private input(): tf.Tensor4D {
    const { inputSize } = this.config;
    const { scale, offset } = this.pixelRange;
    const pixels = tf.tensor4d(this.pixels, [this.images, inputSize, inputSize, 3], 'int32');
    return tf.add(tf.mul(tf.cast(pixels, 'float32'), scale), offset);
  }
}

/** Shifts that the second batch norm of a block cancels: they stay zero (block-layer.ts). */
const CANCELLED = /\.convs\.[012]\.bias$/;

const isDepthwise = (name: string): boolean => name.endsWith('convs.0.weight');

/** tfjs's [h, w, in, out] (depthwise [h, w, channels, 1]) back to PyTorch's [out, in / groups, h, w] */
const inTorchLayout = (name: string, tensor: tf.Tensor): tf.Tensor =>
  tensor.rank === 4 ? tf.transpose(tensor, isDepthwise(name) ? [2, 3, 0, 1] : [3, 2, 0, 1]) : tensor;

/** One transfer for all: each one waits for the GPU, and a backward pass gives over a hundred tensors. */
async function readAndDispose(tensors: readonly tf.Tensor[]): Promise<Float32Array[]> {
  const joined = tf.tidy(() => tf.concat(tensors.map((tensor) => tf.reshape(tensor, [tensor.size]))));
  try {
    const values = (await joined.data()) as Float32Array;
    let end = 0;
    return tensors.map(({ size }) => {
      end += size;
      return values.subarray(end - size, end);
    });
  } finally {
    tf.dispose([joined, ...tensors]);
  }
}
