import { useState } from 'react';
import { fitBox, fitFace, fitImage, mirrorView, pan, type Viewport, zoomAt } from '@/lib/editor/viewport';
import type { Box, Size } from '@/lib/landmarks/geometry';

export interface ViewportControl {
  readonly viewport: Viewport;
  /** what the view keeps to until it is moved by hand; survives a change of the image */
  readonly fit: 'face' | 'image';
  /** the user has zoomed or panned this image */
  readonly isMoved: boolean;
  fitTo(what: 'face' | 'image'): void;
  /** @param cursor screen px; absent: the middle */
  zoom(factor: number, cursor?: readonly [number, number]): void;
  panBy(dx: number, dy: number): void;
  /** @param box image px; shown with as much again round it */
  zoomTo(box: Box): void;
  /** whether that is what is shown now */
  isZoomedTo(box: Box): boolean;
}

/**
 * Where the image lies on the stage. A new image (another `key`) starts fitted again, so that faces stand at one size
 * while one goes from image to image.
 *
 * @param mirrored left and right exchanged on the screen
 * @param face the face's box when the image was opened; null: unknown, the whole image is shown
 */
export function useViewport(
  key: string,
  image: Size,
  face: Box | null,
  screen: Size,
  mirrored: boolean,
): ViewportControl {
  const [fit, setFit] = useState<'face' | 'image'>('face');
  const [moved, setMoved] = useState<{ readonly key: string; readonly viewport: Viewport } | null>(null);
  const isMoved = moved?.key === key;
  const fitted = fit === 'face' && face ? fitFace(face, screen) : fitImage(image, screen);
  const upright = isMoved ? moved.viewport : fitted;

  const move = (change: (from: Viewport) => Viewport) =>
    setMoved((current) => ({ key, viewport: change(current?.key === key ? current.viewport : fitted) }));

  return {
    viewport: mirrored ? mirrorView(upright, screen) : upright,
    fit,
    isMoved,
    fitTo(what) {
      setFit(what);
      setMoved(null);
    },
    zoom(factor, cursor = [screen.width / 2, screen.height / 2]) {
      const at = mirrored ? ([screen.width - cursor[0], cursor[1]] as const) : cursor;
      move((from) => zoomAt(from, at, factor, image, screen));
    },
    panBy(dx, dy) {
      move((from) => pan(from, mirrored ? -dx : dx, dy, image, screen));
    },
    zoomTo(box) {
      move(() => closeUp(box, screen));
    },
    isZoomedTo(box) {
      const { scale, x, y } = closeUp(box, screen);
      return isMoved && upright.scale === scale && upright.x === x && upright.y === y;
    },
  };
}

/** A part of the face with half its size of room on every side. */
function closeUp({ x, y, width, height }: Box, screen: Size): Viewport {
  const room = Math.max(width, height, 8) / 2;
  return fitBox({ x: x - room, y: y - room, width: width + 2 * room, height: height + 2 * room }, screen, 0);
}
