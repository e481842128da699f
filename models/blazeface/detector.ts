import { extractCrop, squareFrame } from '@/lib/image/crop';
import type { RgbImage } from '@/lib/image/rgb-image';
import { ModelFormatError } from '../facemesh/model-format-error';
import { anchorCentres } from './anchors';
import { decodeFaces, type FaceCandidate } from './decode';
import type { BlazeFaceModel } from './description';
import { DETECTOR_MODES, type DetectorMode } from './modes';
import { createBlazeFaceNetwork } from './network';
import { mergeOverlapping } from './suppression';
import { isCut, searchTiles, type Tile } from './tiles';

export interface DetectedFace extends FaceCandidate {
  /** rotation of the face in the image, clockwise: 0 where the eyes are level */
  readonly angleRad: number;
}

/** Finds faces, wherever it runs. */
export interface FaceDetector {
  readonly mode: DetectorMode;
  /**
   * @returns surest first; [] where there is no face
   * @throws the signal's reason once it is aborted
   */
  detect(image: RgbImage, signal?: AbortSignal): Promise<DetectedFace[]>;
  dispose(): void;
}

export interface DetectorOptions {
  /** 0–1; the mode's own where not given */
  readonly minScore?: number;
  /**
   * image px: searches the image in overlapping tiles too, until faces of this size are large enough for the network.
   * Without it the image is seen once as a whole, as the package does it: for video.
   */
  readonly smallestFace?: number;
}

/** A box may come out smaller than the face was thought to be; what is smaller still was not sought, and is a guess. */
const SIZE_TOLERANCE = 0.75;

/** Lets messages in between two tiles, a cancel among them; wasm itself never leaves the thread. */
const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/**
 * A detector on the current backend of this thread.
 *
 * @throws ModelFormatError when the network is not this mode's
 */
export function createFaceDetector(
  mode: DetectorMode,
  model: BlazeFaceModel,
  { minScore = DETECTOR_MODES[mode].minScore, smallestFace }: DetectorOptions = {},
): FaceDetector {
  const network = createBlazeFaceNetwork(model);
  const { anchors } = DETECTOR_MODES[mode];
  if (network.inputSize !== anchors.inputSize) {
    network.dispose();
    throw new ModelFormatError(`${mode}: expected an input of ${anchors.inputSize} px, found ${network.inputSize}`);
  }
  const centres = anchorCentres(anchors);
  const leastWidth = SIZE_TOLERANCE * (smallestFace ?? 0);

  async function detectIn(image: RgbImage, { x, y, side }: Tile): Promise<FaceCandidate[]> {
    const centre = side / 2 - 0.5;
    const frame = squareFrame(x + centre, y + centre, side, network.inputSize);
    // the package samples single pixels too: averaging them first moves boxes by up to a fifth of their size
    const crop = extractCrop(image, frame, { antialias: false, padding: 'zero' });
    const outputs = await network.run(encodePixels(crop.data));
    return mergeOverlapping(decodeFaces(outputs, centres, frame, minScore));
  }

  return {
    mode,
    async detect(image, signal) {
      const found: FaceCandidate[] = [];
      for (const [i, tile] of searchTiles(image, network.inputSize, smallestFace ?? null).entries()) {
        if (i > 0) await nextTask();
        signal?.throwIfAborted();
        const faces = await detectIn(image, tile);
        found.push(...faces.filter(({ box }) => box.width >= leastWidth && !isCut(box, tile, image)));
      }
      return mergeOverlapping(found).map((face) => ({ ...face, angleRad: eyeAngle(face) }));
    },
    dispose: () => network.dispose(),
  };
}

/** 0–255 → −1…1, the range of the package's ImageToTensorCalculatorOptions. */
function encodePixels(bytes: Uint8Array | Uint8ClampedArray): Float32Array {
  const values = new Float32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) values[i] = bytes[i] / 127.5 - 1;
  return values;
}

function eyeAngle({ keypoints: [rightEye, leftEye] }: FaceCandidate): number {
  return Math.atan2(leftEye[1] - rightEye[1], leftEye[0] - rightEye[0]);
}
