import { useState } from 'react';
import { fitFace, fitImage, pan, type Viewport, zoomAt } from '@/lib/editor/viewport';
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
}

/**
 * Where the image lies on the stage. A new image (another `key`) starts fitted again, so that faces stand at one size
 * while one goes from image to image.
 *
 * @param face the face's box when the image was opened; null: unknown, the whole image is shown
 */
export function useViewport(key: string, image: Size, face: Box | null, screen: Size): ViewportControl {
  const [fit, setFit] = useState<'face' | 'image'>('face');
  const [moved, setMoved] = useState<{ readonly key: string; readonly viewport: Viewport } | null>(null);
  const isMoved = moved?.key === key;
  const fitted = fit === 'face' && face ? fitFace(face, screen) : fitImage(image, screen);
  const viewport = isMoved ? moved.viewport : fitted;

  const move = (change: (from: Viewport) => Viewport) =>
    setMoved((current) => ({ key, viewport: change(current?.key === key ? current.viewport : fitted) }));

  return {
    viewport,
    fit,
    isMoved,
    fitTo(what) {
      setFit(what);
      setMoved(null);
    },
    zoom(factor, cursor = [screen.width / 2, screen.height / 2]) {
      move((from) => zoomAt(from, cursor, factor, image, screen));
    },
    panBy(dx, dy) {
      move((from) => pan(from, dx, dy, image, screen));
    },
  };
}
