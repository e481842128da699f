import { formatLogCsv, formatLogJson, type LandmarkLog, type LoggedFrame } from '@/lib/tracking/landmark-log';
import type { SeenFrame } from './live-loop';
import type { Pane } from './pane';

/** A recording that has ended, as files to save. */
export interface Recording {
  readonly name: string;
  readonly seconds: number;
  readonly frames: number;
  readonly files: readonly {
    readonly label: string;
    readonly name: string;
    readonly url: string;
    readonly bytes: number;
  }[];
}

const VIDEO_TYPES = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm', 'video/mp4'];
/** Larger frames are recorded at this width. */
const LARGEST_WIDTH = 1280;
const BITS_PER_SECOND = 8_000_000;

/** Records what is shown, overlay and all, and the landmarks of every frame. */
export class Recorder {
  private readonly canvas = document.createElement('canvas');
  private readonly chunks: Blob[] = [];
  private readonly frames: LoggedFrame[] = [];
  private recorder: MediaRecorder | null = null;
  private head: Pick<LandmarkLog, 'width' | 'height'> = { width: 0, height: 0 };
  private readonly startMs = performance.now();

  /** @param head what is recorded, for the files */
  constructor(private readonly about: Pick<LandmarkLog, 'model' | 'source'>) {}

  get seconds(): number {
    return (performance.now() - this.startMs) / 1000;
  }

  /** Takes in a frame that has just been shown. */
  add({ result }: SeenFrame, panes: readonly Pane[]): void {
    const { width, height } = result;
    if (!this.recorder) {
      this.head = { width, height };
      this.canvas.width = even(Math.min(LARGEST_WIDTH, width * panes.length));
      this.canvas.height = even((this.canvas.width * height) / (width * panes.length));
      this.open();
    }
    composePanes(this.canvas, panes);
    this.frames.push({
      timeMs: performance.now() - this.startMs,
      faces: result.models[0].faces.map(({ id, confidence, points, depth }) => ({ id, confidence, points, depth })),
    });
  }

  /** @returns null when not a single frame came */
  async stop(): Promise<Recording | null> {
    const { recorder } = this;
    if (!recorder) return null;
    const { seconds } = this;
    await new Promise<void>((resolve) => {
      recorder.addEventListener('stop', () => resolve());
      if (recorder.state === 'inactive') resolve();
      else recorder.stop();
    });
    for (const track of recorder.stream.getTracks()) track.stop();
    const name = `${baseName(this.about.source)}-${stamp(new Date())}`;
    const log: LandmarkLog = { ...this.about, ...this.head, frames: this.frames };
    const type = recorder.mimeType.split(';')[0];
    const file = (label: string, ending: string, parts: BlobPart[], mediaType: string) => {
      const blob = new Blob(parts, { type: mediaType });
      return { label, name: `${name}.${ending}`, url: URL.createObjectURL(blob), bytes: blob.size };
    };
    return {
      name,
      seconds,
      frames: this.frames.length,
      files: [
        file('Video', type === 'video/mp4' ? 'mp4' : 'webm', this.chunks, type),
        file('Landmarks, CSV', 'csv', [formatLogCsv(log)], 'text/csv'),
        file('Landmarks, JSON', 'json', [formatLogJson(log)], 'application/json'),
      ],
    };
  }

  private open(): void {
    const mimeType = VIDEO_TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    this.recorder = new MediaRecorder(this.canvas.captureStream(), { mimeType, videoBitsPerSecond: BITS_PER_SECOND });
    this.recorder.addEventListener('dataavailable', ({ data }) => data.size > 0 && this.chunks.push(data));
    this.recorder.start(1000);
  }
}

/** The panes beside each other, as wide as the canvas. */
export function composePanes(target: HTMLCanvasElement, panes: readonly Pane[]): void {
  if (panes.length === 1) {
    panes[0].composeOn(target);
    return;
  }
  const part = document.createElement('canvas');
  part.width = Math.round(target.width / panes.length);
  part.height = target.height;
  const context = target.getContext('2d', { alpha: false });
  for (const [i, pane] of panes.entries()) {
    pane.composeOn(part);
    context?.drawImage(part, i * part.width, 0);
  }
}

/** Video codecs want even sides. */
const even = (side: number): number => Math.max(2, 2 * Math.round(side / 2));

/** `My clip.mp4` → `My-clip`; a camera's name alike */
export const baseName = (title: string): string =>
  title
    .replace(/\.[A-Za-z0-9]{2,5}$/, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40) || 'live';

/** `20261125-163105-250`, local time */
export function stamp(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
  const time = `${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
  return `${day}-${time}-${String(date.getMilliseconds()).padStart(3, '0')}`;
}
