import { type FrameSource, SourceError } from './frame-source';
import { openPictures } from './pictures-source';
import { openVideo } from './video-source';

const VIDEO_NAMES = /\.(mp4|m4v|webm|mov|mkv|avi|ogv|mjpeg|y4m)$/i;
const PICTURE_NAMES = /\.(jpe?g|png|webp|bmp|avif|gif)$/i;

/**
 * The first video among the files, else all pictures.
 *
 * @throws SourceError when there is neither, or it cannot be decoded
 */
export async function openFiles(files: readonly File[]): Promise<FrameSource> {
  const video = files.find(({ type, name }) => type.startsWith('video/') || VIDEO_NAMES.test(name));
  if (video) return openVideo(video);
  const pictures = files.filter(({ type, name }) => type.startsWith('image/') || PICTURE_NAMES.test(name));
  if (pictures.length > 0) return openPictures(pictures);
  const [first] = files;
  throw new SourceError({
    title: first ? `${first.name} is neither video nor picture` : 'There was no file in what was dropped',
    text: 'Open a video (MP4, WebM) or pictures (JPEG, PNG, WebP); several pictures play as a sequence.',
    canRetry: false,
  });
}
