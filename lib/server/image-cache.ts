import 'server-only';
import type { RgbImage } from '@/lib/image/rgb-image';

interface Entry {
  readonly image: Promise<RgbImage>;
  /** 0 while it is being decoded */
  bytes: number;
}

/** The last few decoded images: crops and thumbnails of several faces come from one. */
export class ImageCache {
  /** least recently asked for first */
  private readonly entries = new Map<string, Entry>();
  private bytes = 0;

  constructor(
    private readonly load: (id: string) => Promise<RgbImage>,
    private readonly limitBytes: number,
  ) {}

  read(id: string): Promise<RgbImage> {
    const known = this.entries.get(id);
    if (known) {
      this.entries.delete(id);
      this.entries.set(id, known);
      return known.image;
    }
    const entry: Entry = { image: this.load(id), bytes: 0 };
    this.entries.set(id, entry);
    entry.image.then(
      ({ data }) => {
        entry.bytes = data.length;
        this.bytes += data.length;
        this.dropOldest();
      },
      () => this.entries.delete(id), // the caller is told; the next one tries again
    );
    return entry.image;
  }

  private dropOldest(): void {
    for (const [id, { bytes }] of this.entries) {
      if (this.bytes <= this.limitBytes) return;
      if (bytes === 0) continue;
      this.entries.delete(id);
      this.bytes -= bytes;
    }
  }
}
