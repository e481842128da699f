import type { Timing } from '@/lib/contracts/benchmark';
import { cropFrame, squareFrame } from '@/lib/image/crop';
import { createRgbImage, type RgbImage } from '@/lib/image/rgb-image';
import { synthesizeFace } from '@/lib/synthesis/synthesize-face';
import { regionOf, type TrackRegion } from '@/lib/tracking/track-region';
import type { BlazeFaceModel } from '../blazeface/description';
import { CROP_SAMPLING, type CropDetector, createCropDetector, wholeFrame, withAngle } from '../blazeface/detector';
import { landmarkBox } from '../blazeface/landmark-box';
import type { DetectorMode } from '../blazeface/modes';
import { CROP_BYTES } from '../facemesh/codec';
import type { CropPredictor } from '../facemesh/crop-predictor';
import type { FaceMeshModel } from '../facemesh/model-files';
import { FrameCropper } from '../inference/frame-cropper';
import { mapToImage } from '../pipeline';
import type { Backend } from '../runtime/load-model';
import { time } from './timing';

/** One backend with its networks, ready to be timed, here or in a worker. */
export interface Bench {
  readonly backend: Backend['name'];
  /** per face */
  network(model: string, batch: number, rounds: number, signal?: AbortSignal): Promise<Timing>;
  /** per frame of 640 × 480 */
  detector(mode: DetectorMode, rounds: number, signal?: AbortSignal): Promise<Timing>;
  /** per frame of 640 × 480 with so many faces; tracks: crops follow the last landmarks, nothing is detected */
  pipeline(model: string, faces: number, tracks: boolean, rounds: number, signal?: AbortSignal): Promise<Timing>;
  dispose(): void;
}

const FRAME = { width: 640, height: 480 };
const FACE_SIDE = 240;
/** Corners that faces are put at, one after another. */
const PLACES = [
  [60, 0],
  [340, 0],
  [60, 240],
  [340, 240],
] as const;
export const MOST_FACES = PLACES.length;

/** A frame with so many generated faces, the same every time. */
export function frameWith(faces: number): RgbImage {
  const frame = createRgbImage(FRAME.width, FRAME.height);
  frame.data.fill(118);
  const { image } = synthesizeFace(2, { size: FACE_SIDE, supersample: 1 });
  for (const [left, top] of PLACES.slice(0, faces)) {
    for (let y = 0; y < FACE_SIDE; y++) {
      const row = image.data.subarray(3 * y * FACE_SIDE, 3 * (y + 1) * FACE_SIDE);
      frame.data.set(row, 3 * ((top + y) * FRAME.width + left));
    }
  }
  return frame;
}

/** A frame as a video brings it. */
function rgbaOf({ width, height, data }: RgbImage): Uint8Array {
  const rgba = new Uint8Array(4 * width * height).fill(255);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) rgba.set(data.subarray(from, from + 3), to);
  return rgba;
}

/**
 * @param kernels to cut crops with, as the live page does
 * @throws ModelFormatError when a model or a network is not what it says
 */
export function createBench(
  backend: Backend,
  models: readonly FaceMeshModel[],
  networks: Readonly<Record<DetectorMode, BlazeFaceModel>>,
  kernels: WebAssembly.Module,
): Bench {
  const cropper = new FrameCropper(kernels);
  const predictors = new Map<string, CropPredictor>(
    models.map((model) => [model.card.id, backend.createPredictor(model)]),
  );
  const detectors: Readonly<Record<DetectorMode, CropDetector>> = {
    'close-up': createCropDetector('close-up', networks['close-up']),
    distant: createCropDetector('distant', networks.distant),
  };
  const predictorOf = (id: string): CropPredictor => {
    const predictor = predictors.get(id);
    if (!predictor) throw new Error(`benchmark: expected one of ${[...predictors.keys()].join(', ')}, found ${id}`);
    return predictor;
  };
  const show = (rgba: Uint8Array) => cropper.frameOf(FRAME.width, FRAME.height).set(rgba);

  async function detect(mode: DetectorMode): Promise<TrackRegion[]> {
    const detector = detectors[mode];
    const whole = wholeFrame(FRAME, detector.inputSize);
    const faces = await detector.detectCrop(cropper.cut(whole, CROP_SAMPLING), whole);
    return faces.map((face) => landmarkBox(withAngle(face), mode));
  }

  async function predict(predictor: CropPredictor, regions: readonly TrackRegion[]) {
    const { input } = predictor.card;
    const crops = new Uint8Array(regions.length * CROP_BYTES);
    const frames = regions.map(({ box, angleRad }, i) => {
      const frame = cropFrame(input.crop, box, FRAME, input.size, angleRad);
      crops.set(cropper.cut(frame, input), i * CROP_BYTES);
      return frame;
    });
    const { predictions } = await predictor.predictCrops(crops);
    return predictions.map((prediction, i) => mapToImage(prediction, frames[i]));
  }

  return {
    backend: backend.name,
    network(model, batch, rounds, signal) {
      const predictor = predictorOf(model);
      show(rgbaOf(frameWith(1)));
      const crop = cropper.cut(squareFrame(180, 120, 220, 192), predictor.card.input);
      const crops = new Uint8Array(batch * CROP_BYTES);
      for (let i = 0; i < batch; i++) crops.set(crop, i * CROP_BYTES);
      return time(() => predictor.predictCrops(crops), rounds, { share: batch, signal });
    },
    detector(mode, rounds, signal) {
      const rgba = rgbaOf(frameWith(1));
      const look = () => {
        show(rgba);
        return detect(mode);
      };
      return time(look, rounds, { signal });
    },
    async pipeline(model, faces, tracks, rounds, signal) {
      const predictor = predictorOf(model);
      const rgba = rgbaOf(frameWith(faces));
      show(rgba);
      let regions: readonly TrackRegion[] = await detect('close-up');
      if (regions.length !== faces) {
        throw new Error(`benchmark: expected the detector to find ${faces} faces, found ${regions.length}`);
      }
      const turns = predictor.card.input.crop.shape === 'square';
      const look = async () => {
        show(rgba);
        if (!tracks) regions = await detect('close-up');
        const seen = await predict(predictor, regions);
        if (tracks) regions = seen.map(({ landmarks }) => regionOf(landmarks, turns));
      };
      return time(look, rounds, { signal });
    },
    dispose() {
      for (const predictor of predictors.values()) predictor.dispose();
      for (const detector of Object.values(detectors)) detector.dispose();
    },
  };
}
