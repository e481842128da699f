import type { FrameKind } from '@/models/live/protocol';

/** A frame for two: the picture is drawn here, its twin goes to the worker. Both belong to whoever grabbed them. */
export interface GrabbedFrame {
  readonly picture: VideoFrame | ImageBitmap;
  readonly twin: VideoFrame | ImageBitmap;
  /** of the frame in its video, ms */
  readonly timeMs: number;
  readonly kind: FrameKind;
}

/** Where a video stands; all but cameras can be moved. */
export interface Playback {
  readonly isPlaying: boolean;
  /** seconds of a video, pictures of a sequence */
  readonly position: number;
  readonly length: number;
  readonly unit: 'seconds' | 'pictures';
  /** times the natural speed; pictures a second of a sequence */
  readonly speed: number;
  /** names of a sequence's pictures that cannot be shown, as far as it has come */
  readonly passedOver?: readonly string[];
}

/** Something that shows faces, frame after frame: a camera, a video or pictures. */
export interface FrameSource {
  readonly kind: 'webcam' | 'video' | 'pictures';
  /** the camera's or the file's name */
  readonly title: string;
  /** a view of oneself is expected as in a mirror */
  readonly isMirror: boolean;
  /** tells of a new frame, and of playback that has changed; called once */
  start(onFrame: () => void, onPlayback: () => void, onEnd: (trouble: SourceTrouble) => void): void;
  /** the newest frame; null while there is none */
  grab(): Promise<GrabbedFrame | null>;
  /** null for a lone picture, which can only be looked at */
  playback(): Playback | null;
  play(): void;
  pause(): void;
  /** @param frames 1 or −1; a camera cannot */
  step(frames: number): void;
  seek(position: number): void;
  setSpeed(speed: number): void;
  close(): void;
}

/** Why there is no picture, and what to do about it. */
export interface SourceTrouble {
  readonly title: string;
  readonly text: string;
  /** a line for the command line that mends it */
  readonly command?: string;
  /** trying again may help */
  readonly canRetry: boolean;
}

export class SourceError extends Error {
  override readonly name = 'SourceError';

  constructor(
    readonly trouble: SourceTrouble,
    options?: ErrorOptions,
  ) {
    super(trouble.title, options);
  }
}

/** What the video element shows now, twice; browsers without VideoFrame copy it into a bitmap. */
export async function grabVideo(
  video: HTMLVideoElement,
  timeMs: number,
): Promise<Pick<GrabbedFrame, 'picture' | 'twin'> | null> {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) return null;
  if (typeof VideoFrame === 'function') {
    const picture = new VideoFrame(video, { timestamp: Math.round(timeMs * 1000) });
    return { picture, twin: picture.clone() };
  }
  return { picture: await createImageBitmap(video), twin: await createImageBitmap(video) };
}

/** Calls back at every frame that the video shows, until the returned function is called. */
export function onVideoFrames(video: HTMLVideoElement, onFrame: (mediaTime: number) => void): () => void {
  let handle = 0;
  let isOver = false;
  if ('requestVideoFrameCallback' in video) {
    const next = (_now: number, { mediaTime }: VideoFrameCallbackMetadata) => {
      if (isOver) return;
      onFrame(mediaTime);
      handle = video.requestVideoFrameCallback(next);
    };
    handle = video.requestVideoFrameCallback(next);
    return () => {
      isOver = true;
      video.cancelVideoFrameCallback(handle);
    };
  }
  // older browsers: whenever the page is drawn, as long as the video has moved
  const element = video as HTMLVideoElement;
  let last = -1;
  const next = () => {
    if (isOver) return;
    if (element.currentTime !== last) {
      last = element.currentTime;
      onFrame(last);
    }
    handle = requestAnimationFrame(next);
  };
  handle = requestAnimationFrame(next);
  return () => {
    isOver = true;
    cancelAnimationFrame(handle);
  };
}
