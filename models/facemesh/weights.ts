import type { WeightsManifest } from '@/lib/contracts/model-card';
import { FACEMESH_CONFIGS, type FaceMeshConfig } from './config';
import { FLOAT16_MAX, fromFloat16Bits, toFloat16Bits } from './float16';
import { faceMeshLayers, type Layer } from './layers';
import { BYTES_PER_ELEMENT, elementCount, parseManifest } from './manifest';
import { ModelFormatError } from './model-format-error';

export interface WeightTensor {
  readonly shape: readonly number[];
  /** row-major, product(shape) values */
  readonly values: Float32Array;
}

/**
 * Every tensor of a FaceMesh network by its name in the reference checkpoint, in PyTorch's layout: convolutions are
 * [out, in / groups, height, width], batch norms have weight, bias, running_mean and running_var, PReLU slopes are [channels].
 */
export type FaceMeshWeights = ReadonlyMap<string, WeightTensor>;

export interface ExpectedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** false for the running statistics of batch norms */
  readonly trainable: boolean;
}

export const BATCH_NORM_EPSILON = 1e-5;

function batchNormTensors(name: string, channels: number): ExpectedTensor[] {
  return [
    { name: `${name}.weight`, shape: [channels], trainable: true },
    { name: `${name}.bias`, shape: [channels], trainable: true },
    { name: `${name}.running_mean`, shape: [channels], trainable: false },
    { name: `${name}.running_var`, shape: [channels], trainable: false },
  ];
}

function layerTensors(layer: Layer): ExpectedTensor[] {
  const { name, inputChannels, outputChannels } = layer;
  const trained = (tensor: string, ...shape: number[]): ExpectedTensor => ({ name: tensor, shape, trainable: true });
  if (layer.kind === 'convolution') {
    return [
      trained(`${name}.weight`, outputChannels, inputChannels, layer.kernel, layer.kernel),
      trained(`${name}.bias`, outputChannels),
      ...(layer.activation === null ? [] : [trained(`${layer.activation}.weight`, outputChannels)]),
    ];
  }
  return [
    trained(`${name}.convs.0.weight`, inputChannels, 1, 3, 3),
    trained(`${name}.convs.0.bias`, inputChannels),
    ...batchNormTensors(`${name}.convs.1`, inputChannels),
    trained(`${name}.convs.2.weight`, outputChannels, inputChannels, 1, 1),
    trained(`${name}.convs.2.bias`, outputChannels),
    ...batchNormTensors(`${name}.convs.3`, outputChannels),
    trained(`${name}.act.weight`, outputChannels),
  ];
}

/** The tensors a network of this config has, in the order of PyTorch's state_dict. */
export function expectedTensors(config: FaceMeshConfig): readonly ExpectedTensor[] {
  const { backbone, coordinateHead, confidenceHead } = faceMeshLayers(config);
  return [...backbone, ...coordinateHead, ...confidenceHead].flatMap(layerTensors);
}

/** 264,317 for FULL and 201,853 for SHALLOW. */
export const countTrainableParameters = (config: FaceMeshConfig): number =>
  expectedTensors(config).reduce((sum, { shape, trainable }) => sum + (trainable ? elementCount(shape) : 0), 0);

/** What of these weights is not as the config wants it; empty when they fit. */
function mismatches(weights: FaceMeshWeights, config: FaceMeshConfig): string[] {
  const expected = expectedTensors(config);
  const names = new Set(expected.map(({ name }) => name));
  const unknown = [...weights.keys()].filter((name) => !names.has(name));
  return [
    ...expected.flatMap(({ name, shape }) => {
      const found = weights.get(name);
      if (!found) return [`expected tensor ${name} [${shape}], found none`];
      const same = found.shape.length === shape.length && shape.every((n, i) => n === found.shape[i]);
      return same ? [] : [`expected ${name} to be [${shape}], found [${found.shape}]`];
    }),
    ...unknown.map((name) => `expected no tensor ${name}, found [${weights.get(name)?.shape}]`),
  ];
}

/** @throws ModelFormatError that names the first tensor that is missing, unknown or of another shape */
export function assertWeightsFit(weights: FaceMeshWeights, config: FaceMeshConfig, file = 'weights'): void {
  const [first] = mismatches(weights, config);
  if (first !== undefined) throw new ModelFormatError(`${file}: ${config.title}: ${first}`);
}

/**
 * The config whose names and shapes these weights have.
 *
 * @throws ModelFormatError when they are of no known network, naming what the nearest one lacks
 */
export function identifyConfig(weights: FaceMeshWeights, file = 'weights'): FaceMeshConfig {
  const [nearest] = Object.values(FACEMESH_CONFIGS)
    .map((config) => ({ config, faults: mismatches(weights, config).length }))
    .sort((a, b) => a.faults - b.faults);
  assertWeightsFit(weights, nearest.config, file);
  return nearest.config;
}

/**
 * Reads a weights folder: model.json and weights.bin of ours, or weights.json and weights.bin as written from a PyTorch
 * checkpoint. The values are copied, so the bytes may be let go.
 *
 * @param manifest parsed JSON of either kind
 * @param bytes    little endian
 * @param file     the manifest's name, for messages
 * @throws ModelFormatError when the manifest is malformed, a tensor lies outside the bytes or is not finite,
 *   or names and shapes are of no known network
 */
export function parseWeights(manifest: unknown, bytes: Uint8Array, file = 'model.json'): FaceMeshWeights {
  const { dtype, tensors } = parseManifest(manifest, bytes.byteLength, file);
  const weights = new Map<string, WeightTensor>();
  for (const { name, shape, offset, length } of tensors) {
    const values = readValues(bytes, dtype, offset, length);
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad !== -1) {
      throw new ModelFormatError(`${file}: ${name}: expected finite values, found ${values[bad]} at ${bad}`);
    }
    weights.set(name, { shape, values });
  }
  identifyConfig(weights, file);
  return weights;
}

function readValues(bytes: Uint8Array, dtype: WeightsManifest['dtype'], offset: number, length: number): Float32Array {
  // a copy of its own, because `bytes` need not start at a multiple of the element size
  const raw = new Uint8Array(length * BYTES_PER_ELEMENT[dtype]);
  raw.set(bytes.subarray(offset, offset + raw.length));
  return dtype === 'float32'
    ? new Float32Array(raw.buffer)
    : Float32Array.from(new Uint16Array(raw.buffer), fromFloat16Bits);
}

/**
 * The inverse of parseWeights; tensors stand back to back in the order of PyTorch's state_dict.
 *
 * @param dtype float16 halves the file and keeps 11 significant bits
 * @throws ModelFormatError when the weights are of no known network, or too large for float16
 */
export function formatWeights(
  weights: FaceMeshWeights,
  dtype: WeightsManifest['dtype'],
): { readonly manifest: WeightsManifest; readonly bytes: Uint8Array } {
  const size = BYTES_PER_ELEMENT[dtype];
  let offset = 0;
  const parts: Uint8Array[] = [];
  const tensors = expectedTensors(identifyConfig(weights)).map(({ name, shape }) => {
    const values = weights.get(name)!.values;
    if (dtype === 'float16') {
      const bad = values.findIndex((value) => Math.abs(value) > FLOAT16_MAX);
      if (bad !== -1) {
        throw new ModelFormatError(`${name}: expected values within ±${FLOAT16_MAX} for float16, found ${values[bad]}`);
      }
    }
    const stored = dtype === 'float32' ? values : Uint16Array.from(values, toFloat16Bits);
    parts.push(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength));
    const tensor = { name, shape: [...shape], offset, length: values.length };
    offset += values.length * size;
    return tensor;
  });
  const bytes = new Uint8Array(offset);
  tensors.forEach((tensor, i) => {
    bytes.set(parts[i], tensor.offset);
  });
  return { manifest: { dtype, tensors }, bytes };
}
