import type { Random } from '@/lib/random';
import type { FaceMeshConfig } from '@/models/facemesh/config';
import { expectedTensors, type FaceMeshWeights } from '@/models/facemesh/weights';

/** A network nobody trained whose activations stay of order 1: He-scaled kernels, and statistics that are not 0 and 1. */
export function randomWeights(config: FaceMeshConfig, random: Random): FaceMeshWeights {
  return new Map(
    expectedTensors(config).map(({ name, shape }) => {
      const draw = drawFor(name, shape, random);
      const count = shape.reduce((product, n) => product * n, 1);
      return [name, { shape, values: Float32Array.from({ length: count }, draw) }];
    }),
  );
}

function drawFor(name: string, shape: readonly number[], random: Random): () => number {
  if (name.endsWith('running_var')) return () => random.uniform(0.5, 2);
  if (shape.length === 4) {
    const inputs = shape[1] * shape[2] * shape[3];
    return () => random.normal() * Math.sqrt(2 / inputs);
  }
  if (name.endsWith('convs.1.weight') || name.endsWith('convs.3.weight')) return () => random.uniform(0.5, 1);
  if (name.endsWith('act.weight') || /(backbone\.1|head\.[24])\.weight$/.test(name))
    return () => random.uniform(0.1, 0.4);
  return () => random.uniform(-0.3, 0.3);
}
