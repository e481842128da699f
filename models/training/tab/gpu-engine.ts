import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
// tfjs-core knows no gradient by itself
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { createRandom } from '@/lib/random';
import { type FaceMeshConfig, SHALLOW } from '@/models/facemesh/config';
import type { GpuBackend } from '@/models/runtime/gpu-adapter';
import { initialWeights } from '../engine/initialise';
import { TfjsEngine } from '../engine/tfjs-engine';
import type { TrainingEngine } from '../engine/training-engine';
import { WasmEngine } from '../engine/wasm-engine';
import { type CreateEngine, PIXEL_RANGE } from '../replica';
import { TrainingError } from '../training-set';

/** How far a GPU's gradient may lie from the kernels', relative L2: correct ones are below a thousandth. */
const TOLERANCE = 0.01;
const IMAGES = 2;
const SEED = 1;

/**
 * Starts a GPU and proves its gradients against the wasm kernels: a driver that computes one of them wrongly would
 * train on without a word.
 *
 * @throws TrainingError in one line when it cannot be started or is wrong
 */
export async function startGpuEngine(backend: GpuBackend, kernels: WebAssembly.Module): Promise<CreateEngine> {
  if (!(await tf.setBackend(backend).catch(() => false))) {
    throw new TrainingError(`training: expected to start ${backend} in this tab, could not; train beside the server`);
  }
  if (backend === 'webgl' && !tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) {
    throw new TrainingError('training: webgl: expected 32-bit textures, found 16-bit ones; train beside the server');
  }
  const createEngine = (config: FaceMeshConfig, images: number) => new TfjsEngine(kernels, config, images, PIXEL_RANGE);
  const distance = await gradientDistance(
    createEngine(SHALLOW, IMAGES),
    new WasmEngine(kernels, SHALLOW, IMAGES, PIXEL_RANGE),
  );
  if (!(distance < TOLERANCE)) {
    const percent = (100 * distance).toFixed(1);
    throw new TrainingError(
      `training: ${backend}: expected gradients within 1 % of the wasm kernels', found ${percent} %; train beside the server`,
    );
  }
  return createEngine;
}

/** Relative L2 distance of everything one backward pass gives, on the same weights, pixels and output gradients. */
export async function gradientDistance(engine: TfjsEngine, reference: TrainingEngine): Promise<number> {
  for (const each of [engine, reference] as TrainingEngine[]) {
    each.load(initialWeights(SHALLOW, createRandom(SEED), new Float32Array(204).fill(96)));
    const random = createRandom(SEED);
    for (let i = 0; i < each.pixels.length; i++) each.pixels[i] = random.integer(256);
    await each.forward(true);
    for (const { gradient, stride, count } of [each.landmarks, each.confidence]) {
      for (let image = 0; image < each.images; image++) {
        for (let k = 0; k < count; k++) gradient[image * stride + k] = random.uniform(-1, 1);
      }
    }
    await each.backward();
  }
  engine.dispose();
  let difference = 0;
  let length = 0;
  for (const [i, value] of reference.exchange.entries()) {
    difference += (engine.exchange[i] - value) ** 2;
    length += value ** 2;
  }
  return Math.sqrt(difference / length);
}
