import * as tf from '@tensorflow/tfjs-core';
import { ModelFormatError } from '../facemesh/model-format-error';
import { type BlazeFaceModel, inputsOf, type Operation } from './description';

/** What the network says of one square image, anchor by anchor. */
export interface BlazeFaceOutputs {
  /** [anchors · 16] box centre, box size and six keypoints, network px from the anchor's centre */
  readonly regressors: Float32Array;
  /** [anchors] */
  readonly logits: Float32Array;
}

export interface BlazeFaceNetwork {
  /** side of the square input, px */
  readonly inputSize: number;
  /** @param pixels [size · size · 3] values from −1 to 1, R G B */
  run(pixels: Float32Array): Promise<BlazeFaceOutputs>;
  dispose(): void;
}

/**
 * Puts a detector's network on the current backend.
 *
 * @throws ModelFormatError when its input is not square, or an operation reads what no earlier one makes
 */
export function createBlazeFaceNetwork({ description, weights }: BlazeFaceModel): BlazeFaceNetwork {
  const { input, operations, regressors, logits } = description;
  const [, rows, columns] = input.shape;
  if (rows !== columns) throw new ModelFormatError(`network.json: input: expected a square, found ${rows}×${columns}`);
  const lastUse = lastUses(description);
  const tensors = new Map(
    [...weights].map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape], 'float32')]),
  );

  /** Frees every value as soon as nothing reads it any more: memory stays in the cache, and small. */
  function forward(pixels: tf.Tensor): tf.Tensor[] {
    const values = new Map<number, tf.Tensor>([[input.value, pixels]]);
    operations.forEach((operation, i) => {
      const read = inputsOf(operation);
      values.set(
        operation.output,
        apply(
          operation,
          read.map((value) => values.get(value)!),
          tensors,
        ),
      );
      for (const value of new Set(read)) if (lastUse.get(value) === i) values.get(value)!.dispose();
    });
    return [values.get(regressors)!, values.get(logits)!];
  }

  return {
    inputSize: rows,
    async run(pixels) {
      const outputs = tf.tidy(() => forward(tf.tensor(pixels, input.shape)));
      try {
        const [boxes, scores] = await Promise.all(outputs.map((output) => output.data<'float32'>()));
        return { regressors: boxes, logits: scores };
      } finally {
        tf.dispose(outputs);
      }
    },
    dispose: () => tf.dispose([...tensors.values()]),
  };
}

/** The index of the last operation that reads each value; the network's outputs have none. */
function lastUses({ input, operations, regressors, logits }: BlazeFaceModel['description']): Map<number, number> {
  const made = new Set([input.value]);
  const lastUse = new Map<number, number>();
  operations.forEach((operation, i) => {
    for (const value of inputsOf(operation)) {
      if (!made.has(value)) {
        throw new ModelFormatError(
          `network.json: operations.${i}: expected value ${value} to be made before it is read`,
        );
      }
      lastUse.set(value, i);
    }
    made.add(operation.output);
  });
  for (const output of [regressors, logits]) {
    if (!made.has(output)) throw new ModelFormatError(`network.json: expected output ${output} to be made, it is not`);
    lastUse.delete(output);
  }
  return lastUse;
}

/** One operation. Its own intermediate tensors belong to the tidy around. */
function apply(operation: Operation, inputs: readonly tf.Tensor[], weights: ReadonlyMap<string, tf.Tensor>): tf.Tensor {
  const x = inputs[0] as tf.Tensor4D;
  switch (operation.kind) {
    case 'conv2d':
      return tf.fused.conv2d(convolution(operation, x, weights));
    case 'depthwiseConv2d':
      return tf.fused.depthwiseConv2d(convolution(operation, x, weights));
    case 'maxPool':
      return tf.maxPool(x, operation.window, operation.strides, operation.padding);
    case 'add': {
      const sum = tf.add(x, inputs[1]);
      return operation.activation === 'relu' ? tf.relu(sum) : sum;
    }
    case 'relu':
      return tf.relu(x);
    case 'pad':
      return tf.pad(x, operation.paddings);
    case 'resizeBilinear':
      return tf.image.resizeBilinear(x, operation.size, operation.alignCorners, operation.halfPixelCenters);
    case 'depthToSpace':
      return tf.depthToSpace(x, operation.blockSize);
    case 'reshape':
      return tf.reshape(x, operation.shape);
    case 'concatenation':
      return tf.concat([...inputs], operation.axis);
  }
}

function convolution(
  { filter, bias, strides, padding, activation }: Extract<Operation, { filter: string }>,
  x: tf.Tensor4D,
  weights: ReadonlyMap<string, tf.Tensor>,
) {
  return {
    x,
    filter: weights.get(filter) as tf.Tensor4D,
    bias: weights.get(bias)!,
    strides,
    // tfjs pads each side as told in both kernels; its types know that of the first only
    pad: padding as 'same' | 'valid',
    activation,
  };
}
