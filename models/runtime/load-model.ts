import type { CropPredictor } from '../facemesh/crop-predictor';
import { createCropPredictor } from '../facemesh/crop-predictor';
import { type FaceMeshModel, parseModelFiles } from '../facemesh/model-files';
import { ModelFormatError } from '../facemesh/model-format-error';
import { createKernelPredictor } from '../inference/kernel-predictor';
import type { BackendName, ModelSource } from './protocol';

/** What networks compute on in this thread, once it has been started. */
export interface Backend {
  readonly name: BackendName;
  /** @throws ModelFormatError when the weights are not of the card's architecture */
  createPredictor(model: FaceMeshModel): CropPredictor;
}

/** TensorFlow.js's current backend. */
export const tensorBackend = (name: BackendName): Backend => ({
  name,
  createPredictor: ({ card, weights }) => createCropPredictor(card, weights),
});

/** Kernels of our own. @param module of loadKernels or fetchKernels */
export const kernelBackend = (module: WebAssembly.Module): Backend => ({
  name: 'kernels',
  createPredictor: ({ card, weights }) => createKernelPredictor(card, weights, module),
});

/** @throws ModelFormatError when the server has no such file */
async function download(url: string, signal?: AbortSignal): Promise<Response> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new ModelFormatError(`${url}: expected status 200, found ${response.status}`);
  return response;
}

/** A model's three files from the server, checked. @throws ModelFormatError */
export async function fetchModel(
  { cardUrl, manifestUrl, weightsUrl }: Pick<ModelSource, 'cardUrl' | 'manifestUrl' | 'weightsUrl'>,
  signal?: AbortSignal,
): Promise<FaceMeshModel> {
  const [card, manifest, bytes] = await Promise.all([
    download(cardUrl, signal).then((response) => response.json()),
    download(manifestUrl, signal).then((response) => response.json()),
    download(weightsUrl, signal).then((response) => response.arrayBuffer()),
  ]);
  return parseModelFiles(card, manifest, new Uint8Array(bytes));
}
