import { type FrameSource, grabVideo, onVideoFrames, SourceError, type SourceTrouble } from './frame-source';

export interface Camera {
  readonly id: string;
  readonly label: string;
}

const OTHER_WAYS = 'A video or pictures work just as well: open or drop a file.';

/** What a browser's refusal means, by the name of its error (Media Capture and Streams, getUserMedia). */
const TROUBLES: Readonly<Record<string, SourceTrouble>> = {
  NotAllowedError: {
    title: 'The camera was not allowed',
    text: `Allow it at the camera sign in the browser’s address bar, then try again. ${OTHER_WAYS}`,
    canRetry: true,
  },
  NotFoundError: {
    title: 'No camera was found',
    text: `Connect one and try again. ${OTHER_WAYS}`,
    canRetry: true,
  },
  NotReadableError: {
    title: 'The camera does not answer',
    text: `Another program may be using it: close that and try again. ${OTHER_WAYS}`,
    canRetry: true,
  },
};

const NO_ACCESS: SourceTrouble = {
  title: 'This page may not use a camera',
  text: `Browsers give cameras only to pages from this machine (http://127.0.0.1) or over https. ${OTHER_WAYS}`,
  canRetry: false,
};

const UNPLUGGED: SourceTrouble = {
  title: 'The camera is gone',
  text: 'It was unplugged, or another program took it. Connect it and try again.',
  canRetry: true,
};

/** Cameras by name; without names until one has been allowed. */
export async function listCameras(): Promise<readonly Camera[]> {
  const devices = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
  return devices
    .filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '')
    .map(({ deviceId, label }, i) => ({ id: deviceId, label: label || `Camera ${i + 1}` }));
}

/**
 * Opens a camera. Its frames go to this page alone.
 *
 * @param id of a camera; null takes the browser's choice
 * @throws SourceError that says why there is no picture
 */
export async function openWebcam(id: string | null): Promise<FrameSource> {
  if (!navigator.mediaDevices) throw new SourceError(NO_ACCESS);
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      video: {
        deviceId: id === null ? undefined : { exact: id },
        width: { ideal: 1280 },
        height: { ideal: 720 },
        frameRate: { ideal: 60 },
      },
    });
  } catch (cause) {
    const { name } = cause as DOMException;
    const known = TROUBLES[name] ?? (name === 'OverconstrainedError' ? TROUBLES.NotFoundError : null);
    throw new SourceError(
      known ?? {
        title: 'The camera could not be opened',
        text: `${(cause as Error).message}. ${OTHER_WAYS}`,
        canRetry: true,
      },
      { cause },
    );
  }
  const [track] = stream.getVideoTracks();
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  await video.play();
  let stop = () => {};
  let isPlaying = true;

  return {
    kind: 'webcam',
    title: track.label || 'Webcam',
    // a camera that looks away from its user (a phone's back) shows the world as it is
    isMirror: track.getSettings().facingMode !== 'environment',
    start(onFrame, onPlayback, onEnd) {
      const stopFrames = onVideoFrames(video, () => isPlaying && onFrame());
      video.addEventListener('pause', onPlayback);
      track.addEventListener('ended', () => onEnd(UNPLUGGED));
      stop = stopFrames;
    },
    async grab() {
      const timeMs = performance.now();
      const frame = await grabVideo(video, timeMs);
      return frame && { ...frame, timeMs, kind: isPlaying ? 'live' : 'still' };
    },
    playback: () => ({ isPlaying, position: 0, length: 0, unit: 'seconds', speed: 1 }),
    play() {
      isPlaying = true;
      void video.play();
    },
    pause() {
      isPlaying = false;
      video.pause();
    },
    step() {},
    seek() {},
    setSpeed() {},
    close() {
      stop();
      for (const each of stream.getTracks()) each.stop();
      video.srcObject = null;
    },
  };
}
