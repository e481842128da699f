import { boundingBox } from '@/lib/landmarks/geometry';
import { MEAN_LANDMARKS } from '@/lib/synthesis/head/anatomy';

/** [68] the average head seen from the front, the longer side of its box from 0 to 100, y downward. */
export const TEMPLATE_FACE: readonly (readonly [x: number, y: number])[] = (() => {
  const flat = MEAN_LANDMARKS.map(([x, y]) => [x, y] as const);
  const { x, y, width, height } = boundingBox(flat);
  const scale = 100 / Math.max(width, height);
  const round = (value: number) => Math.round(value * 100) / 100;
  return flat.map(([px, py]) => [round((px - x - width / 2) * scale + 50), round((py - y) * scale)] as const);
})();
