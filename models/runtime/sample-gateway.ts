import type { CropHeader, StoredPredictions, StorePredictions } from '@/lib/contracts/prediction';
import { fetchOk, postJson } from '@/lib/request';

/** A network input as the server cut it. */
export interface SampleCrop {
  readonly header: CropHeader;
  /** size · size · 3 bytes, R G B */
  readonly pixels: Uint8Array;
}

/** Where crops come from and predictions go. */
export interface SampleGateway {
  fetchCrop(sample: string, model: string, signal?: AbortSignal): Promise<SampleCrop>;
  store(predictions: StorePredictions, signal?: AbortSignal): Promise<StoredPredictions>;
}

/** The workbench's own server. */
export const httpGateway: SampleGateway = {
  async fetchCrop(sample, model, signal) {
    const response = await fetchOk(`/api/samples/${sample}/crop?model=${encodeURIComponent(model)}`, { signal });
    const header = response.headers.get('X-Crop');
    if (!header) throw new Error(`sample ${sample}: expected the header X-Crop, found none`);
    return { header: JSON.parse(header) as CropHeader, pixels: new Uint8Array(await response.arrayBuffer()) };
  },
  store: (predictions, signal) => postJson('/api/predictions', predictions, { signal }),
};
