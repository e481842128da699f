import { type FrameSource, SourceError, type SourceTrouble } from './frame-source';

const USUAL_SPEED = 10;

interface ShownPicture {
  readonly index: number;
  readonly picture: ImageBitmap;
}

/**
 * Opens pictures of the user's: one to look at, several as a sequence by their names. They are decoded one at a time;
 * those of a sequence that cannot be are passed over.
 *
 * @throws SourceError when none can be decoded
 */
export async function openPictures(files: readonly File[]): Promise<FrameSource> {
  const sorted = files.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  const isSequence = sorted.length > 1;
  let index = 0;
  let speed = USUAL_SPEED;
  let isPlaying = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tell = { frame: () => {}, playback: () => {} };
  /** places whose pictures cannot be decoded */
  const broken = new Set<number>();
  let direction = 1;
  let shown: ShownPicture | null = null;

  const place = (number: number) => (number + sorted.length) % sorted.length;

  /** The picture that is wanted; where it is broken, the next in the direction of the last step, which then is wanted. */
  async function decodeWanted(): Promise<ShownPicture> {
    let cause: unknown;
    while (broken.size < sorted.length) {
      const wanted = index;
      if (shown?.index === wanted) return shown;
      if (!broken.has(wanted)) {
        try {
          const picture = await decode(sorted[wanted]);
          shown?.picture.close();
          shown = { index: wanted, picture };
          return shown;
        } catch (error) {
          cause = error;
          broken.add(wanted);
        }
      }
      if (index === wanted) index = place(wanted + direction);
    }
    throw new SourceError(undecodable(sorted), { cause });
  }
  await decodeWanted();

  function show(next: number): void {
    index = place(next);
    tell.frame();
    tell.playback();
  }
  function schedule(): void {
    clearTimeout(timer);
    if (!isPlaying) return;
    timer = setTimeout(() => {
      direction = 1;
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
      const { index: found, picture } = await decodeWanted();
      if (found !== wanted) tell.playback();
      return {
        picture: await createImageBitmap(picture),
        twin: await createImageBitmap(picture),
        timeMs: (1000 * found) / speed,
        kind: isPlaying ? 'step' : 'still',
      };
    },
    playback: () => {
      if (!isSequence) return null;
      const passedOver = [...broken].map((at) => sorted[at].name);
      return { isPlaying, position: index, length: sorted.length, unit: 'pictures', speed, passedOver };
    },
    play: () => setPlaying(true),
    pause: () => setPlaying(false),
    step(frames) {
      isPlaying = false;
      clearTimeout(timer);
      direction = Math.sign(frames);
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
      shown?.picture.close();
    },
  };
}

/** As it is shown anywhere: turned as EXIF says; its pixels as they are stored. */
const decode = (file: File): Promise<ImageBitmap> =>
  createImageBitmap(file, { imageOrientation: 'from-image', colorSpaceConversion: 'none' });

const undecodable = (files: readonly File[]): SourceTrouble => ({
  title: files.length === 1 ? `${files[0].name} cannot be shown` : `None of ${files.length} pictures can be shown`,
  text: `This browser cannot decode ${files.length === 1 ? 'it as a picture' : 'them as pictures'}. JPEG, PNG and WebP work everywhere.`,
  canRetry: false,
});
