import type { Outline } from '@/lib/contracts/sample';
import { FACE_SYNTHETICS_70, IBUG_68 } from '@/lib/landmarks/scheme';

/**
 * SVG path data of landmarks for thumbnails: one path an outline, however many points it has. Each is made once and
 * kept as long as the outline itself.
 */
export const dotsPath = memoised((outline) => {
  let path = '';
  // a line of no length with round caps is a dot
  for (let i = 0; i < outline.length; i += 2) path += `M${outline[i]} ${outline[i + 1]}h0`;
  return path;
});

export const contoursPath = memoised((outline) => {
  const scheme = outline.length === 2 * FACE_SYNTHETICS_70.count ? FACE_SYNTHETICS_70 : IBUG_68;
  return scheme.contours
    .map(({ indices, closed }) => {
      const points = indices.map((index) => `${outline[2 * index]} ${outline[2 * index + 1]}`);
      return `M${points.join('L')}${closed ? 'Z' : ''}`;
    })
    .join('');
});

/** Lines from each landmark of the one to the same of the other. */
export function vectorsPath(from: Outline, to: Outline): string {
  let path = '';
  const length = Math.min(from.length, to.length);
  for (let i = 0; i < length; i += 2) path += `M${from[i]} ${from[i + 1]}L${to[i]} ${to[i + 1]}`;
  return path;
}

function memoised(make: (outline: Outline) => string): (outline: Outline) => string {
  const made = new WeakMap<Outline, string>();
  return (outline) => {
    let path = made.get(outline);
    if (path === undefined) {
      path = make(outline);
      made.set(outline, path);
    }
    return path;
  };
}
