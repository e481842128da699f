import * as tf from '@tensorflow/tfjs-core';
import type { CropFrame } from '@/lib/image/crop';
import type { RgbImage } from '@/lib/image/rgb-image';
import { type CropDetector, createCropDetector, createFaceDetector, withAngle } from '../blazeface/detector';
import { createFaceFinder, type FaceFinder, type FoundFace, faceFinderOf } from '../blazeface/finder';
import { landmarkBox } from '../blazeface/landmark-box';
import type { DetectorMode } from '../blazeface/modes';
import { fetchNetworks } from '../blazeface/network-files';
import { type Endpoint, serveCalls } from '../runtime/calls';
import type { BackendSource } from '../runtime/protocol';

export interface DetectorSource extends BackendSource {
  /** folder of the detectors' networks, without a slash at its end */
  readonly networksUrl: string;
}

export interface Detection {
  /** surest first */
  readonly faces: readonly FoundFace[];
  readonly durationMs: number;
  /** live tensors of the detector's worker */
  readonly tensors: number;
}

/** The questions that the detectors' worker answers. */
export interface DetectorCalls {
  readonly load: {
    readonly request: DetectorSource;
    readonly response: { readonly inputSizes: Readonly<Record<DetectorMode, number>> };
  };
  /** One look at a whole video frame. pixels: cut as CROP_SAMPLING says, R G B, transferred */
  readonly detect: {
    readonly request: { readonly mode: DetectorMode; readonly pixels: Uint8Array; readonly frame: CropFrame };
    readonly response: Detection;
  };
  /** A photo: close-up looks at it as a whole, distant with both detectors and in tiles. image: transferred */
  readonly find: {
    readonly request: { readonly mode: DetectorMode; readonly image: RgbImage };
    readonly response: Detection;
  };
}

/**
 * Answers the calls of the detectors' worker.
 *
 * @param startBackend starts what TensorFlow.js computes on
 */
export function serveDetector(endpoint: Endpoint, startBackend: (source: BackendSource) => Promise<unknown>): void {
  let detectors: Readonly<Record<DetectorMode, CropDetector>> | null = null;
  let finders: Readonly<Record<DetectorMode, FaceFinder>> | null = null;

  async function timed(find: () => Promise<FoundFace[]>): Promise<Detection> {
    const start = performance.now();
    const faces = await find();
    return { faces, durationMs: performance.now() - start, tensors: tf.memory().numTensors };
  }
  function loaded<Part>(part: Part | null): Part {
    if (part === null) throw new Error('detector: expected to be loaded first, found no network');
    return part;
  }

  serveCalls<DetectorCalls>(endpoint, {
    async load(source, signal) {
      const networks = await fetchNetworks(source.networksUrl, signal);
      await startBackend(source);
      const closeUp = createCropDetector('close-up', networks['close-up']);
      const distant = createCropDetector('distant', networks.distant);
      detectors = { 'close-up': closeUp, distant };
      finders = {
        'close-up': faceFinderOf([createFaceDetector('close-up', networks['close-up'])]),
        distant: createFaceFinder(networks),
      };
      return { inputSizes: { 'close-up': closeUp.inputSize, distant: distant.inputSize } };
    },
    detect({ mode, pixels, frame }) {
      const detector = loaded(detectors)[mode];
      return timed(async () =>
        (await detector.detectCrop(pixels, frame)).map((face) => ({
          ...landmarkBox(withAngle(face), mode),
          score: face.score,
        })),
      );
    },
    find: ({ mode, image }, signal) => timed(() => loaded(finders)[mode].find(image, signal)),
  });
}
