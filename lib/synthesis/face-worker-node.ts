/** A thread that draws faces: started by face-pool-node with its setup, then asked for one face after another. */
import { parentPort, workerData } from 'node:worker_threads';
import { type FaceFileOptions, syntheticFaceFiles } from './face-files-node';
import { type FaceRecipe, recipeParameters } from './face-recipe';
import { renderFace } from './render-face';

export interface FaceWorkerSetup extends FaceFileOptions {
  readonly recipe: FaceRecipe;
  /** side of the image, px */
  readonly size: number;
  readonly supersample: number;
}

export interface FaceOrder {
  /** which face of the recipe */
  readonly index: number;
  /** number that its files are named by */
  readonly fileNumber: number;
}

export type FaceAnswer =
  | { readonly index: number; readonly files: readonly (readonly [file: string, content: Uint8Array | string])[] }
  | { readonly index: number; readonly error: string };

const { recipe, size, supersample, ...fileOptions } = workerData as FaceWorkerSetup;

async function draw({ index, fileNumber }: FaceOrder): Promise<FaceAnswer> {
  try {
    const face = renderFace(recipeParameters(recipe, index), { size, supersample });
    return { index, files: await syntheticFaceFiles(face, fileNumber, fileOptions) };
  } catch (error) {
    return { index, error: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', async (order: FaceOrder) => parentPort?.postMessage(await draw(order)));
