import { type Ink, readInk } from '@/components/editor/ink';
import type { Size } from '@/lib/landmarks/geometry';
import type { LiveFace } from '@/models/live/protocol';
import { drawOverlay } from './draw-overlay';
import type { LiveLayer } from './live-settings';

/** What a pane shows: a frame and one model's faces in it. */
export interface PaneContent {
  readonly faces: readonly LiveFace[];
  /** of the frame that the faces' coordinates are in, px */
  readonly frame: Size;
  readonly isMirrored: boolean;
  readonly layers: Readonly<Record<LiveLayer, boolean>>;
}

/**
 * Two canvases over each other: the frame in its own pixels, stretched by the page, and the overlay in the screen's, so
 * that points and lines are sharp at any size and the picture costs no more than a copy.
 */
export class Pane {
  private ink: Ink | null = null;
  private content: PaneContent | null = null;

  constructor(
    readonly picture: HTMLCanvasElement,
    readonly overlay: HTMLCanvasElement,
  ) {}

  show(frame: VideoFrame | ImageBitmap, content: PaneContent): void {
    const { picture } = this;
    const [width, height] =
      'displayWidth' in frame ? [frame.displayWidth, frame.displayHeight] : [frame.width, frame.height];
    if (picture.width !== width || picture.height !== height) {
      picture.width = width;
      picture.height = height;
      picture.parentElement?.style.setProperty('--ratio', String(width / height));
    }
    picture.getContext('2d', { alpha: false })?.drawImage(frame, 0, 0, width, height);
    picture.style.transform = content.isMirrored ? 'scaleX(-1)' : '';
    this.content = content;
    this.draw();
  }

  /** Draws the overlay again: other layers, another size. */
  redraw(changes: Partial<PaneContent> = {}): void {
    if (!this.content) return;
    this.content = { ...this.content, ...changes };
    this.picture.style.transform = this.content.isMirrored ? 'scaleX(-1)' : '';
    this.draw();
  }

  clear(): void {
    this.content = null;
    for (const canvas of [this.picture, this.overlay]) {
      canvas.width = 0;
      canvas.height = 0;
    }
  }

  /** Picture and overlay together, for screenshots and recordings. */
  composeOn(target: HTMLCanvasElement): void {
    const { picture, content } = this;
    if (!content) return;
    const context = target.getContext('2d', { alpha: false });
    if (!context) return;
    context.save();
    if (content.isMirrored) {
      context.translate(target.width, 0);
      context.scale(-1, 1);
    }
    context.drawImage(picture, 0, 0, target.width, target.height);
    context.restore();
    const scale = target.width / content.frame.width;
    drawOverlay(
      context,
      content.faces,
      content.layers,
      { ...content, scale, density: scaleOfInk(target.width) },
      this.inks(),
    );
  }

  private draw(): void {
    const { overlay, content } = this;
    const density = Math.min(2, window.devicePixelRatio);
    const [width, height] = [overlay.clientWidth, overlay.clientHeight].map((side) => Math.round(side * density));
    if (overlay.width !== width || overlay.height !== height) {
      overlay.width = width;
      overlay.height = height;
    }
    const context = overlay.getContext('2d');
    if (!context || !content) return;
    context.clearRect(0, 0, width, height);
    const scale = width / content.frame.width;
    drawOverlay(context, content.faces, content.layers, { ...content, scale, density }, this.inks());
  }

  private inks(): Ink {
    this.ink ??= readInk(this.overlay);
    return this.ink;
  }
}

/** Lines and letters in a recording as thick as on a screen of 960 px. */
const scaleOfInk = (width: number): number => Math.max(1, width / 960);
