import path from 'node:path';
import { mean, standardDeviation } from '@/lib/metrics/statistics';
import { createRandom } from '@/lib/random';
import { describeMachine } from '../benchmark/machine-node';
import { CROP_BYTES } from '../facemesh/codec';
import type { CropPredictor } from '../facemesh/crop-predictor';
import { readModelFolder } from '../facemesh/model-folder-node';
import { createKernelPredictor } from '../inference/kernel-predictor';
import { loadKernels } from '../inference/load-node';
import type { Timing } from './timing';

const WARM_UP = 20;

/**
 * Times both shipped networks on our own kernels and one core, in turn, so that other work on the machine meets both alike.
 *
 * @param pretrained folder of the shipped models
 */
export async function measureTiming(pretrained: string, faces = 400): Promise<Timing> {
  const kernels = await loadKernels();
  const open = async (name: string) => {
    const { card, weights } = await readModelFolder(path.join(pretrained, name));
    return createKernelPredictor(card, weights, kernels);
  };
  const models = { full: await open('facemesh-68'), shallow: await open('facemesh-68-shallow') };
  const times = { full: [] as number[], shallow: [] as number[] };
  const random = createRandom(1);
  const crop = Uint8Array.from({ length: CROP_BYTES }, () => Math.floor(256 * random.next()));
  for (let face = -WARM_UP; face < faces; face++) {
    for (const depth of ['full', 'shallow'] as const) {
      const ms = await timeOf(models[depth], crop);
      if (face >= 0) times[depth].push(ms);
    }
  }
  for (const model of Object.values(models)) model.dispose();
  const { processor, runtime } = describeMachine();
  const spread = (ms: readonly number[]) => ({ mean: mean(ms), std: standardDeviation(ms) });
  return {
    machine: `${processor}, one core, ${runtime}, wasm kernels`,
    faces,
    full: spread(times.full),
    shallow: spread(times.shallow),
  };
}

async function timeOf(model: CropPredictor, crop: Uint8Array): Promise<number> {
  const start = performance.now();
  await model.predictCrops(crop);
  return performance.now() - start;
}
