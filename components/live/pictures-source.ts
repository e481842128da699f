import { type FrameSource, SourceError } from './frame-source';

const USUAL_SPEED = 10;

/**
 * Opens pictures of the user's: one to look at, several as a sequence by their names. They are decoded one at a time.
 *
 * @throws SourceError when the first cannot be decoded
 */
export async function openPictures(files: readonly File[]): Promise<FrameSource> {
  const sorted = files.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  const isSequence = sorted.length > 1;
  let index = 0;
  let speed = USUAL_SPEED;
  let isPlaying = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tell = { frame: () => {}, playback: () => {} };
  let shown: { readonly index: number; readonly picture: ImageBitmap } = { index: 0, picture: await decode(sorted[0]) };

  function show(next: number): void {
    index = (next + sorted.length) % sorted.length;
    tell.frame();
    tell.playback();
  }
  function schedule(): void {
    clearTimeout(timer);
    if (!isPlaying) return;
    timer = setTimeout(() => {
      show(index + 1);
      schedule();
    }, 1000 / speed);
  }
  function setPlaying(next: boolean): void {
    isPlaying = next && isSequence;
    schedule();
    tell.playback();
    // the picture that playing stops at is looked at more closely
    if (!isPlaying) tell.frame();
  }

  return {
    kind: 'pictures',
    title: isSequence ? `${sorted.length} pictures` : sorted[0].name,
    isMirror: false,
    start(onFrame, onPlayback) {
      tell = { frame: onFrame, playback: onPlayback };
      onFrame();
    },
    async grab() {
      const wanted = index;
      if (shown.index !== wanted) {
        const picture = await decode(sorted[wanted]);
        shown.picture.close();
        shown = { index: wanted, picture };
      }
      const { picture } = shown;
      return {
        picture: await createImageBitmap(picture),
        twin: await createImageBitmap(picture),
        timeMs: (1000 * wanted) / speed,
        kind: isPlaying ? 'step' : 'still',
      };
    },
    playback: () =>
      isSequence ? { isPlaying, position: index, length: sorted.length, unit: 'pictures', speed } : null,
    play: () => setPlaying(true),
    pause: () => setPlaying(false),
    step(frames) {
      isPlaying = false;
      clearTimeout(timer);
      show(index + frames);
    },
    seek: (position) => show(Math.round(position)),
    setSpeed(next) {
      speed = next;
      schedule();
      tell.playback();
    },
    close() {
      clearTimeout(timer);
      shown.picture.close();
    },
  };
}

async function decode(file: File): Promise<ImageBitmap> {
  try {
    // as it is shown anywhere: turned as EXIF says; its pixels as they are stored
    return await createImageBitmap(file, { imageOrientation: 'from-image', colorSpaceConversion: 'none' });
  } catch (cause) {
    throw new SourceError(
      {
        title: `${file.name} cannot be shown`,
        text: 'This browser cannot decode it as a picture. JPEG, PNG and WebP work everywhere.',
        canRetry: false,
      },
      { cause },
    );
  }
}
