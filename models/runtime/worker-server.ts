import { createFaceFinder, type FaceFinder } from '../blazeface/finder';
import { fetchNetworks } from '../blazeface/network-files';
import { CROP_BYTES } from '../facemesh/codec';
import type { CropPredictor } from '../facemesh/crop-predictor';
import { predictPhoto } from '../pipeline';
import { type Endpoint, serveCalls } from './calls';
import { type Backend, fetchModel } from './load-model';
import type { Calls, ModelSource } from './protocol';

/**
 * Answers the calls of a model's worker.
 *
 * @param startBackend chooses and starts what the networks compute on; called at each load
 */
export function serveModel(endpoint: Endpoint, startBackend: (source: ModelSource) => Promise<Backend>): void {
  let model: CropPredictor | null = null;
  let finder: FaceFinder | null = null;

  serveCalls<Calls>(endpoint, {
    async load(source, signal) {
      const { detectorsUrl } = source;
      const [files, networks] = await Promise.all([
        fetchModel(source, signal),
        detectorsUrl === undefined ? null : fetchNetworks(detectorsUrl, signal),
      ]);
      const backend = await startBackend(source);
      model?.dispose();
      finder?.dispose();
      finder = networks && createFaceFinder(networks);
      model = backend.createPredictor(files);
      // the first pass compiles shaders: it should not count as the first face's time
      await model.predictCrops(new Uint8Array(CROP_BYTES), signal);
      return { card: files.card, backend: backend.name };
    },
    async predict({ crops }, signal) {
      if (!model) throw new Error('worker: expected a model to be loaded first, found none');
      return model.predictCrops(crops, signal);
    },
    async predictPhoto({ image, labelled }, signal) {
      if (!model || !finder) throw new Error('worker: expected a model and detectors to be loaded first, found none');
      return predictPhoto({ model, finder }, image, labelled, signal);
    },
  });
}
