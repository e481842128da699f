import { type CropFrame, extractCrop, squareFrame } from '@/lib/image/crop';
import type { RgbImage } from '@/lib/image/rgb-image';
import type { Size } from '@/lib/landmarks/geometry';
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

/** Finds the faces of one square crop: the part of a detector that runs the network. */
export interface CropDetector {
  readonly mode: DetectorMode;
  /** side of the crops, px */
  readonly inputSize: number;
  /**
   * @param pixels [size · size · 3] R G B, cut as CROP_SAMPLING says
   * @param frame  where the crop lies in the image
   */
  detectCrop(pixels: Uint8Array | Uint8ClampedArray, frame: CropFrame): Promise<FaceCandidate[]>;
  dispose(): void;
}

/** The package samples single pixels too: averaging them first moves boxes by up to a fifth of their size. */
export const CROP_SAMPLING = { antialias: false, padding: 'zero' } as const;

/** The square that shows a whole image. */
export function wholeFrame({ width, height }: Size, inputSize: number): CropFrame {
  return squareFrame((width - 1) / 2, (height - 1) / 2, Math.max(width, height), inputSize);
}

/** A box may come out smaller than the face was thought to be; what is smaller still was not sought, and is a guess. */
const SIZE_TOLERANCE = 0.75;

/** Lets messages in between two tiles, a cancel among them; wasm itself never leaves the thread. */
const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/**
 * The network of a mode on the current backend of this thread.
 *
 * @throws ModelFormatError when the network is not this mode's
 */
export function createCropDetector(
  mode: DetectorMode,
  model: BlazeFaceModel,
  minScore = DETECTOR_MODES[mode].minScore,
): CropDetector {
  const network = createBlazeFaceNetwork(model);
  const { anchors } = DETECTOR_MODES[mode];
  if (network.inputSize !== anchors.inputSize) {
    network.dispose();
    throw new ModelFormatError(`${mode}: expected an input of ${anchors.inputSize} px, found ${network.inputSize}`);
  }
  const centres = anchorCentres(anchors);
  return {
    mode,
    inputSize: network.inputSize,
    async detectCrop(pixels, frame) {
      const outputs = await network.run(encodePixels(pixels));
      return mergeOverlapping(decodeFaces(outputs, centres, frame, minScore));
    },
    dispose: () => network.dispose(),
  };
}

/**
 * A detector on the current backend of this thread.
 *
 * @throws ModelFormatError when the network is not this mode's
 */
export function createFaceDetector(
  mode: DetectorMode,
  model: BlazeFaceModel,
  { minScore, smallestFace }: DetectorOptions = {},
): FaceDetector {
  const detector = createCropDetector(mode, model, minScore);
  const { inputSize } = detector;
  const leastWidth = SIZE_TOLERANCE * (smallestFace ?? 0);

  function detectIn(image: RgbImage, { x, y, side }: Tile): Promise<FaceCandidate[]> {
    const centre = side / 2 - 0.5;
    const frame = squareFrame(x + centre, y + centre, side, inputSize);
    return detector.detectCrop(extractCrop(image, frame, CROP_SAMPLING).data, frame);
  }

  return {
    mode,
    async detect(image, signal) {
      const found: FaceCandidate[] = [];
      for (const [i, tile] of searchTiles(image, inputSize, smallestFace ?? null).entries()) {
        if (i > 0) await nextTask();
        signal?.throwIfAborted();
        const faces = await detectIn(image, tile);
        found.push(...faces.filter(({ box }) => box.width >= leastWidth && !isCut(box, tile, image)));
      }
      return mergeOverlapping(found).map(withAngle);
    },
    dispose: () => detector.dispose(),
  };
}

export const withAngle = (face: FaceCandidate): DetectedFace => ({ ...face, angleRad: eyeAngle(face) });

/** 0–255 → −1…1, the range of the package's ImageToTensorCalculatorOptions. */
function encodePixels(bytes: Uint8Array | Uint8ClampedArray): Float32Array {
  const values = new Float32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) values[i] = bytes[i] / 127.5 - 1;
  return values;
}

function eyeAngle({ keypoints: [rightEye, leftEye] }: FaceCandidate): number {
  return Math.atan2(leftEye[1] - rightEye[1], leftEye[0] - rightEye[0]);
}
