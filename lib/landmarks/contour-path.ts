import { IBUG_68 } from './scheme';

/** SVG path data of a face's 68 points joined along their contours. */
export const contourPath = (points: readonly (readonly [number, number])[]): string =>
  IBUG_68.contours
    .map(({ indices, closed }) => {
      const line = indices.map((i) => `${round(points[i][0])} ${round(points[i][1])}`).join('L');
      return `M${line}${closed ? 'Z' : ''}`;
    })
    .join('');

const round = (value: number): number => Math.round(value * 10) / 10;
