import { describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/random';
import { FULL, SHALLOW } from '@/models/facemesh/config';
import {
  countTrainableParameters,
  expectedTensors,
  type FaceMeshWeights,
  formatWeights,
  identifyConfig,
  parseWeights,
} from '@/models/facemesh/weights';
import { randomWeights } from './random-weights';

const shallow = (): FaceMeshWeights => randomWeights(SHALLOW, createRandom(1));

describe('the tensors of a config', () => {
  it('number 264,317 trainable parameters in the full network and 201,853 in the shallow one', () => {
    expect(countTrainableParameters(FULL)).toBe(264_317);
    expect(countTrainableParameters(SHALLOW)).toBe(201_853);
  });

  it('stand in the order of the reference checkpoint, running statistics not trainable', () => {
    const tensors = expectedTensors(FULL);
    expect(tensors).toHaveLength(273);
    expect(tensors.slice(0, 3).map(({ name, shape }) => [name, shape])).toEqual([
      ['backbone.0.weight', [16, 3, 3, 3]],
      ['backbone.0.bias', [16]],
      ['backbone.1.weight', [16]],
    ]);
    expect(tensors.find(({ name }) => name === 'backbone.4.convs.2.weight')?.shape).toEqual([32, 16, 1, 1]);
    expect(tensors.find(({ name }) => name === 'coord_head.6.weight')?.shape).toEqual([204, 32, 3, 3]);
    expect(tensors.at(-1)).toEqual({ name: 'conf_head.4.bias', shape: [1], trainable: true });
    const buffers = tensors.filter(({ trainable }) => !trainable);
    expect(buffers.every(({ name }) => /running_(mean|var)$/.test(name))).toBe(true);
    expect(buffers.reduce((sum, { shape }) => sum + shape[0], 0)).toBe(6_432);
  });
});

describe('formatWeights and parseWeights', () => {
  it('give back the same float32 weights, even from bytes at an odd address', () => {
    const weights = shallow();
    const { manifest, bytes } = formatWeights(weights, 'float32');
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    expect(parseWeights(JSON.parse(JSON.stringify(manifest)), shifted.subarray(1))).toEqual(weights);
  });

  it('halve the bytes as float16 and keep every value within 2^-11 of itself', () => {
    const weights = shallow();
    const { manifest, bytes } = formatWeights(weights, 'float16');
    expect(bytes.length).toBe(formatWeights(weights, 'float32').bytes.length / 2);
    for (const [name, { values }] of parseWeights(manifest, bytes)) {
      const original = weights.get(name)!.values;
      // below 2^-14 binary16 has a fixed step of 2^-24
      expect(
        values.every((v, i) => Math.abs(v - original[i]) <= Math.max(Math.abs(original[i]) * 2 ** -11, 2 ** -25)),
      ).toBe(true);
    }
  });

  it('refuse float16 for a value it cannot hold', () => {
    const weights = shallow();
    weights.get('conf_head.4.bias')!.values[0] = 70_000;
    expect(() => formatWeights(weights, 'float16')).toThrow(
      'conf_head.4.bias: expected values within ±65504 for float16, found 70000',
    );
  });
});

describe('identifyConfig', () => {
  it('tells the full from the shallow network', () => {
    expect(identifyConfig(shallow())).toBe(SHALLOW);
    expect(identifyConfig(randomWeights(FULL, createRandom(2)))).toBe(FULL);
  });
});

describe('parseWeights refuses in one line', () => {
  const { manifest, bytes } = formatWeights(shallow(), 'float32');
  type Manifest = typeof manifest;
  const edited = (edit: (copy: Manifest) => void): Manifest => {
    const copy = structuredClone(manifest);
    edit(copy);
    return copy;
  };

  it.each<[string, unknown, string]>([
    ['a manifest that is no object', 'text', 'model.json: Invalid input: expected object, received string'],
    [
      'an unknown element type',
      { ...manifest, dtype: 'int8' },
      'model.json: dtype: Invalid option: expected one of "float32"|"float16"',
    ],
    [
      'a length that is not the shape’s',
      edited(({ tensors }) => {
        tensors[0].length = 431;
      }),
      'model.json: backbone.0.weight: expected 432 elements for [16,3,3,3], found 431',
    ],
    [
      'a tensor twice',
      edited(({ tensors }) => {
        tensors[1].name = 'backbone.0.weight';
      }),
      'model.json: expected tensor backbone.0.weight once, found it twice',
    ],
    [
      'a missing tensor',
      edited(({ tensors }) => {
        tensors.splice(1, 1);
      }),
      'model.json: FaceMesh 68 shallow: expected tensor backbone.0.bias [16], found none',
    ],
    [
      'an unknown tensor',
      edited(({ tensors }) => {
        tensors.push({ ...tensors[1], name: 'extra' });
      }),
      'model.json: FaceMesh 68 shallow: expected no tensor extra, found [16]',
    ],
    [
      'a tensor of another shape',
      edited(({ tensors }) => {
        tensors[0].shape = [16, 3, 9, 1];
      }),
      'model.json: FaceMesh 68 shallow: expected backbone.0.weight to be [16,3,3,3], found [16,3,9,1]',
    ],
  ])('%s', (_, broken, message) => {
    expect(() => parseWeights(broken, bytes)).toThrow(message);
  });

  it('bytes that end too early', () => {
    expect(() => parseWeights(manifest, bytes.subarray(0, bytes.length - 1))).toThrow(
      `model.json: conf_head.4.bias: expected weights.bin to hold bytes up to ${bytes.length}, found ${bytes.length - 1}`,
    );
  });

  it('a value that is not finite', () => {
    const weights = shallow();
    weights.get('backbone.0.bias')!.values[3] = Number.NaN;
    const broken = formatWeights(weights, 'float32');
    expect(() => parseWeights(broken.manifest, broken.bytes)).toThrow(
      'model.json: backbone.0.bias: expected finite values, found NaN at 3',
    );
  });

  it('a checkpoint whose byte count is another', () => {
    const checkpoint = {
      byte_length: 99,
      sha256: '0'.repeat(64),
      batch_norm_eps: 1e-5,
      tensors: manifest.tensors.map((tensor) => ({ ...tensor, dtype: 'float32' })),
    };
    expect(() => parseWeights(checkpoint, bytes, 'weights.json')).toThrow(
      `weights.json: expected weights.bin of 99 bytes, found ${bytes.length}`,
    );
    expect(identifyConfig(parseWeights({ ...checkpoint, byte_length: bytes.length }, bytes))).toBe(SHALLOW);
  });
});
