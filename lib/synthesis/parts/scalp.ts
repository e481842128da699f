import { ramp } from '../head/deform';
import { headMasks } from '../head/masks';
import type { HeadShape } from '../head/shape-head';
import type { FaceParameters } from '../parameter-ranges';
import { isUnderHat } from './headwear';
import { skullOf } from './skull';

/** How thick hair grows at each vertex of the head, 0–1; none under a hat. @returns [V] */
export function hairCover(shape: HeadShape, { hair, headwear }: FaceParameters): Float32Array {
  const { template, positions } = shape;
  const skull = skullOf(shape);
  const { insideHairLine } = headMasks();
  const cover = new Float32Array(template.vertexCount);
  if (hair.style === 'bald') return cover;
  for (let v = 0; v < cover.length; v++) {
    const b = Math.abs(template.chart[v * 2]);
    const t = template.chart[v * 2 + 1];
    const front = ramp(95, 60, b);
    const inside = insideHairLine[v] - front * 11 * (0.5 - hair.hairLine * 0.5);
    if (isUnderHat(headwear, skull, positions[v * 3], positions[v * 3 + 1], positions[v * 3 + 2])) continue;
    cover[v] = ramp(-4, 5, inside);
    // a bald crown keeps a wreath at the sides and the back
    if (hair.style === 'receding') cover[v] *= Math.max(ramp(-44, -22, t), ramp(110, 150, b) * ramp(-95, -70, t));
  }
  return cover;
}
