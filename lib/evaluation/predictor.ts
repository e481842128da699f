import type { FaceBox } from '@/lib/image/crop';
import type { RgbImage } from '@/lib/image/rgb-image';
import type { ImagePoint } from '@/lib/landmarks/geometry';

/** One face as a model sees it, in the space of its image. */
export interface FacePrediction {
  /** what the crop was made from: the box asked for, or the detector's, image px */
  readonly box: FaceBox;
  /** [68] in iBUG order, image px; may lie outside the image */
  readonly landmarks: readonly ImagePoint[];
  /** [68] depth in image px, growing away from the camera, origin free; null for a model that has not learnt it */
  readonly z: readonly number[] | null;
  /** 0–1 that the crop shows a face; null for a model that has not learnt it */
  readonly confidence: number | null;
  /** time of crop and network for this face; a batch's time is shared out evenly */
  readonly durationMs: number;
}

export interface PredictionRequest {
  /** the sample's key, for predictors that look answers up (a CSV of another tool) instead of making them */
  readonly key: string;
  /** called only by predictors that need the pixels */
  loadImage(): Promise<RgbImage>;
  /** the ground truth's faces to crop at, image px; null: the predictor finds the faces itself */
  readonly boxes: readonly FaceBox[] | null;
}

/** Image → faces: all that an evaluation needs to know of a model. */
export interface Predictor {
  /** the model's id */
  readonly id: string;
  /**
   * @returns with boxes one face a box, in their order; without, the faces found, none being []
   * @throws the signal's reason once it is aborted
   */
  predict(request: PredictionRequest, signal?: AbortSignal): Promise<readonly FacePrediction[]>;
}
