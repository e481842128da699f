import { fromFloat16Bits } from '../facemesh/float16';
import { ModelFormatError } from '../facemesh/model-format-error';
import { FlatTable } from './flatbuffer';

/** A constant of the file: dense, as 32-bit floats whatever it was stored as. */
export interface Constant {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

export interface TfliteOperator {
  readonly kind: keyof typeof OPERATORS;
  /** indices into tensors */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** its own options table; null for kinds without options */
  readonly options: FlatTable | null;
}

export interface TfliteModel {
  readonly tensors: readonly { readonly shape: readonly number[]; readonly constant: Constant | null }[];
  readonly operators: readonly TfliteOperator[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/**
 * BuiltinOperator numbers. Numbers here and field numbers below are those of tensorflow/lite/schema/schema.fbs (v3).
 */
const OPERATORS = {
  add: 0,
  concatenation: 2,
  conv2d: 3,
  depthwiseConv2d: 4,
  depthToSpace: 5,
  dequantize: 6,
  maxPool: 17,
  relu: 19,
  reshape: 22,
  resizeBilinear: 23,
  pad: 34,
  densify: 124,
} as const;

const KINDS = new Map<number, TfliteOperator['kind']>(
  Object.entries(OPERATORS).map(([kind, code]) => [code, kind as TfliteOperator['kind']]),
);

const MODEL = { operatorCodes: 1, subgraphs: 2, buffers: 4 } as const;
const OPERATOR_CODE = { byteCode: 0, code: 3 } as const;
const SUBGRAPH = { tensors: 0, inputs: 1, outputs: 2, operators: 3 } as const;
const TENSOR = { shape: 0, type: 1, buffer: 2, sparsity: 6 } as const;
const OPERATOR = { code: 0, inputs: 1, outputs: 2, options: 4 } as const;
const BUFFER = { data: 0 } as const;
const SPARSITY = { traversalOrder: 0, blockMap: 1, dimensions: 2 } as const;
const DIMENSION = { format: 0, denseSize: 1, segmentsType: 2, segments: 3, indicesType: 4, indices: 5 } as const;
const TYPES = { float32: 0, float16: 1, int32: 2 } as const;
const INDEX_TYPES = { int32: 1, uint16: 2, uint8: 3 } as const;

/**
 * The network in a TensorFlow Lite file: its first subgraph, constants made dense.
 *
 * @param file named in errors
 * @throws ModelFormatError in one line when the bytes are no such file, or use what this reader does not know
 */
export function parseTflite(bytes: Uint8Array, file: string): TfliteModel {
  try {
    return readModel(FlatTable.root(bytes, 'TFL3'));
  } catch (cause) {
    // a cut or scrambled file sends a read past the end: DataView's RangeError, or one of ours
    if (!(cause instanceof RangeError)) throw cause;
    throw new ModelFormatError(`${file}: expected a TensorFlow Lite model; ${cause.message}`, { cause });
  }
}

function readModel(model: FlatTable): TfliteModel {
  const [graph] = model.tables(MODEL.subgraphs);
  if (!graph) throw new RangeError('expected a subgraph, found none');
  const buffers = model.tables(MODEL.buffers).map((buffer) => buffer.bytes(BUFFER.data));
  const kinds = model.tables(MODEL.operatorCodes).map((code) => {
    // files older than the wider field have only the byte
    const number = Math.max(code.uint8(OPERATOR_CODE.byteCode), code.int32(OPERATOR_CODE.code));
    const kind = KINDS.get(number);
    if (!kind) throw new RangeError(`expected operators among ${[...KINDS.values()].join(', ')}, found ${number}`);
    return kind;
  });
  const tensors = graph.tables(SUBGRAPH.tensors).map((tensor) => ({
    shape: tensor.int32s(TENSOR.shape),
    constant: readConstant(tensor, buffers[tensor.int32(TENSOR.buffer)]),
  }));
  const operators = graph.tables(SUBGRAPH.operators).map((operator) => ({
    kind: kinds[operator.int32(OPERATOR.code)],
    inputs: operator.int32s(OPERATOR.inputs),
    outputs: operator.int32s(OPERATOR.outputs),
    options: operator.table(OPERATOR.options),
  }));
  for (const { kind, inputs, outputs } of operators) {
    const stray = [...inputs, ...outputs].find((index) => tensors[index] === undefined);
    if (kind === undefined || stray !== undefined) {
      throw new RangeError(`expected operators on tensors 0–${tensors.length - 1}, found ${kind} on ${stray}`);
    }
  }
  return { tensors, operators, inputs: graph.int32s(SUBGRAPH.inputs), outputs: graph.int32s(SUBGRAPH.outputs) };
}

function readConstant(tensor: FlatTable, data: Uint8Array | undefined): Constant | null {
  if (!data || data.length === 0) return null;
  const shape = tensor.int32s(TENSOR.shape);
  const stored = readValues(data, tensor.uint8(TENSOR.type));
  const sparsity = tensor.table(TENSOR.sparsity);
  const values = sparsity ? densify(stored, shape, sparsity) : stored;
  const count = shape.reduce((product, n) => product * n, 1);
  if (values.length !== count) throw new RangeError(`expected ${count} values for [${shape}], found ${values.length}`);
  return { shape, values };
}

function readValues(data: Uint8Array, type: number): Float32Array | Int32Array {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  switch (type) {
    case TYPES.float32:
      return Float32Array.from({ length: data.length >> 2 }, (_, i) => view.getFloat32(4 * i, true));
    case TYPES.float16:
      return Float32Array.from({ length: data.length >> 1 }, (_, i) => fromFloat16Bits(view.getUint16(2 * i, true)));
    case TYPES.int32:
      return Int32Array.from({ length: data.length >> 2 }, (_, i) => view.getInt32(4 * i, true));
    default:
      throw new RangeError(`expected constants of type float32, float16 or int32, found type ${type}`);
  }
}

/**
 * Puts the stored values at their places among zeros. Only what the detector uses is read: dimensions in their natural
 * order, no blocks, all dense but the last, which is compressed by rows (segments[r] … segments[r + 1] are row r's).
 */
function densify(stored: Float32Array | Int32Array, shape: readonly number[], sparsity: FlatTable): Float32Array {
  const order = sparsity.int32s(SPARSITY.traversalOrder);
  const dimensions = sparsity.tables(SPARSITY.dimensions);
  const formats = dimensions.map((dimension) => dimension.uint8(DIMENSION.format));
  const isCompressedByRows =
    order.every((dimension, i) => dimension === i) &&
    sparsity.int32s(SPARSITY.blockMap).length === 0 &&
    formats.length === shape.length &&
    formats.every((format, i) => format === (i === shape.length - 1 ? 1 : 0));
  if (!isCompressedByRows) throw new RangeError(`expected weights compressed by rows, found formats [${formats}]`);

  const last = dimensions[dimensions.length - 1];
  const segments = readIndices(last, DIMENSION.segmentsType, DIMENSION.segments);
  const columns = readIndices(last, DIMENSION.indicesType, DIMENSION.indices);
  const width = shape[shape.length - 1];
  const rows = segments.length - 1;
  const dense = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    for (let i = segments[row]; i < segments[row + 1]; i++) dense[row * width + columns[i]] = stored[i];
  }
  return dense;
}

function readIndices(dimension: FlatTable, typeField: number, field: number): readonly number[] | Uint8Array {
  const indices = dimension.table(field);
  const type = dimension.uint8(typeField);
  if (indices && type === INDEX_TYPES.int32) return indices.int32s(0);
  if (indices && type === INDEX_TYPES.uint16) return indices.uint16s(0);
  if (indices && type === INDEX_TYPES.uint8) return indices.bytes(0);
  throw new RangeError(`expected sparse indices, found type ${type}`);
}
