import type { Random } from '@/lib/random';
import type { FaceMeshConfig } from '@/models/facemesh/config';
import { expectedTensors, type FaceMeshWeights } from '@/models/facemesh/weights';

const PRELU_SLOPE = 0.25;

/**
 * Fresh weights: filters uniform in ±1/√fan-in (PyTorch's default), norms at the identity, PReLU slopes 0.25.
 *
 * @param meanOutput [204] what an untrained network should answer: the mean shape saves it the way there
 */
export function initialWeights(config: FaceMeshConfig, random: Random, meanOutput: ArrayLike<number>): FaceMeshWeights {
  return new Map(
    expectedTensors(config).map(({ name, shape }) => {
      const draws = random.fork(name);
      const tensorValues = new Float32Array(shape.reduce((product, n) => product * n, 1));
      if (shape.length === 4) {
        const bound = 1 / Math.sqrt(shape[1] * shape[2] * shape[3]);
        for (let i = 0; i < tensorValues.length; i++) tensorValues[i] = draws.uniform(-bound, bound);
      } else if (tensorValues.length === meanOutput.length) {
        tensorValues.set(meanOutput);
      } else if (name.endsWith('running_var') || /\.convs\.[13]\.weight$/.test(name)) {
        tensorValues.fill(1);
      } else if (name.endsWith('.weight')) {
        tensorValues.fill(PRELU_SLOPE);
      }
      return [name, { shape, values: tensorValues }];
    }),
  );
}
