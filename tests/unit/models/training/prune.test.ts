import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/random';
import { FULL, SHALLOW } from '@/models/facemesh/config';
import { assertWeightsFit, type FaceMeshWeights } from '@/models/facemesh/weights';
import { buildKernels } from '@/models/training/build-kernels.mjs';
import { WasmEngine } from '@/models/training/engine/wasm-engine';
import { loadKernels } from '@/models/training/kernels/load-node';
import { bringTo } from '@/models/training/prune';
import { PIXEL_RANGE } from '@/models/training/replica';
import { randomWeights } from '../facemesh/random-weights';

let kernels: WebAssembly.Module;
beforeAll(async () => {
  await buildKernels({ ifStale: true });
  kernels = await loadKernels();
});

/** Second plain block at each resolution of FULL. */
const SURPLUS = ['backbone.3', 'backbone.6', 'backbone.9', 'backbone.12', 'backbone.15', 'coord_head.2'];

/** A network in which the surplus blocks do nothing: scale and shift 0, slope 1. */
function withIdleSurplus(): FaceMeshWeights {
  const idle = (name: string): number | null => {
    if (!SURPLUS.some((block) => name.startsWith(`${block}.`))) return null;
    if (/convs\.3\.(weight|bias)$/.test(name)) return 0;
    return name.endsWith('act.weight') ? 1 : null;
  };
  return new Map(
    [...randomWeights(FULL, createRandom(8))].map(([name, { shape, values }]) => {
      const value = idle(name);
      return [name, { shape, values: value === null ? values : values.map(() => value) }];
    }),
  );
}

function outputs(config: typeof FULL, weights: FaceMeshWeights): number[] {
  const engine = new WasmEngine(kernels, config, 2, PIXEL_RANGE);
  engine.load(weights);
  const random = createRandom(5);
  for (let i = 0; i < engine.pixels.length; i++) engine.pixels[i] = random.integer(256);
  engine.forward(false);
  return [...engine.landmarks.values.subarray(0, 204), engine.confidence.values[0]];
}

describe('bringing weights to another architecture', () => {
  it('answers the same where the blocks it leaves out do nothing', () => {
    const full = withIdleSurplus();
    const shallow = bringTo(SHALLOW, full);
    assertWeightsFit(shallow, SHALLOW);
    const expected = outputs(FULL, full);
    for (const [i, value] of outputs(SHALLOW, shallow).entries()) expect(value).toBeCloseTo(expected[i], 3);
  });

  it('gives weights of the same architecture back', () => {
    const weights = randomWeights(SHALLOW, createRandom(2));
    expect(bringTo(SHALLOW, weights)).toBe(weights);
  });

  it('cannot add blocks', () => {
    expect(() => bringTo(FULL, randomWeights(SHALLOW, createRandom(2)))).toThrow(
      'training: startFrom: expected a network no smaller than FaceMesh 68 full, found FaceMesh 68 shallow',
    );
  });
});
