import { matchFace } from '@/lib/evaluation/match-face';
import type { RgbImage } from '@/lib/image/rgb-image';
import { type Box, overlap } from '@/lib/landmarks/geometry';
import type { BlazeFaceModel } from './description';
import { createFaceDetector, type FaceDetector } from './detector';
import { type LandmarkBox, landmarkBox } from './landmark-box';
import type { DetectorMode } from './modes';
import { SUPPRESSION_OVERLAP } from './suppression';

/** Faces narrower than this are not looked for in a photo, image px. */
export const SMALLEST_FACE_PX = 40;

/** A face of a photo, its box as ground truth has it. */
export interface FoundFace extends LandmarkBox {
  /** the detector's, 0–1 */
  readonly score: number;
}

/** Finds the faces of photos, whatever their size, with both detectors. */
export interface FaceFinder {
  /** Every face; those of the close-up detector, which places them more exactly, first. */
  find(image: RgbImage, signal?: AbortSignal): Promise<FoundFace[]>;
  /**
   * The face that this labelled box belongs to: the detectors are asked in turn until one has it.
   *
   * @param labelled tight box of its landmarks, image px
   * @returns null when neither has found it
   */
  findLabelled(image: RgbImage, labelled: Box, signal?: AbortSignal): Promise<FoundFace | null>;
  dispose(): void;
}

/** On the current backend of this thread. @throws ModelFormatError when a network is not its mode's */
export function createFaceFinder(networks: Readonly<Record<DetectorMode, BlazeFaceModel>>): FaceFinder {
  return faceFinderOf([
    createFaceDetector('close-up', networks['close-up']),
    createFaceDetector('distant', networks.distant, { smallestFace: SMALLEST_FACE_PX }),
  ]);
}

/** A later detector adds the faces that no earlier one has found. */
export function faceFinderOf(detectors: readonly FaceDetector[]): FaceFinder {
  const detect = async (detector: FaceDetector, image: RgbImage, signal?: AbortSignal): Promise<FoundFace[]> =>
    (await detector.detect(image, signal)).map((face) => ({ ...landmarkBox(face, detector.mode), score: face.score }));

  return {
    async find(image, signal) {
      const found: FoundFace[] = [];
      for (const detector of detectors) {
        const faces = await detect(detector, image, signal);
        const isNew = ({ box }: FoundFace) => found.every((known) => overlap(known.box, box) <= SUPPRESSION_OVERLAP);
        found.push(...faces.filter(isNew));
      }
      return found;
    },
    async findLabelled(image, labelled, signal) {
      for (const detector of detectors) {
        const face = matchFace(await detect(detector, image, signal), labelled);
        if (face) return face;
      }
      return null;
    },
    dispose() {
      for (const detector of detectors) detector.dispose();
    },
  };
}
