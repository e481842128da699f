import { createFaceFinder, type FaceFinder } from '../blazeface/finder';
import { fetchNetworks } from '../blazeface/network-files';
import { CROP_BYTES } from '../facemesh/codec';
import { type CropPredictor, createCropPredictor } from '../facemesh/crop-predictor';
import { parseModelFiles } from '../facemesh/model-files';
import { ModelFormatError } from '../facemesh/model-format-error';
import { predictPhoto } from '../pipeline';
import type { BackendName, Calls, Endpoint, LoadedModel, ModelSource, WorkerRequest, WorkerResponse } from './protocol';

/** @throws ModelFormatError when the server has no such file */
async function download(url: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new ModelFormatError(`${url}: expected status 200, found ${response.status}`);
  return response;
}

/**
 * Answers calls from the page one after another: wasm has one thread, and a second batch in between would only slow the first.
 *
 * @param endpoint     the worker's global scope, or one end of a MessageChannel
 * @param startBackend chooses and starts what tfjs computes on; called once
 */
export function serveModel(endpoint: Endpoint, startBackend: (source: ModelSource) => Promise<BackendName>): void {
  let model: CropPredictor | null = null;
  let finder: FaceFinder | null = null;
  let queue: Promise<void> = Promise.resolve();
  const running = new Map<number, AbortController>();

  async function load(source: ModelSource, signal: AbortSignal): Promise<LoadedModel> {
    const { detectorsUrl } = source;
    const [card, manifest, bytes, networks] = await Promise.all([
      download(source.cardUrl, signal).then((response) => response.json()),
      download(source.manifestUrl, signal).then((response) => response.json()),
      download(source.weightsUrl, signal).then((response) => response.arrayBuffer()),
      detectorsUrl === undefined ? null : fetchNetworks(detectorsUrl, signal),
    ]);
    const files = await parseModelFiles(card, manifest, new Uint8Array(bytes));
    const backend = await startBackend(source);
    model?.dispose();
    finder?.dispose();
    finder = networks && createFaceFinder(networks);
    model = createCropPredictor(files.card, files.weights);
    // the first pass compiles shaders: it should not count as the first face's time
    await model.predictCrops(new Uint8Array(CROP_BYTES), signal);
    return { card: files.card, backend };
  }

  async function predict(
    { crops }: Calls['predict']['request'],
    signal: AbortSignal,
  ): Promise<Calls['predict']['response']> {
    if (!model) throw new Error('worker: expected a model to be loaded first, found none');
    return model.predictCrops(crops, signal);
  }

  async function predictWhole(
    { image, labelled }: Calls['predictPhoto']['request'],
    signal: AbortSignal,
  ): Promise<Calls['predictPhoto']['response']> {
    if (!model || !finder) throw new Error('worker: expected a model and detectors to be loaded first, found none');
    return predictPhoto({ model, finder }, image, labelled, signal);
  }

  function run(request: Exclude<WorkerRequest, { call: 'cancel' }>, signal: AbortSignal) {
    switch (request.call) {
      case 'load':
        return load(request.request, signal);
      case 'predict':
        return predict(request.request, signal);
      case 'predictPhoto':
        return predictWhole(request.request, signal);
    }
  }

  async function answer(
    request: Exclude<WorkerRequest, { call: 'cancel' }>,
    signal: AbortSignal,
  ): Promise<WorkerResponse> {
    try {
      signal.throwIfAborted();
      return { id: request.id, response: await run(request, signal) };
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      return { id: request.id, error: { name, message } };
    }
  }

  endpoint.addEventListener('message', ({ data }) => {
    const request = data as WorkerRequest;
    if (request.call === 'cancel') {
      running.get(request.id)?.abort();
      return;
    }
    const controller = new AbortController();
    running.set(request.id, controller);
    queue = queue.then(async () => {
      endpoint.postMessage(await answer(request, controller.signal), []);
      running.delete(request.id);
    });
  });
}
