import type { Size } from '@/lib/landmarks/geometry';
import type { FrameCropper } from '../inference/frame-cropper';

/** Longer sides of what is looked at, px: larger frames are drawn smaller first. Crops have 192 px, whatever the frame. */
const LARGEST_SIDE = { video: 1280, still: 4096 } as const;

type Way = 'copy' | 'draw';
/** Frames that each way is tried with before the quicker one is kept. */
const TRIALS = 3;

/**
 * Brings the pixels of video frames and images into a cropper. A frame's own copy is the quickest way where frames lie in
 * memory, a canvas sometimes where they lie on a graphics card: both are tried at first.
 */
export class FrameReader {
  private canvas: OffscreenCanvas | null = null;
  private readonly trials: Record<Way, number[]> = { copy: [], draw: [] };
  /** until a browser refuses it */
  private copies = true;

  /** @returns the size of what was read, which is that of the frame unless that was too large */
  async read(frame: VideoFrame | ImageBitmap, cropper: FrameCropper, isStill: boolean): Promise<Size> {
    const shown = shownSize(frame);
    const size = shrunk(shown, isStill ? LARGEST_SIDE.still : LARGEST_SIDE.video);
    const pixels = cropper.frameOf(size.width, size.height);
    const start = performance.now();
    if (this.copies && 'copyTo' in frame && isPlain(frame) && size.width === shown.width && this.way() === 'copy') {
      try {
        await frame.copyTo(pixels, { format: 'RGBA' });
        this.note('copy', start);
        return size;
      } catch {
        // this browser has no conversion to RGBA: its canvas has
        this.copies = false;
      }
    }
    const context = this.contextOf(size);
    context.drawImage(frame, 0, 0, size.width, size.height);
    pixels.set(context.getImageData(0, 0, size.width, size.height).data);
    this.note('draw', start);
    return size;
  }

  private way(): Way {
    const { copy, draw } = this.trials;
    if (copy.length < TRIALS) return 'copy';
    if (draw.length < TRIALS) return 'draw';
    return Math.min(...copy) <= Math.min(...draw) ? 'copy' : 'draw';
  }

  private note(way: Way, start: number): void {
    const trials = this.trials[way];
    if (trials.length < TRIALS) trials.push(performance.now() - start);
  }

  private contextOf({ width, height }: Size): OffscreenCanvasRenderingContext2D {
    this.canvas ??= new OffscreenCanvas(width, height);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    const context = this.canvas.getContext('2d', { willReadFrequently: true, alpha: false });
    if (!context) throw new Error('this browser gives a worker no canvas to read frames with');
    return context;
  }
}

const shownSize = (frame: VideoFrame | ImageBitmap): Size =>
  'displayWidth' in frame
    ? { width: frame.displayWidth, height: frame.displayHeight }
    : { width: frame.width, height: frame.height };

/** Whether the stored pixels are those shown: square, not turned, not mirrored. */
function isPlain(frame: VideoFrame): boolean {
  const { rotation = 0, flip = false } = frame as { readonly rotation?: number; readonly flip?: boolean };
  const { visibleRect, displayWidth, displayHeight } = frame;
  return rotation === 0 && !flip && visibleRect?.width === displayWidth && visibleRect.height === displayHeight;
}

function shrunk({ width, height }: Size, largest: number): Size {
  const scale = Math.min(1, largest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
