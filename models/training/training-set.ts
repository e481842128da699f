import type { DatasetKind, Split } from '@/lib/datasets/sample';
import type { RgbImage } from '@/lib/image/rgb-image';
import type { Annotation } from '@/lib/landmarks/annotation';

export interface LoadedFace {
  readonly image: RgbImage;
  readonly annotation: Annotation;
  /** sha-256 of the image file's bytes, hexadecimal; absent where there is no file */
  readonly contentHash?: string;
}

/** One labelled face a model can learn from. */
export interface TrainingFace {
  /** stable inside its set */
  readonly name: string;
  /** what it shares with others that must stay on one side of a split: photo, person */
  readonly keys: readonly string[];
  readonly split: Split | null;
  load(): Promise<LoadedFace>;
}

export interface TrainingSet {
  readonly name: string;
  readonly kind: DatasetKind;
  /** terms of use, for the model's card */
  readonly licence: string;
  /** faces that the run drew for itself: nobody else's images, so the model's folder need not remember each */
  readonly isGenerated?: boolean;
  /** in an order that does not change from run to run */
  readonly faces: readonly TrainingFace[];
}

/** Where sets come from: folders for the recorded command, the database for the workbench. */
export interface TrainingSetProvider {
  /** @throws TrainingError when there is no such set */
  open(name: string): Promise<TrainingSet>;
}

/** A run cannot start or go on; the message is one line for people. */
export class TrainingError extends Error {
  override readonly name = 'TrainingError';
}
