import type {
  CropHeader,
  PhotoHeader,
  StoredFaces,
  StoredPredictions,
  StoreFaces,
  StorePredictions,
} from '@/lib/contracts/prediction';
import { fetchOk, postJson } from '@/lib/request';

/** A network input as the server cut it. */
export interface SampleCrop {
  readonly header: CropHeader;
  /** size · size · 3 bytes, R G B */
  readonly pixels: Uint8Array;
}

/** A sample's whole image as the server decoded it. */
export interface SamplePhoto {
  readonly header: PhotoHeader;
  /** width · height · 3 bytes, R G B */
  readonly pixels: Uint8Array;
}

/** Where crops and photos come from and predictions go. */
export interface SampleGateway {
  fetchCrop(sample: string, model: string, signal?: AbortSignal): Promise<SampleCrop>;
  fetchPhoto(sample: string, signal?: AbortSignal): Promise<SamplePhoto>;
  store(predictions: StorePredictions, signal?: AbortSignal): Promise<StoredPredictions>;
  /** gives an image that nobody has labelled the faces found in it */
  storeFaces(sample: string, faces: StoreFaces, signal?: AbortSignal): Promise<StoredFaces>;
}

/** The workbench's own server. */
export const httpGateway: SampleGateway = {
  async fetchCrop(sample, model, signal) {
    const response = await fetchOk(`/api/samples/${sample}/crop?model=${encodeURIComponent(model)}`, { signal });
    return {
      header: headerOf<CropHeader>(response, 'X-Crop', sample),
      pixels: new Uint8Array(await response.arrayBuffer()),
    };
  },
  async fetchPhoto(sample, signal) {
    const response = await fetchOk(`/api/samples/${sample}/photo`, { signal });
    return {
      header: headerOf<PhotoHeader>(response, 'X-Photo', sample),
      pixels: new Uint8Array(await response.arrayBuffer()),
    };
  },
  store: (predictions, signal) => postJson('/api/predictions', predictions, { signal }),
  storeFaces: (sample, faces, signal) => postJson(`/api/samples/${sample}/faces`, faces, { signal }),
};

function headerOf<Header>(response: Response, name: string, sample: string): Header {
  const text = response.headers.get(name);
  if (!text) throw new Error(`sample ${sample}: expected the header ${name}, found none`);
  return JSON.parse(text) as Header;
}
