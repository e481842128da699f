import { imagePoint } from '@/lib/landmarks/geometry';
import { createRandom } from '@/lib/random';
import { faceGeometry } from '@/lib/synthesis/face-geometry';
import { projectPoint } from '@/lib/synthesis/render/camera';
import { sampleFaceParameters } from '@/lib/synthesis/sample-parameters';
import { POINT_COUNT, type QualityFace } from './quality-face';

/** Where jaw points lie on a turned face: on the visible outline (300-W) or where the 3D jaw projects (Face Synthetics). */
export type JawKind = 'outline' | 'projected';

const IMAGE_SIZE = 256;
/** Seeds far from those that training sets are made of. */
const FIRST_SEED = 0x5eed0000;

/**
 * Labels of generated faces, unrendered: sound faces to compare a small set with (see RankOptions.background). About 10 ms
 * a face.
 *
 * @param jaw the convention of the set that they stand beside
 */
export function syntheticBackground(count: number, jaw: JawKind): QualityFace[] {
  return Array.from({ length: count }, (_, i) => {
    const geometry = faceGeometry(sampleFaceParameters(createRandom(FIRST_SEED + i)), IMAGE_SIZE);
    const projected = geometry.points3d.slice(0, POINT_COUNT).map((point) => {
      const [x, y] = projectPoint(geometry.camera, point);
      return imagePoint(x, y);
    });
    const points =
      jaw === 'outline' ? [...geometry.outlineJaw, ...projected.slice(geometry.outlineJaw.length)] : projected;
    return {
      id: `synthetic-${i}`,
      image: { width: IMAGE_SIZE, height: IMAGE_SIZE },
      annotation: { scheme: 'ibug-68', points, z: null, visibility: null },
    };
  });
}
