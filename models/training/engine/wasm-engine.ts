import type { FaceMeshConfig } from '@/models/facemesh/config';
import { faceMeshLayers, type Layer as LayerConfig } from '@/models/facemesh/layers';
import type { FaceMeshWeights } from '@/models/facemesh/weights';
import type { Address } from '../kernels/kernels';
import { BlockLayer } from './block-layer';
import { borderedFloats, EngineContext, type FeatureMap, type Layer } from './context';
import { OutputLayer, ProjectionLayer, StemLayer } from './convolution-layers';
import { exportGradients, exportWeights, importGradients, importWeights } from './exchange-weights';
import {
  ENGINE_VECTORS,
  type EngineState,
  type EngineVector,
  type OptimiserStep,
  type OutputRows,
  type TrainingEngine,
} from './training-engine';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;
/** share of a batch in the running statistics, as PyTorch's default */
const STATISTICS_RATE = 0.1;
const CONFIDENCE_OUTPUTS = 1;

interface Head {
  readonly layers: readonly Layer[];
  readonly output: OutputLayer;
}

/** TrainingEngine on the CPU: AssemblyScript kernels over one WebAssembly memory. README.md says why it exists. */
export class WasmEngine implements TrainingEngine {
  readonly pixels: Uint8Array;
  readonly landmarks: OutputRows;
  readonly confidence: OutputRows;
  readonly exchange: Float32Array;
  private readonly context: EngineContext;
  private readonly stem: StemLayer;
  private readonly backbone: readonly Layer[];
  private readonly coordinateHead: Head;
  private readonly confidenceHead: Head;
  /** the confidence head's share of the gradient where the two heads part */
  private readonly junction: { readonly address: Address; readonly floats: number };
  private steps = 0;

  constructor(
    module: WebAssembly.Module,
    readonly config: FaceMeshConfig,
    readonly images: number,
    pixelRange: { readonly scale: number; readonly offset: number },
  ) {
    const context = new EngineContext(module, images);
    this.context = context;
    const layers = faceMeshLayers(config);
    const gradients = new Map<string, Address>();
    const add = (layer: LayerConfig, input: FeatureMap): Layer => buildLayer(context, gradients, layer, input);

    const [stem, ...blocks] = layers.backbone;
    this.stem = new StemLayer(context, named(stem), stem.outputChannels, pixelRange);
    const backbone: Layer[] = [];
    let map = this.stem.output;
    for (const layer of blocks) {
      const built = add(layer, map);
      backbone.push(built);
      map = built.output;
    }
    this.backbone = backbone;
    const head = (configs: readonly LayerConfig[], outputs: number): Head => {
      const built: Layer[] = [];
      let input = map;
      for (const layer of configs.slice(0, -1)) {
        const next = add(layer, input);
        built.push(next);
        input = next.output;
      }
      return { layers: built, output: new OutputLayer(context, configs[configs.length - 1].name, input, outputs) };
    };
    this.coordinateHead = head(layers.coordinateHead, 3 * config.landmarkCount);
    this.confidenceHead = head(layers.confidenceHead, CONFIDENCE_OUTPUTS);
    const floats = images * map.size * map.size * map.channels;
    this.junction = { address: context.memory.reserve(floats), floats };
    context.commit();

    const { memory, parameters, statistics, regions } = context;
    this.pixels = memory.bytes(this.stem.pixels, images * config.inputSize ** 2 * 3);
    this.landmarks = this.rows(this.coordinateHead.output, 3 * config.landmarkCount);
    this.confidence = this.rows(this.confidenceHead.output, CONFIDENCE_OUTPUTS);
    this.exchange = memory.floats(regions.gradients, parameters.size + statistics.size);
    const decay = memory.floats(regions.decay, parameters.size);
    for (const { kind, offset, length } of parameters.entries()) {
      if (kind === 'weight') decay.fill(1, offset, offset + length);
    }
  }

  private rows({ stride, values, gradient }: OutputLayer, count: number): OutputRows {
    const floats = (address: Address) => this.context.memory.floats(address, this.images * stride);
    return { count, stride, values: floats(values), gradient: floats(gradient) };
  }

  forward(training: boolean): void {
    this.stem.forward();
    for (const layer of this.backbone) layer.forward(training);
    for (const head of [this.coordinateHead, this.confidenceHead]) {
      for (const layer of head.layers) layer.forward(training);
      head.output.forward();
    }
  }

  backward(): void {
    const { kernels, gradient, memory } = this.context;
    const { address, floats } = this.junction;
    backwardThrough(this.confidenceHead);
    memory.floats(address, floats).set(memory.floats(gradient.current, floats));
    backwardThrough(this.coordinateHead);
    kernels.addTo(gradient.current, address, floats);
    for (const layer of this.backbone.toReversed()) layer.backward();
    this.stem.backward();
  }

  step({ learningRate, weightDecay, clipNorm, averageDecay }: OptimiserStep): number {
    const { kernels, parameters, statistics, regions, scratch } = this.context;
    const norm = Math.sqrt(kernels.sumOfSquares(regions.gradients, parameters.size, scratch.sums));
    if (!Number.isFinite(norm)) return norm;
    this.steps++;
    kernels.adamStep(
      regions.values,
      regions.gradients,
      regions.firstMoments,
      regions.secondMoments,
      regions.decay,
      parameters.size,
      learningRate,
      BETA1,
      BETA2,
      1 / (1 - BETA1 ** this.steps),
      1 / (1 - BETA2 ** this.steps),
      EPSILON,
      weightDecay,
      norm > clipNorm ? clipNorm / norm : 1,
    );
    kernels.followAverage(regions.statistics, regions.batchStatistics, statistics.size, STATISTICS_RATE);
    // early on a long average would still hold the initial weights
    const rate = 1 - Math.min(averageDecay, this.steps / (this.steps + 9));
    kernels.followAverage(regions.average, regions.values, parameters.size, rate);
    kernels.followAverage(regions.averageStatistics, regions.statistics, statistics.size, rate);
    return norm;
  }

  async withAverage<T>(use: () => T | Promise<T>): Promise<T> {
    this.exchangeWithAverage();
    try {
      return await use();
    } finally {
      this.exchangeWithAverage();
    }
  }

  private exchangeWithAverage(): void {
    for (const [live, average] of [
      ['values', 'average'],
      ['statistics', 'averageStatistics'],
    ] as const) {
      const kept = this.vector(live).slice();
      this.vector(live).set(this.vector(average));
      this.vector(average).set(kept);
    }
  }

  state(): EngineState {
    const vectors = Object.fromEntries(ENGINE_VECTORS.map((name) => [name, this.vector(name).slice()]));
    return { step: this.steps, vectors: vectors as EngineState['vectors'] };
  }

  restore({ step, vectors }: EngineState): void {
    for (const name of ENGINE_VECTORS) {
      const into = this.vector(name);
      if (vectors[name]?.length !== into.length) {
        throw new RangeError(
          `training state: ${name}: expected ${into.length} values of ${this.config.title}, found ${vectors[name]?.length ?? 0}`,
        );
      }
    }
    for (const name of ENGINE_VECTORS) this.vector(name).set(vectors[name]);
    this.steps = step;
  }

  weights(): FaceMeshWeights {
    return exportWeights(this.context, this.config);
  }

  /** of the last backward, in the shapes of the checkpoint */
  gradients(): FaceMeshWeights {
    return exportGradients(this.context, this.config);
  }

  /**
   * Puts gradients that were found elsewhere, and the batch's statistics in the place of running ones, where `exchange`
   * has them: the optimiser as a part of its own. Shifts that the engine leaves out are passed over.
   */
  setGradients(tensors: FaceMeshWeights): void {
    importGradients(this.context, this.config, tensors);
  }

  load(weights: FaceMeshWeights): void {
    importWeights(this.context, this.config, weights);
    this.vector('average').set(this.vector('values'));
    this.vector('averageStatistics').set(this.vector('statistics'));
    this.vector('firstMoments').fill(0);
    this.vector('secondMoments').fill(0);
    this.steps = 0;
  }

  private vector(name: EngineVector): Float32Array {
    const { memory, regions, parameters, statistics } = this.context;
    const { size } = name === 'statistics' || name === 'averageStatistics' ? statistics : parameters;
    return memory.floats(regions[name], size);
  }
}

const backwardThrough = ({ layers, output }: Head): void => {
  output.backward();
  for (const layer of layers.toReversed()) layer.backward();
};

function named(layer: LayerConfig): { name: string; activation: string } {
  if (layer.kind !== 'convolution' || layer.activation === null) {
    throw new RangeError(`training engine: expected a convolution with PReLU, found ${layer.name}`);
  }
  return { name: layer.name, activation: layer.activation };
}

function buildLayer(
  context: EngineContext,
  gradients: Map<string, Address>,
  layer: LayerConfig,
  input: FeatureMap,
): Layer {
  if (layer.kind === 'convolution') return new ProjectionLayer(context, named(layer), input, layer.outputChannels);
  const size = input.size / layer.stride;
  const key = `${size} × ${layer.inputChannels}`;
  let gradient = gradients.get(key);
  if (gradient === undefined) {
    gradient = context.memory.reserve(borderedFloats(context.images, size, layer.inputChannels));
    gradients.set(key, gradient);
  }
  return new BlockLayer(context, layer.name, layer, input, gradient);
}
