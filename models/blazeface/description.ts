import { z } from 'zod';
import type { WeightTensor } from '../facemesh/weights';

/**
 * A network as data: operations in the order they run, on values known by number. NHWC throughout; filters as
 * TensorFlow.js takes them ([h, w, in, out], depthwise [h, w, channels, 1]).
 */
const value = z.int().nonnegative();
const pair = z.tuple([z.int(), z.int()]);
/** [[before, after]] of each axis; the first and last are 0 where a convolution pads */
const paddings = z.tuple([pair, pair, pair, pair]);
export type Paddings = z.infer<typeof paddings>;
const activation = z.enum(['linear', 'relu']);

const convolution = {
  input: value,
  output: value,
  filter: z.string(),
  bias: z.string(),
  /** rows, columns */
  strides: pair,
  padding: z.union([z.enum(['same', 'valid']), paddings]),
  activation,
};

const operationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('conv2d'), ...convolution }),
  z.object({ kind: z.literal('depthwiseConv2d'), ...convolution }),
  z.object({
    kind: z.literal('maxPool'),
    input: value,
    output: value,
    /** rows, columns */
    window: pair,
    strides: pair,
    padding: z.enum(['same', 'valid']),
  }),
  z.object({ kind: z.literal('add'), inputs: z.tuple([value, value]), output: value, activation }),
  z.object({ kind: z.literal('relu'), input: value, output: value }),
  z.object({ kind: z.literal('pad'), input: value, output: value, paddings }),
  z.object({
    kind: z.literal('resizeBilinear'),
    input: value,
    output: value,
    size: pair,
    alignCorners: z.boolean(),
    halfPixelCenters: z.boolean(),
  }),
  z.object({ kind: z.literal('depthToSpace'), input: value, output: value, blockSize: z.int().positive() }),
  z.object({ kind: z.literal('reshape'), input: value, output: value, shape: z.array(z.int()) }),
  z.object({ kind: z.literal('concatenation'), inputs: z.array(value).min(1), output: value, axis: z.int() }),
]);
export type Operation = z.infer<typeof operationSchema>;

export const descriptionSchema = z.object({
  input: z.object({ value, shape: z.tuple([z.literal(1), z.int(), z.int(), z.literal(3)]) }),
  /** box regressors [1, anchors, 16] and logits [1, anchors, 1] */
  regressors: value,
  logits: value,
  operations: z.array(operationSchema).min(1),
});
export type NetworkDescription = z.infer<typeof descriptionSchema>;

/** A detector's network before it stands on a backend. */
export interface BlazeFaceModel {
  readonly description: NetworkDescription;
  /** filters and biases by the names the operations call them by */
  readonly weights: ReadonlyMap<string, WeightTensor>;
}

/** The values that an operation reads, weights left out. */
export const inputsOf = (operation: Operation): readonly number[] =>
  'inputs' in operation ? operation.inputs : [operation.input];
