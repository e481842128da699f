import { ModelFormatError } from '../facemesh/model-format-error';
import type { WeightTensor } from '../facemesh/weights';
import { type BlazeFaceModel, descriptionSchema, type Operation, type Paddings } from './description';
import type { FlatTable } from './flatbuffer';
import { fuseOperations } from './fuse';
import { type Constant, parseTflite, type TfliteModel, type TfliteOperator } from './tflite';

/**
 * A face detector's .tflite file as operations of TensorFlow.js and their weights.
 *
 * @param file named in errors
 * @throws ModelFormatError in one line when the file is no such network
 */
export function compileTflite(bytes: Uint8Array, file: string): BlazeFaceModel {
  const model = parseTflite(bytes, file);
  try {
    return compileModel(model);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ModelFormatError(`${file}: expected a face detector's network; ${cause.message}`, { cause });
  }
}

function compileModel({ tensors, operators, inputs, outputs }: TfliteModel): BlazeFaceModel {
  // constants pass through Densify and Dequantize: the reader has made them dense floats already
  const constants = new Map<number, Constant>();
  tensors.forEach(({ constant }, index) => {
    if (constant) constants.set(index, constant);
  });
  for (const { kind, inputs, outputs } of operators) {
    const constant = constants.get(inputs[0]);
    if ((kind === 'densify' || kind === 'dequantize') && constant) constants.set(outputs[0], constant);
  }

  const weights = new Map<string, WeightTensor>();
  const constantOf = (value: number): Constant => {
    const constant = constants.get(value);
    if (!constant) throw new RangeError(`expected tensor ${value} to be a constant, found it computed`);
    return constant;
  };
  const context: Context = {
    shapeOf: (value) => tensors[value].shape,
    constantOf,
    addWeight(value, layout) {
      const { shape, values } = constantOf(value);
      weights.set(String(value), layout({ shape, values: Float32Array.from(values) }));
      return String(value);
    },
  };
  const operations = operators.filter(({ outputs }) => !constants.has(outputs[0])).map((op) => compile(op, context));

  const withChannels = (channels: number): number => {
    const found = outputs.filter((value) => tensors[value].shape[2] === channels);
    if (found.length !== 1) {
      throw new RangeError(`expected one output of ${channels} numbers an anchor, found ${found.length}`);
    }
    return found[0];
  };
  const description = descriptionSchema.safeParse({
    input: { value: inputs[0], shape: tensors[inputs[0]]?.shape },
    regressors: withChannels(16),
    logits: withChannels(1),
    operations: fuseOperations(operations, outputs),
  });
  if (!description.success) throw new RangeError(description.error.issues[0].message);
  return { description: description.data, weights };
}

interface Context {
  shapeOf(value: number): readonly number[];
  constantOf(value: number): Constant;
  /** @returns the constant's name among the weights */
  addWeight(value: number, layout: (tensor: WeightTensor) => WeightTensor): string;
}

/** Fields of the option tables, by their numbers in schema.fbs. */
const CONVOLUTION = { padding: 0, strideColumns: 1, strideRows: 2, activation: 3, dilations: [4, 5] } as const;
const DEPTHWISE = { padding: 0, strideColumns: 1, strideRows: 2, activation: 4, dilations: [5, 6] } as const;
const POOL = { padding: 0, strideColumns: 1, strideRows: 2, columns: 3, rows: 4 } as const;
const RESIZE = { alignCorners: 2, halfPixelCenters: 3 } as const;

const PADDINGS = ['same', 'valid'] as const;
const ACTIVATIONS = ['linear', 'relu'] as const;

function compile({ kind, inputs, outputs, options }: TfliteOperator, context: Context): Operation {
  const [input] = inputs;
  const [output] = outputs;
  switch (kind) {
    case 'conv2d':
      return { kind, input, output, ...convolution(inputs, CONVOLUTION, optionsOf(kind, options), context, hwio) };
    case 'depthwiseConv2d':
      return { kind, input, output, ...convolution(inputs, DEPTHWISE, optionsOf(kind, options), context, hwc1) };
    case 'maxPool': {
      const table = optionsOf(kind, options);
      return {
        kind,
        input,
        output,
        window: [table.int32(POOL.rows), table.int32(POOL.columns)],
        strides: [table.int32(POOL.strideRows), table.int32(POOL.strideColumns)],
        padding: PADDINGS[table.uint8(POOL.padding)],
      };
    }
    case 'add':
      return { kind, inputs: [input, inputs[1]], output, activation: ACTIVATIONS[options?.uint8(0) ?? 0] };
    case 'relu':
      return { kind, input, output };
    case 'pad': {
      const { values } = context.constantOf(inputs[1]);
      const paddings = Array.from({ length: values.length / 2 }, (_, i) => [values[2 * i], values[2 * i + 1]]);
      return { kind, input, output, paddings: paddings as Paddings };
    }
    case 'resizeBilinear': {
      const [rows, columns] = context.constantOf(inputs[1]).values;
      return {
        kind,
        input,
        output,
        size: [rows, columns],
        alignCorners: options?.boolean(RESIZE.alignCorners) ?? false,
        halfPixelCenters: options?.boolean(RESIZE.halfPixelCenters) ?? false,
      };
    }
    case 'depthToSpace':
      return { kind, input, output, blockSize: optionsOf(kind, options).int32(0) };
    case 'reshape':
      return { kind, input, output, shape: [...context.shapeOf(output)] };
    case 'concatenation':
      return { kind, inputs: [...inputs], output, axis: optionsOf(kind, options).int32(0) };
    default:
      throw new RangeError(`expected ${kind} on constants only, found it on tensor ${input}`);
  }
}

function optionsOf(kind: string, options: FlatTable | null): FlatTable {
  if (!options) throw new RangeError(`expected ${kind} to have options, found none`);
  return options;
}

function convolution(
  [, filter, bias]: readonly number[],
  fields: typeof CONVOLUTION | typeof DEPTHWISE,
  options: FlatTable,
  context: Context,
  layout: (tensor: WeightTensor) => WeightTensor,
) {
  const dilations = fields.dilations.map((field) => options.int32(field, 1));
  if (dilations.some((dilation) => dilation !== 1)) throw new RangeError(`expected no dilation, found ${dilations}`);
  return {
    filter: context.addWeight(filter, layout),
    bias: context.addWeight(bias, (tensor) => tensor),
    strides: [options.int32(fields.strideRows), options.int32(fields.strideColumns)] as [number, number],
    padding: PADDINGS[options.uint8(fields.padding)],
    activation: ACTIVATIONS[options.uint8(fields.activation)],
  };
}

/** [out, h, w, in] → [h, w, in, out] */
function hwio({ shape: [out, height, width, input], values }: WeightTensor): WeightTensor {
  const taps = height * width * input;
  const moved = new Float32Array(values.length);
  for (let o = 0; o < out; o++) {
    for (let tap = 0; tap < taps; tap++) moved[tap * out + o] = values[o * taps + tap];
  }
  return { shape: [height, width, input, out], values: moved };
}

/** [1, h, w, channels] → [h, w, channels, 1]: the same numbers in the same order */
const hwc1 = ({ shape: [, height, width, channels], values }: WeightTensor): WeightTensor => ({
  shape: [height, width, channels, 1],
  values,
});
