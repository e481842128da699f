import { RecentValues } from '@/lib/tracking/frame-stats';
import type { LiveWorker } from '@/models/live/live-client';
import type { LiveResult } from '@/models/live/protocol';
import type { FrameSource, GrabbedFrame } from './frame-source';

/** A frame with what was seen in it. */
export interface SeenFrame {
  readonly picture: VideoFrame | ImageBitmap;
  readonly result: LiveResult;
  readonly timeMs: number;
  readonly kind: GrabbedFrame['kind'];
}

/** Middle values of the last frames; milliseconds but for the rates. */
export interface LiveStats {
  readonly detect: number | null;
  readonly crop: number | null;
  readonly landmarks: number | null;
  readonly draw: number | null;
  /** the worker's whole time for a frame */
  readonly total: number | null;
  /** frames a second: the usual, and that which all but one of twenty reach; null while nothing moves */
  readonly rate: number | null;
  readonly slowRate: number | null;
  readonly faces: number;
  readonly tensors: number;
}

const WINDOW = 120;
/** A longer pause between two frames is one that somebody made. */
const PAUSE_MS = 1000;

/**
 * Frames from a source to the worker and back, one at a time: what arrives while the worker is busy waits, and of what
 * waits only the newest is looked at.
 */
export class LiveLoop {
  private isBusy = false;
  private isWaiting = false;
  private isOver = false;
  private lastShownMs = Number.NEGATIVE_INFINITY;
  private readonly recent = {
    crop: new RecentValues(WINDOW),
    landmarks: new RecentValues(WINDOW),
    draw: new RecentValues(WINDOW),
    total: new RecentValues(WINDOW),
    interval: new RecentValues(WINDOW),
  };
  private last: LiveResult | null = null;

  /**
   * @param show  draws the frame at once; the picture is closed afterwards
   * @param fail  told why no further frame is looked at
   */
  constructor(
    private readonly source: FrameSource,
    private readonly worker: LiveWorker,
    private readonly show: (frame: SeenFrame) => void,
    private readonly fail: (error: unknown) => void,
  ) {}

  /** There is a new frame, or the old one is to be looked at again. */
  readonly next = (): void => {
    if (this.isBusy) this.isWaiting = true;
    else void this.run();
  };

  end(): void {
    this.isOver = true;
  }

  stats(): LiveStats {
    const { crop, landmarks, draw, total, interval } = this.recent;
    const rate = (share: number) => {
      const milliseconds = interval.quantile(share);
      return milliseconds === null ? null : 1000 / milliseconds;
    };
    return {
      detect: this.last?.timings.detect ?? null,
      crop: crop.quantile(0.5),
      landmarks: landmarks.quantile(0.5),
      draw: draw.quantile(0.5),
      total: total.quantile(0.5),
      rate: rate(0.5),
      slowRate: rate(0.95),
      faces: this.last?.models[0].faces.length ?? 0,
      tensors: this.last?.tensors ?? 0,
    };
  }

  private async run(): Promise<void> {
    this.isBusy = true;
    try {
      do {
        this.isWaiting = false;
        await this.lookAtOne();
      } while (this.isWaiting && !this.isOver);
    } catch (error) {
      if (!this.isOver) this.fail(error);
      this.isOver = true;
    } finally {
      this.isBusy = false;
    }
  }

  private async lookAtOne(): Promise<void> {
    const grabbed = this.isOver ? null : await this.source.grab();
    if (!grabbed) return;
    const { picture, twin, timeMs, kind } = grabbed;
    try {
      const result = await this.worker.process(twin, timeMs, kind);
      if (this.isOver) return;
      const start = performance.now();
      this.show({ picture, result, timeMs, kind });
      const end = performance.now();
      this.note(result, end - start, kind === 'live' ? end : null);
    } finally {
      picture.close();
      // a twin that the worker has taken over is closed there; one that it never got is not
      twin.close();
    }
  }

  /** @param shownMs null for a frame that came because somebody asked for it */
  private note(result: LiveResult, drawMs: number, shownMs: number | null): void {
    const { crop, landmarks, draw, total, interval } = this.recent;
    this.last = result;
    crop.add(result.timings.crop);
    landmarks.add(result.timings.landmarks);
    draw.add(drawMs);
    total.add(result.timings.total);
    if (shownMs === null) {
      interval.clear();
      this.lastShownMs = Number.NEGATIVE_INFINITY;
      return;
    }
    const apart = shownMs - this.lastShownMs;
    if (apart < PAUSE_MS) interval.add(apart);
    this.lastShownMs = shownMs;
  }
}
