import type { Box, Size } from '@/lib/landmarks/geometry';

/**
 * How the image lies on the screen: screen = scale · corner + offset, where `corner` counts image px from the outer
 * corner of the top-left pixel. (Everything else counts from pixel centres; only the stage turns one into the other.)
 */
export interface Viewport {
  /** screen px per image px */
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** Largest magnification, screen px per image px. */
export const MAX_SCALE = 64;
/** Smallest size of the whole image on the screen, as a share of the fitted one. */
const MIN_SHARE_OF_FIT = 0.25;

/** The whole of a rectangle (image px from the corner) centred in the screen, with a margin in screen px. */
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

export const fitImage = (image: Size, screen: Size, margin?: number): Viewport =>
  fitBox({ x: 0, y: 0, ...image }, screen, margin);

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
  const within = (value: number, extent: number, room: number) => Math.min(Math.max(value, keep - extent), room - keep);
  return {
    scale: viewport.scale,
    x: within(viewport.x + dx, viewport.scale * image.width, screen.width),
    y: within(viewport.y + dy, viewport.scale * image.height, screen.height),
  };
}

/** Factor of one wheel event: smooth for a touchpad's small steps, bounded for a mouse's large ones. */
export const wheelFactor = (deltaY: number, deltaMode: number): number => {
  const pixels = deltaMode === 1 ? deltaY * 16 : deltaY;
  return Math.exp(-Math.max(-120, Math.min(120, pixels)) * 0.0025);
};

/** Radius of a handle in screen px: it grows with the zoom, within limits, so that it neither hides nor escapes. */
export const handleRadius = (scale: number): number => Math.min(6, Math.max(2.5, 1.4 * scale ** 0.5 + 1.6));
