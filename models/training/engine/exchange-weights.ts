import type { FaceMeshConfig } from '@/models/facemesh/config';
import {
  assertWeightsFit,
  BATCH_NORM_EPSILON,
  type ExpectedTensor,
  expectedTensors,
  type FaceMeshWeights,
} from '@/models/facemesh/weights';
import { batchStatistics, type EngineContext, gradients, runningStatistics, values } from './context';
import type { ParameterEntry } from './parameters';

/** [out, in / groups, height, width] of a PyTorch filter against the engine's [height, width, in / groups, out] */
function forEachFilterIndex(
  shape: readonly number[],
  stride: number,
  visit: (torch: number, own: number) => void,
): void {
  const [outputs, inputs, height, width] = shape;
  for (let o = 0, torch = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++, torch++) visit(torch, ((y * width + x) * inputs + i) * stride + o);
      }
    }
  }
}

/** The reference's bias of the stem is the last row of the engine's filter. */
const STEM = 'backbone.0';
const STEM_TAPS = 27;

type View = (context: EngineContext, entry: ParameterEntry) => Float32Array;

/** The engine's floats that a tensor of the checkpoint stands for; null for one that the engine leaves out. */
function engineView(
  context: EngineContext,
  { name, trainable }: ExpectedTensor,
  trained: View,
  statistics: View = runningStatistics,
): Float32Array | null {
  if (name === `${STEM}.bias`) {
    const filter = trained(context, context.parameters.get(`${STEM}.weight`));
    return filter.subarray((filter.length / (STEM_TAPS + 1)) * STEM_TAPS);
  }
  const table = trainable ? context.parameters : context.statistics;
  const view = trainable ? trained : statistics;
  return table.has(name) ? view(context, table.get(name)) : null;
}

/** Outputs a filter has in the engine: rounded up to eight in the last layers. */
const filterStride = (shape: readonly number[]): number =>
  shape[1] === 1 && shape[2] === 3 ? shape[0] : Math.ceil(shape[0] / 8) * 8;

/** Tensors that cancel in training (block-layer.ts) are written as zero. */
export function exportWeights(context: EngineContext, config: FaceMeshConfig): FaceMeshWeights {
  return exportTensors(context, config, values);
}

/** The gradients of the last backward, in the shapes of the checkpoint. */
export function exportGradients(context: EngineContext, config: FaceMeshConfig): FaceMeshWeights {
  return exportTensors(context, config, gradients);
}

function exportTensors(context: EngineContext, config: FaceMeshConfig, view: View): FaceMeshWeights {
  return new Map(
    expectedTensors(config).map((tensor) => {
      const { name, shape } = tensor;
      const tensorValues = new Float32Array(shape.reduce((product, n) => product * n, 1));
      const own = engineView(context, tensor, view);
      if (own && shape.length === 4) {
        forEachFilterIndex(shape, filterStride(shape), (torch, at) => {
          tensorValues[torch] = own[at];
        });
      } else if (own) {
        tensorValues.set(own.subarray(0, tensorValues.length));
      }
      return [name, { shape, values: tensorValues }];
    }),
  );
}

/**
 * The inverse of exportWeights. Shifts the engine leaves out are folded into what it keeps only as far as they cancel:
 * with a bias before a batch norm the running mean moves by as much, so the function computed stays the same.
 *
 * @throws ModelFormatError when the weights are of another network
 */
export function importWeights(context: EngineContext, config: FaceMeshConfig, weights: FaceMeshWeights): void {
  importTensors(context, config, weights, values, runningStatistics);
  for (const { name } of context.statistics.entries()) {
    if (name.endsWith('.running_mean')) moveMean(context, weights, name.slice(0, -'.convs.3.running_mean'.length));
  }
}

/** Gradients of every trainable tensor, and this batch's statistics under the names of the running ones. */
export function importGradients(context: EngineContext, config: FaceMeshConfig, tensors: FaceMeshWeights): void {
  importTensors(context, config, tensors, gradients, batchStatistics);
}

function importTensors(
  context: EngineContext,
  config: FaceMeshConfig,
  tensors: FaceMeshWeights,
  trained: View,
  statistics: View,
): void {
  assertWeightsFit(tensors, config);
  for (const tensor of expectedTensors(config)) {
    const own = engineView(context, tensor, trained, statistics);
    if (!own) continue;
    const from = tensors.get(tensor.name)!.values;
    if (tensor.shape.length === 4) {
      forEachFilterIndex(tensor.shape, filterStride(tensor.shape), (torch, at) => {
        own[at] = from[torch];
      });
    } else {
      own.set(from);
    }
  }
}

/** mean of z without the cancelled shifts: mean₂ − bias − Wᵗ (β₁ + s (depthwise bias − mean₁)) */
function moveMean(context: EngineContext, weights: FaceMeshWeights, block: string): void {
  const of = (tensor: string): Float32Array => weights.get(`${block}.convs.${tensor}`)!.values;
  const mean = runningStatistics(context, context.statistics.get(`${block}.convs.3.running_mean`));
  const inputs = of('0.bias').length;
  const weight = of('2.weight');
  const shifts = Float64Array.from({ length: inputs }, (_, c) => {
    const scale = of('1.weight')[c] / Math.sqrt(of('1.running_var')[c] + BATCH_NORM_EPSILON);
    return of('1.bias')[c] + scale * (of('0.bias')[c] - of('1.running_mean')[c]);
  });
  for (let o = 0; o < mean.length; o++) {
    let shift = of('2.bias')[o];
    for (let c = 0; c < inputs; c++) shift += weight[o * inputs + c] * shifts[c];
    mean[o] -= shift;
  }
}
