import type { FindFaces } from '../predictor';
import type { FaceDetector } from './detector';
import { type LandmarkBox, landmarkBox } from './landmark-box';
import { overlap, SUPPRESSION_OVERLAP } from './suppression';

/**
 * Detectors as the predictor takes them. A later one adds the faces that no earlier one has found: close-up, the more exact
 * one, then distant finds both the face that fills a picture and those far behind it.
 */
export const findFacesWith =
  (...detectors: readonly FaceDetector[]): FindFaces =>
  async (image) => {
    const found: LandmarkBox[] = [];
    for (const detector of detectors) {
      const faces = (await detector.detect(image)).map((face) => landmarkBox(face, detector.mode));
      found.push(...faces.filter(({ box }) => found.every((known) => overlap(known.box, box) <= SUPPRESSION_OVERLAP)));
    }
    return found;
  };
