import { inputsOf, type Operation } from './description';

/**
 * Fewer kernels for the same result: a rectifier goes into the convolution or sum before it, and a padding of rows and
 * columns into the convolution behind it.
 *
 * @param outputs values that must go on existing
 */
export function fuseOperations(operations: readonly Operation[], outputs: readonly number[]): Operation[] {
  const uses = new Map<number, number>(outputs.map((value) => [value, 1]));
  for (const value of operations.flatMap(inputsOf)) uses.set(value, (uses.get(value) ?? 0) + 1);
  const isUsedOnce = (value: number) => uses.get(value) === 1;

  /** what has been kept, by the value it makes */
  const kept = new Map<number, Operation>();
  for (const operation of operations) {
    const before = kept.get(inputsOf(operation)[0]);
    const fused =
      before && isUsedOnce(before.output) ? (fuseRectifier(before, operation) ?? fusePadding(before, operation)) : null;
    if (fused) kept.delete(before!.output);
    kept.set(operation.output, fused ?? operation);
  }
  return [...kept.values()];
}

function fuseRectifier(before: Operation, operation: Operation): Operation | null {
  if (operation.kind !== 'relu' || !('activation' in before)) return null;
  return { ...before, output: operation.output, activation: 'relu' };
}

function fusePadding(before: Operation, operation: Operation): Operation | null {
  if (before.kind !== 'pad' || !('filter' in operation) || operation.padding !== 'valid') return null;
  const [batch, , , channels] = before.paddings;
  if ([...batch, ...channels].some((amount) => amount !== 0)) return null;
  return { ...operation, input: before.input, padding: before.paddings };
}
