import type { Annotation } from '@/lib/landmarks/annotation';
import type { Box } from '@/lib/landmarks/geometry';

export const DATASET_KINDS = ['synthetic', 'real'] as const;
export type DatasetKind = (typeof DATASET_KINDS)[number];

export const SPLITS = ['train', 'val', 'test'] as const;
export type Split = (typeof SPLITS)[number];

/** Head pose in radians: pitch > 0 looks down, yaw > 0 turns to the image's right, roll > 0 tilts clockwise in the image. */
export interface Pose {
  readonly pitchRad: number;
  readonly yawRad: number;
  readonly rollRad: number;
}

/** One annotated face of one image as a format reader finds it; several faces of one image are several samples. */
export interface SourceSample {
  /** Stable inside the dataset, so that a second import adds nothing: image path, `#n` for the n-th face of several. */
  readonly key: string;
  /** What people read: the file's stem, with ` (n)` for the n-th face of several. */
  readonly name: string;
  /** path inside the file source */
  readonly imageFile: string;
  /** null: an image nobody has labelled yet */
  readonly annotation: Annotation | null;
  /** the source's own face box (a detector's or a person's), image px */
  readonly box: Box | null;
  readonly pose: Pose | null;
  /** who, or which photo of several faces, is shown, where file names tell it: keeps them out of two splits */
  readonly person: string | null;
  readonly split: Split | null;
  /** words the source states about the face: "glasses", "occlusion"; absent: it states none */
  readonly tags?: readonly string[];
}
