import { cutImage, drawTiles, type TiledImage, wholeImage } from './tiled-image';

/** A decoded image, with smaller ones of it for views that show it small. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /**
   * Draws what of it lies inside the canvas, from the smallest that is sharp there.
   *
   * @param pen its transform takes image px (pixel centres) to px of the canvas
   */
  draw(pen: CanvasRenderingContext2D): void;
}

export type LoadedImage =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly picture: Picture }
  | { readonly state: 'failed' };

/** Pixels as they are stored, as the server and the model see them: a camera's note to turn them is not followed. */
const AS_STORED: ImageBitmapOptions = { imageOrientation: 'none', colorSpaceConversion: 'none' };

/**
 * An image of more pixels than this gets halves: drawing 12 megapixels onto one is slow wherever no GPU does it, and
 * frays what is thinner than the pixels passed over.
 */
const LARGE_PX = 3e6;
/** Shares of the full size. */
const HALVES = [0.5, 0.25];

/** Decoded off the page; halves and tiles follow when they are ready. @throws TypeError, DOMException for what is no picture */
async function decode(blob: Blob): Promise<Picture> {
  const whole = await createImageBitmap(blob, AS_STORED);
  const { width, height } = whole;
  /** the largest first */
  const levels: { readonly share: number; image: TiledImage }[] = [{ share: 1, image: wholeImage(whole) }];
  const refine = async () => {
    if (width * height < LARGE_PX) return;
    for (const share of HALVES) {
      if (width * height * share * share * 4 < LARGE_PX) break;
      const size = { resizeWidth: Math.round(width * share), resizeHeight: Math.round(height * share) };
      const half = await createImageBitmap(blob, { ...AS_STORED, ...size, resizeQuality: 'high' });
      levels.push({ share, image: await cutImage(half) });
      half.close();
    }
    levels[0].image = await cutImage(whole);
    whole.close();
  };
  void refine().catch(() => undefined); // the whole one serves
  return {
    width,
    height,
    draw(pen) {
      const scale = Math.abs(pen.getTransform().a);
      const { image } = levels.findLast(({ share }) => share >= scale) ?? levels[0];
      pen.save();
      pen.translate(-0.5, -0.5);
      // at most halved here: no finer filter is needed, and it would be worked out for every frame
      pen.imageSmoothingQuality = 'low';
      drawTiles(pen, image, { width, height });
      pen.restore();
    },
  };
}

interface Entry {
  result: LoadedImage;
  readonly atMs: number;
  readonly done: Promise<void>;
}

/** Pixels kept decoded, of all pictures together: the one that is looked at, a few before it, and those to come. */
const KEPT_PX = 80e6;
const FAILED: LoadedImage = { state: 'failed' };
/** Pause before an image that failed is asked for again, ms. */
const RETRY_MS = 5_000;

/** least lately asked for first */
const entries = new Map<string, Entry>();

/** The picture at an address; the first to ask begins its loading. */
export function pictureAt(url: string): Entry {
  const known = entries.get(url);
  if (known && (known.result.state !== 'failed' || performance.now() - known.atMs < RETRY_MS)) {
    entries.delete(url);
    entries.set(url, known);
    return known;
  }
  const load = async (): Promise<LoadedImage> => {
    const response = await fetch(url);
    if (!response.ok) return FAILED;
    return { state: 'ready', picture: await decode(await response.blob()) };
  };
  const entry: Entry = {
    result: { state: 'loading' },
    atMs: performance.now(),
    done: load()
      .catch(() => FAILED) // no picture: the stage says so in words
      .then((result) => {
        entry.result = result;
        dropOldest();
      }),
  };
  entries.set(url, entry);
  return entry;
}

function dropOldest(): void {
  const pixels = ({ result }: Entry) => (result.state === 'ready' ? result.picture.width * result.picture.height : 0);
  let all = [...entries.values()].reduce((sum, entry) => sum + pixels(entry), 0);
  for (const [url, entry] of entries) {
    if (all <= KEPT_PX || entries.size <= 2) return;
    if (entry.result.state === 'loading') continue;
    entries.delete(url);
    all -= pixels(entry);
  }
}
