import { compareSamples } from './formats/faces';
import type { DatasetFormat, DatasetFormatError, ExportSample, FormatId } from './formats/format';
import { memorySource } from './memory-source';
import { compareFaces, ROUNDING } from './round-trip-compare';
import type { SourceSample } from './sample';

/** What became of labels that were written in a format and read back. */
export interface Certificate {
  readonly format: FormatId;
  /** faces that were written, read back and compared */
  readonly samples: number;
  /** faces that the format cannot hold and that were left out */
  readonly refused: number;
  /** the first reasons why */
  readonly refusals: readonly string[];
  /** largest change of an x or a y, image px */
  readonly largestChangePx: number;
  /** the largest change that the format states, image px (and 1e-9 where it has another unit) */
  readonly precisionPx: number;
  /** every landmark came back under its own index */
  readonly orderKept: boolean;
  /** every landmark came back visible, hidden or missing as it was; where a source says nothing, visible */
  readonly visibilityKept: boolean;
  /** what is not in the files as it is in the workbench, one line each */
  readonly notHeld: readonly string[];
}

/** Faces are compared in pages of about this many: the files of an export need not fit into memory twice. */
const PAGE = 256;
const MAX_REASONS = 5;

/** Writes samples in a format, reads them back and compares. @param samples ordered by key @throws RangeError for a read-only format */
export async function certify(
  format: DatasetFormat,
  samples: Iterable<ExportSample> | AsyncIterable<ExportSample>,
): Promise<Certificate> {
  const certifier = new Certifier(format);
  for await (const sample of samples) await certifier.add(sample);
  return certifier.finish();
}

/** A certificate of samples as they come by. */
export class Certifier {
  readonly #format: DatasetFormat;
  readonly #precisionPx: number;
  readonly #refusals: string[] = [];
  readonly #unreadable: string[] = [];
  /** [what was lost] → faces */
  readonly #losses = new Map<string, number>();
  #page: ExportSample[] = [];
  #samples = 0;
  #refused = 0;
  #gone = 0;
  #largestChangePx = 0;
  #orderKept = true;
  #visibilityKept = true;

  constructor(format: DatasetFormat) {
    if (!format.write || format.precisionPx === undefined) {
      throw new RangeError(`expected a format that can be written, found ${format.id}`);
    }
    this.#format = format;
    this.#precisionPx = format.precisionPx;
  }

  async add(sample: ExportSample): Promise<void> {
    const isFull = this.#page.length >= PAGE;
    // the faces of one image stay on one page
    if (isFull && this.#page[this.#page.length - 1].imageFile !== sample.imageFile) await this.#finishPage();
    this.#page.push(sample);
  }

  async finish(): Promise<Certificate> {
    await this.#finishPage();
    const notHeld = [...this.#losses].map(([what, faces]) => `${what}: ${faces} of ${this.#samples} faces`);
    if (this.#precisionPx > ROUNDING) notHeld.unshift(`fractions of a pixel: rounded by up to ${this.#precisionPx} px`);
    if (this.#gone > 0) notHeld.push(`whole faces that could not be read back: ${this.#gone}`, ...this.#unreadable);
    return {
      format: this.#format.id,
      samples: this.#samples,
      refused: this.#refused,
      refusals: this.#refusals,
      largestChangePx: this.#largestChangePx,
      precisionPx: this.#precisionPx,
      orderKept: this.#orderKept,
      visibilityKept: this.#visibilityKept,
      notHeld,
    };
  }

  async #finishPage(): Promise<void> {
    const { files, accepted } = await this.#writePage(this.#page);
    this.#page = [];
    if (accepted.length === 0) return;
    const back: SourceSample[] = [];
    const problem = ({ message }: DatasetFormatError) => {
      if (this.#unreadable.length < MAX_REASONS) this.#unreadable.push(message);
    };
    for await (const sample of this.#format.read(memorySource(files), problem)) back.push(sample);

    const backByImage = byImage(back);
    for (const [imageFile, faces] of byImage(accepted)) {
      const facesBack = backByImage.get(imageFile) ?? [];
      for (const [i, face] of faces.entries()) this.#compare(face, facesBack[i]);
    }
  }

  /** @returns the files of a page, a header standing for each image, and the samples that the format took */
  async #writePage(page: readonly ExportSample[]) {
    const files = new Map<string, Uint8Array | string>();
    const refused = new Set<ExportSample>();
    let current: ExportSample | undefined;
    async function* samples(): AsyncGenerator<ExportSample> {
      for (const sample of page) {
        files.set(sample.imageFile, imageHeader(sample));
        current = sample;
        yield sample;
      }
    }
    const sink = { write: async (file: string, content: Uint8Array | string) => void files.set(file, content) };
    await this.#format.write?.(samples(), sink, ({ message }) => {
      if (current) refused.add(current);
      if (this.#refusals.length < MAX_REASONS) this.#refusals.push(message);
    });
    this.#refused += refused.size;
    return { files, accepted: page.filter((sample) => !refused.has(sample)) };
  }

  #compare(written: ExportSample, back: SourceSample | undefined): void {
    if (back === undefined) {
      this.#gone++;
      return;
    }
    const { changePx, orderKept, visibilityKept, losses } = compareFaces(written, back, this.#precisionPx);
    this.#samples++;
    this.#largestChangePx = Math.max(this.#largestChangePx, changePx);
    this.#orderKept &&= orderKept;
    this.#visibilityKept &&= visibilityKept;
    for (const what of losses) this.#losses.set(what, (this.#losses.get(what) ?? 0) + 1);
  }
}

/** A pixmap's header: all that a reader asks of an image is its size. */
const imageHeader = ({ imageWidth, imageHeight }: ExportSample): string => `P6\n${imageWidth} ${imageHeight}\n255\n`;

/** Faces of each image, in the order of their numbers. */
function byImage<Sample extends SourceSample>(samples: readonly Sample[]): ReadonlyMap<string, readonly Sample[]> {
  const images = new Map<string, Sample[]>();
  for (const sample of samples) images.set(sample.imageFile, [...(images.get(sample.imageFile) ?? []), sample]);
  for (const faces of images.values()) faces.sort(compareSamples);
  return images;
}
