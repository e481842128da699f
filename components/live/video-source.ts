import { type FrameSource, grabVideo, onVideoFrames, SourceError, type SourceTrouble } from './frame-source';

/** Until a video has shown two frames nobody knows how far apart they are. */
const USUAL_FRAME_S = 1 / 30;
/** A file that has not said what it is by then never will. */
const PATIENCE_MS = 15_000;

/**
 * Opens a video file of the user's; it is read by the browser and goes nowhere.
 *
 * @throws SourceError when this browser cannot decode it
 */
export async function openVideo(file: File): Promise<FrameSource> {
  const url = URL.createObjectURL(file);
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.loop = true;
  video.preload = 'auto';
  video.src = url;
  try {
    await firstFrame(video);
    await findLength(video);
  } catch (cause) {
    video.removeAttribute('src');
    URL.revokeObjectURL(url);
    throw new SourceError(undecodable(file.name), { cause });
  }
  let frameSeconds = USUAL_FRAME_S;
  let lastTime = Number.NaN;
  let stop = () => {};

  return {
    kind: 'video',
    title: file.name,
    isMirror: false,
    start(onFrame, onPlayback, onEnd) {
      const stopFrames = onVideoFrames(video, (mediaTime) => {
        const apart = mediaTime - lastTime;
        // at the natural speed neighbours are a frame apart; a browser may leave some out, so the least counts
        if (apart > 0.001 && apart < frameSeconds * 1.5) frameSeconds = apart;
        lastTime = mediaTime;
        onFrame();
        onPlayback();
      });
      for (const event of ['play', 'pause', 'seeked', 'ratechange']) video.addEventListener(event, onPlayback);
      // a seek while paused shows a frame that no callback tells of in every browser
      video.addEventListener('seeked', onFrame);
      video.addEventListener('error', () => onEnd(undecodable(file.name)));
      stop = stopFrames;
      video.play().catch(onPlayback); // some browsers wait for a press of the play button
    },
    async grab() {
      const timeMs = video.currentTime * 1000;
      const frame = await grabVideo(video, timeMs);
      return frame && { ...frame, timeMs, kind: video.paused ? 'still' : 'live' };
    },
    playback: () => ({
      isPlaying: !video.paused,
      position: video.currentTime,
      length: Number.isFinite(video.duration) ? video.duration : 0,
      unit: 'seconds',
      speed: video.playbackRate,
    }),
    play: () => void video.play(),
    pause: () => video.pause(),
    step(frames) {
      video.pause();
      // into the middle of the frame: its very beginning may fall on the one before
      const place = (Math.floor(video.currentTime / frameSeconds + 0.01) + frames + 0.5) * frameSeconds;
      video.currentTime = Math.min(Math.max(0, place), Math.max(0, video.duration - frameSeconds / 2));
    },
    seek(position) {
      video.currentTime = position;
    },
    setSpeed(speed) {
      video.playbackRate = speed;
    },
    close() {
      stop();
      video.pause();
      video.removeAttribute('src');
      video.load();
      URL.revokeObjectURL(url);
    },
  };
}

/** @throws Error when there will be none */
function firstFrame(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no frame came')), PATIENCE_MS);
    const end = (finish: () => void) => {
      clearTimeout(timer);
      finish();
    };
    video.addEventListener('loadeddata', () =>
      end(() => (video.videoWidth > 0 ? resolve() : reject(new Error('it holds no picture that can be decoded')))),
    );
    video.addEventListener('error', () => end(() => reject(new Error(video.error?.message ?? ''))));
  });
}

/** Beyond the end of any video. */
const FAR_S = 1e6;
const SEEK_PATIENCE_MS = 3000;

/** A recording of the browser's own does not say how long it is: one look at its end tells. */
async function findLength(video: HTMLVideoElement): Promise<void> {
  if (Number.isFinite(video.duration)) return;
  for (const place of [FAR_S, 0]) {
    const seeked = new Promise<void>((resolve) => {
      video.addEventListener('seeked', () => resolve(), { once: true });
      setTimeout(resolve, SEEK_PATIENCE_MS);
    });
    video.currentTime = place;
    await seeked;
  }
}

const undecodable = (name: string): SourceTrouble => ({
  title: `${name} cannot be played`,
  text: 'This browser cannot decode it: the file is broken, or made with a codec that the browser does not have. Convert it and open the result:',
  command: `ffmpeg -i ${/\s/.test(name) ? `"${name}"` : name} -pix_fmt yuv420p converted.mp4`,
  canRetry: false,
});
