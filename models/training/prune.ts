import { FACEMESH_CONFIGS, type FaceMeshConfig } from '@/models/facemesh/config';
import { type FaceMeshLayers, faceMeshLayers, type Layer } from '@/models/facemesh/layers';
import { expectedTensors, type FaceMeshWeights, identifyConfig } from '@/models/facemesh/weights';
import { TrainingError } from './training-set';

/** What a layer's tensors are named after, in the order they appear. */
const namesOf = (layer: Layer): string[] =>
  layer.kind === 'convolution' && layer.activation ? [layer.name, layer.activation] : [layer.name];

const isPlain = (layer: Layer): boolean => layer.kind === 'block' && layer.stride === 1;

/** [name in `to`, name in `from`]: the n-th plain block between two others is the n-th there; surplus ones are left out. */
function correspondence(to: readonly Layer[], from: readonly Layer[]): [string, string][] {
  const pairs: [string, string][] = [];
  let at = 0;
  for (const layer of to) {
    // what stands between here and the next layer of another kind are the blocks that `to` has fewer of
    while (isPlain(from[at]) && !isPlain(layer)) at++;
    const names = namesOf(from[at++]);
    for (const [i, name] of namesOf(layer).entries()) pairs.push([name, names[i]]);
  }
  return pairs;
}

/**
 * Weights to start a network from: unchanged where they are of its architecture; the full network loses the second plain
 * block at each resolution to become the shallow one. Blocks add to their input, so what is left is a rough copy that a
 * short training repairs.
 *
 * @throws TrainingError the other way round
 */
export function bringTo(config: FaceMeshConfig, weights: FaceMeshWeights): FaceMeshWeights {
  const from = identifyConfig(weights, 'startFrom');
  if (from.id === config.id) return weights;
  if (config.id !== FACEMESH_CONFIGS.shallow.id) {
    throw new TrainingError(
      `training: startFrom: expected a network no smaller than ${config.title}, found ${from.title}`,
    );
  }
  const [target, source] = [faceMeshLayers(config), faceMeshLayers(from)];
  const parts: (keyof FaceMeshLayers)[] = ['backbone', 'coordinateHead', 'confidenceHead'];
  const nameIn = new Map(parts.flatMap((part) => correspondence(target[part], source[part])));
  return new Map(
    expectedTensors(config).map(({ name }) => {
      const layer = name.split('.').slice(0, 2).join('.');
      return [name, weights.get(nameIn.get(layer) + name.slice(layer.length))!];
    }),
  );
}
