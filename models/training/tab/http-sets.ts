import type { TrainingDatasetInfo } from '@/lib/contracts/training-tab';
import { decodeImageInBrowser } from '@/lib/image/decode-browser';
import type { Annotation } from '@/lib/landmarks/annotation';
import { fetchJson, fetchOk } from '@/lib/request';
import type { TrainingFace, TrainingSetProvider } from '../training-set';

/** The workbench's datasets from its server: the list first, each image and its labels when they are asked for. */
export const httpSets: TrainingSetProvider = {
  async open(name) {
    const { kind, licence, samples } = await fetchJson<TrainingDatasetInfo>(
      `/api/training-tabs/sets?dataset=${encodeURIComponent(name)}`,
    );
    return { name, kind, licence, faces: samples.map(faceOf) };
  },
};

/** The same names and keys as beside the server, so that a run may change its place. */
const faceOf = ({ id, imageId, key, person, split }: TrainingDatasetInfo['samples'][number]): TrainingFace => ({
  name: key,
  keys: [imageId, ...(person === null ? [] : [`person ${person}`])],
  split,
  async load() {
    const [image, annotation] = await Promise.all([
      fetchOk(`/api/images/${imageId}`)
        .then((response) => response.arrayBuffer())
        .then((buffer) => decodeImageInBrowser(new Uint8Array(buffer))),
      fetchJson<Annotation>(`/api/samples/${id}/annotation`),
    ]);
    return { image, annotation, contentHash: imageId };
  },
});
