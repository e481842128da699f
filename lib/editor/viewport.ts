import type { Box, Size } from '@/lib/landmarks/geometry';

/** How the image lies on the screen: screen = scale · point + offset (mirrored: −scale for x), the point in image px (0-based pixel centres). */
export interface Viewport {
  /** screen px per image px */
  readonly scale: number;
  readonly x: number;
  readonly y: number;
  /** left and right are exchanged on the screen; the image's own coordinates stay as they are */
  readonly mirrored?: boolean;
}

/** Largest magnification, screen px per image px. */
export const MAX_SCALE = 64;
/** Smallest size of the whole image on the screen, as a share of the fitted one. */
const MIN_SHARE_OF_FIT = 0.25;

/** A rectangle centred in the screen, as large as fits with a margin in screen px. */
export function fitBox(box: Box, screen: Size, margin = 24): Viewport {
  const width = Math.max(1, screen.width - 2 * margin);
  const height = Math.max(1, screen.height - 2 * margin);
  const scale = Math.min(MAX_SCALE, width / Math.max(box.width, 1e-6), height / Math.max(box.height, 1e-6));
  return {
    scale,
    x: screen.width / 2 - scale * (box.x + box.width / 2),
    y: screen.height / 2 - scale * (box.y + box.height / 2),
  };
}

/** The whole image: its outer pixel edges lie half a pixel outside the outer pixel centres. */
export const fitImage = (image: Size, screen: Size, margin?: number): Viewport =>
  fitBox({ x: -0.5, y: -0.5, ...image }, screen, margin);

/** A face with its surroundings, so that neither jaw nor brows touch the rim. */
export function fitFace(face: Box, screen: Size): Viewport {
  const side = 1.5 * Math.max(face.width, face.height, 8);
  const x = face.x + face.width / 2 - side / 2;
  // brows are the highest landmarks; the forehead above them belongs to the face too
  const y = face.y + face.height / 2 - side / 2 - 0.06 * side;
  return fitBox({ x, y, width: side, height: side }, screen, 0);
}

/** Screen px per image px to the right; negative where the view is mirrored. */
export const scaleX = ({ scale, mirrored }: Viewport): number => (mirrored ? -scale : scale);

export const toScreen = (viewport: Viewport, point: readonly [number, number]): [number, number] => [
  scaleX(viewport) * point[0] + viewport.x,
  viewport.scale * point[1] + viewport.y,
];

export const fromScreen = (viewport: Viewport, place: readonly [number, number]): [number, number] => [
  (place[0] - viewport.x) / scaleX(viewport),
  (place[1] - viewport.y) / viewport.scale,
];

/** The same view as a mirror standing in the middle of the screen would show it. */
export const mirrorView = (viewport: Viewport, screen: Size): Viewport => ({
  ...viewport,
  x: screen.width - viewport.x,
  mirrored: !viewport.mirrored,
});

/** Changes the scale and keeps what lies under the cursor (screen px) where it is. */
export function zoomAt(
  viewport: Viewport,
  cursor: readonly [number, number],
  factor: number,
  image: Size,
  screen: Size,
): Viewport {
  const smallest = MIN_SHARE_OF_FIT * Math.min(screen.width / image.width, screen.height / image.height);
  const scale = Math.min(MAX_SCALE, Math.max(smallest, viewport.scale * factor));
  const ratio = scale / viewport.scale;
  return {
    scale,
    x: cursor[0] - ratio * (cursor[0] - viewport.x),
    y: cursor[1] - ratio * (cursor[1] - viewport.y),
  };
}

/** Moves the image by screen px; at least `keep` px of it stay on the screen. */
export function pan(viewport: Viewport, dx: number, dy: number, image: Size, screen: Size, keep = 48): Viewport {
  const { scale } = viewport;
  const within = (value: number, extent: number, room: number) =>
    Math.min(Math.max(value, keep - scale * (extent - 0.5)), room - keep + scale * 0.5);
  return {
    scale,
    x: within(viewport.x + dx, image.width, screen.width),
    y: within(viewport.y + dy, image.height, screen.height),
  };
}

/** Factor of one wheel event: smooth for a touchpad's small steps, bounded for a mouse's large ones. */
export const wheelFactor = (deltaY: number, deltaMode: number): number => {
  const pixels = deltaMode === 1 ? deltaY * 16 : deltaY;
  return Math.exp(-Math.max(-120, Math.min(120, pixels)) * 0.0025);
};

/** Radius of a handle in screen px: it grows with the zoom, within limits, so that it neither hides nor escapes. */
export const handleRadius = (scale: number): number => Math.min(6, Math.max(2.5, 1.4 * scale ** 0.5 + 1.6));
