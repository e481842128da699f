import { describe, expect, it } from 'vitest';
import { compileTflite } from '@/models/blazeface/compile';
import { parseTflite } from '@/models/blazeface/tflite';
import { toFloat16Bits } from '@/models/facemesh/float16';
import { ModelFormatError } from '@/models/facemesh/model-format-error';
import { type Table, writeFlatbuffer } from './flatbuffer-writer';

const half = (...values: number[]) => new Uint8Array(Uint16Array.from(values, toFloat16Bits).buffer);

const tensor = (shape: readonly number[], more: Table = {}): Table => ({ 0: { int32s: shape }, ...more });
const FLOAT16 = { 1: { uint8: 1 } };
const INT32 = { 1: { uint8: 2 } };
const buffer = (index: number) => ({ 2: { int32: index } });

/** two rows of three, (0, 5) and (1, 0) and (1, 2) filled */
const SPARSE: Table = {
  0: { int32s: [0, 1, 2, 3] },
  2: {
    tables: [
      { 1: { int32: 2 } },
      { 1: { int32: 1 } },
      { 1: { int32: 1 } },
      {
        0: { uint8: 1 },
        2: { uint8: 1 },
        3: { table: { 0: { int32s: [0, 1, 3] } } },
        4: { uint8: 3 },
        5: { table: { 0: { bytes: [1, 0, 2] } } },
      },
    ],
  },
};

const PAD = 34;
const CONV = 3;
const RELU = 19;
const DEQUANTIZE = 6;
const DENSIFY = 124;
const RESHAPE = 22;

const operator = (code: number, inputs: number[], outputs: number[], options: Table = {}): Table => ({
  0: { int32: code },
  1: { int32s: inputs },
  2: { int32s: outputs },
  ...options,
});

interface SmallModel {
  readonly identifier?: string;
  readonly convolution?: number;
  readonly sparsity?: Table;
}

/** pad → 1×1 convolution with sparse half-float weights → relu, then a reshape to [1, 1, 16] and one to [1, 16, 1] */
function smallModel({ identifier = 'TFL3', convolution = CONV, sparsity = SPARSE }: SmallModel = {}): Uint8Array {
  const codes = [PAD, convolution, RELU, DEQUANTIZE, DENSIFY, RESHAPE];
  const graph: Table = {
    0: {
      tables: [
        tensor([1, 2, 2, 3]),
        tensor([4, 2], { ...INT32, ...buffer(1) }),
        tensor([1, 4, 2, 3]),
        tensor([2, 1, 1, 3], { ...FLOAT16, ...buffer(2), 6: { table: sparsity } }),
        tensor([2, 1, 1, 3], FLOAT16),
        tensor([2, 1, 1, 3]),
        tensor([2], { ...FLOAT16, ...buffer(3) }),
        tensor([2]),
        tensor([1, 4, 2, 2]),
        tensor([1, 4, 2, 2]),
        tensor([1, 1, 16]),
        tensor([1, 16, 1]),
      ],
    },
    1: { int32s: [0] },
    2: { int32s: [10, 11] },
    3: {
      tables: [
        operator(4, [3], [4]),
        operator(3, [4], [5]),
        operator(3, [6], [7]),
        operator(0, [0, 1], [2]),
        operator(1, [2, 5, 7], [8], {
          4: { table: { 0: { uint8: 1 }, 1: { int32: 1 }, 2: { int32: 1 } } },
        }),
        operator(2, [8], [9]),
        operator(5, [9], [10]),
        operator(5, [9], [11]),
      ],
    },
  };
  return writeFlatbuffer(
    {
      0: { int32: 3 },
      1: { tables: codes.map((code) => ({ 0: { uint8: Math.min(code, 127) }, 3: { int32: code } })) },
      2: { tables: [graph] },
      4: {
        tables: [
          {},
          { 0: { bytes: new Uint8Array(Int32Array.of(0, 0, 1, 1, 0, 0, 0, 0).buffer) } },
          { 0: { bytes: half(5, -2, 0.25) } },
          { 0: { bytes: half(7, -8) } },
        ],
      },
    },
    identifier,
  );
}

describe('reading .tflite', () => {
  it('makes sparse half floats dense', () => {
    const { tensors } = parseTflite(smallModel(), 'a.tflite');
    expect(tensors[3].constant).toEqual({
      shape: [2, 1, 1, 3],
      values: Float32Array.of(0, 5, 0, -2, 0, 0.25),
    });
    expect(tensors[6].constant?.values).toEqual(Float32Array.of(7, -8));
    expect(tensors[0].constant).toBeNull();
  });

  it('compiles to operations of TensorFlow.js, constants resolved and kernels fused', () => {
    const { description, weights } = compileTflite(smallModel(), 'a.tflite');
    expect(description).toEqual({
      input: { value: 0, shape: [1, 2, 2, 3] },
      regressors: 10,
      logits: 11,
      operations: [
        {
          kind: 'conv2d',
          input: 0,
          output: 9,
          filter: '5',
          bias: '7',
          strides: [1, 1],
          padding: [
            [0, 0],
            [1, 1],
            [0, 0],
            [0, 0],
          ],
          activation: 'relu',
        },
        { kind: 'reshape', input: 9, output: 10, shape: [1, 1, 16] },
        { kind: 'reshape', input: 9, output: 11, shape: [1, 16, 1] },
      ],
    });
    // [out, h, w, in] → [h, w, in, out]
    expect(weights.get('5')).toEqual({ shape: [1, 1, 3, 2], values: Float32Array.of(0, -2, 5, 0, 0, 0.25) });
    expect(weights.get('7')).toEqual({ shape: [2], values: Float32Array.of(7, -8) });
  });

  it('refuses other files in one line', () => {
    const line = (bytes: Uint8Array): string => {
      try {
        compileTflite(bytes, 'a.tflite');
      } catch (error) {
        expect(error).toBeInstanceOf(ModelFormatError);
        return (error as Error).message;
      }
      throw new Error('expected compileTflite to throw');
    };
    expect(line(smallModel({ identifier: 'TFL2' }))).toBe(
      'a.tflite: expected a TensorFlow Lite model; expected the identifier TFL3, found "TFL2"',
    );
    expect(line(smallModel({ convolution: 99 }))).toMatch(
      /^a\.tflite: expected a TensorFlow Lite model; expected operators among add, .*, found 99$/,
    );
    expect(line(smallModel({ sparsity: { ...SPARSE, 1: { int32s: [0] } } }))).toBe(
      'a.tflite: expected a TensorFlow Lite model; expected weights compressed by rows, found formats [0,0,0,1]',
    );
    expect(line(Uint8Array.of(1, 2, 3))).toMatch(/^a\.tflite: expected a TensorFlow Lite model; .*$/);
  });

  it('refuses a file cut anywhere, and never reads beyond it', () => {
    const whole = smallModel();
    for (let length = 0; length < whole.length; length += 7) {
      // the tail of the last vector is all that a cut can leave whole
      expect(() => compileTflite(whole.slice(0, length), 'cut.tflite'), `${length} bytes`).toThrow(ModelFormatError);
    }
  });
});
