import type { Box, Size } from '@/lib/landmarks/geometry';

/** A square of the image, image px: point (x, y) of the image lies at (x − view.x) / view.size of the picture's side. */
export interface FaceView {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** room around the landmarks' box: brows to chin leave out forehead and ears */
const MARGIN = 1.7;

/**
 * What a thumbnail shows: the face with some room, or the whole image where no face is known. Whole pixels, so that the
 * address of a thumbnail says exactly what it shows.
 */
export function faceView(box: Box | null, image: Size): FaceView {
  if (!box) {
    const size = Math.max(image.width, image.height);
    return { x: Math.round((image.width - size) / 2), y: Math.round((image.height - size) / 2), size };
  }
  const size = Math.max(8, Math.round(MARGIN * Math.max(box.width, box.height)));
  return {
    x: Math.round(box.x + box.width / 2 - size / 2),
    y: Math.round(box.y + box.height / 2 - size / 2 - 0.05 * size),
    size,
  };
}
