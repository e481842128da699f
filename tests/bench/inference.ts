/**
 * Folded against unfolded inference, one face at a time, wasm, one thread: `tsx tests/bench/inference.ts [rounds]`.
 * Both networks take turns in one run, so what else the machine does meets both; only their ratio says anything.
 */
import * as tf from '@tensorflow/tfjs-core';
import { createRandom } from '@/lib/random';
import { FACEMESH_CONFIGS } from '@/models/facemesh/config';
import { createNetwork, type FaceMeshNetwork } from '@/models/facemesh/network';
import { startNodeBackend } from '@/models/runtime/backend-node';
import { randomWeights } from '../unit/models/facemesh/random-weights';

/** Folded time over unfolded time that must not be passed. */
const BAR = 0.6;
const ROUNDS = Number(process.argv[2] ?? 60);
const WARM_UP = 5;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Milliseconds for one face, from input tensor to numbers. */
function timeOne(network: FaceMeshNetwork, input: tf.Tensor4D): number {
  const start = performance.now();
  const { coordinates, confidence } = network.forward(input);
  coordinates.dataSync();
  confidence?.dataSync();
  const durationMs = performance.now() - start;
  tf.dispose([coordinates, ...(confidence ? [confidence] : [])]);
  return durationMs;
}

async function main(): Promise<void> {
  await startNodeBackend();
  const random = createRandom(1);
  const input = tf.tensor4d(
    Float32Array.from({ length: 192 * 192 * 3 }, () => random.uniform(-1, 1)),
    [1, 192, 192, 3],
  );
  let passes = true;
  for (const config of Object.values(FACEMESH_CONFIGS)) {
    const weights = randomWeights(config, random);
    const networks = {
      unfolded: createNetwork(config, weights, { folded: false }),
      folded: createNetwork(config, weights),
      'folded, no confidence head': createNetwork(config, weights, { confidence: false }),
    };
    const times = Object.fromEntries(Object.keys(networks).map((name) => [name, [] as number[]]));
    for (let round = -WARM_UP; round < ROUNDS; round++) {
      for (const [name, network] of Object.entries(networks)) {
        const durationMs = timeOne(network, input);
        if (round >= 0) times[name].push(durationMs);
      }
    }
    const unfolded = median(times.unfolded);
    for (const [name, values] of Object.entries(times)) {
      const ms = median(values);
      console.log(`${config.title}, ${name}: ${ms.toFixed(2)} ms/face, ${(ms / unfolded).toFixed(3)} of unfolded`);
    }
    passes &&= median(times.folded) / unfolded <= BAR;
    for (const network of Object.values(networks)) network.dispose();
  }
  console.log(`median of ${ROUNDS} rounds, wasm, 1 thread; bar ${BAR}: ${passes ? 'met' : 'missed'}`);
  if (!passes) process.exitCode = 1;
}

await main();
