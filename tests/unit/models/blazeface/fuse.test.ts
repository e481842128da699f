import { expect, it } from 'vitest';
import type { Operation } from '@/models/blazeface/description';
import { fuseOperations } from '@/models/blazeface/fuse';

const convolution = (input: number, output: number, more: Partial<Extract<Operation, { kind: 'conv2d' }>> = {}) =>
  ({
    kind: 'conv2d',
    input,
    output,
    filter: 'f',
    bias: 'b',
    strides: [1, 1],
    padding: 'valid',
    activation: 'linear',
    ...more,
  }) satisfies Operation;
const relu = (input: number, output: number): Operation => ({ kind: 'relu', input, output });
const pad = (input: number, output: number, rows: [number, number], channels: [number, number]): Operation => ({
  kind: 'pad',
  input,
  output,
  paddings: [[0, 0], rows, [0, 0], channels],
});

it('puts a rectifier into the convolution before it', () => {
  expect(fuseOperations([convolution(0, 1), relu(1, 2)], [2])).toEqual([convolution(0, 2, { activation: 'relu' })]);
});

it('leaves a value alone that something else reads, or that is an output', () => {
  const shared = [convolution(0, 1), relu(1, 2), convolution(1, 3)];
  expect(fuseOperations(shared, [2, 3])).toEqual(shared);
  const output = [convolution(0, 1), relu(1, 2)];
  expect(fuseOperations(output, [1, 2])).toEqual(output);
});

it('puts a padding of rows into the convolution behind it, but not one of channels or before a padded one', () => {
  const rows = pad(0, 1, [1, 2], [0, 0]);
  expect(fuseOperations([rows, convolution(1, 2)], [2])).toEqual([
    convolution(0, 2, {
      padding: [
        [0, 0],
        [1, 2],
        [0, 0],
        [0, 0],
      ],
    }),
  ]);
  const channels = [pad(0, 1, [0, 0], [0, 4]), convolution(1, 2)];
  expect(fuseOperations(channels, [2])).toEqual(channels);
  const same = [rows, convolution(1, 2, { padding: 'same' })];
  expect(fuseOperations(same, [2])).toEqual(same);
});
