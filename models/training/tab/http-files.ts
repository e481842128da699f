import type { TrainingCurves, TrainingSamples } from '@/lib/contracts/training-config';
import { CHECKPOINT_FILE, CURVES_FILE, SAMPLES_FILE, sampleImageFile } from '@/lib/contracts/training-files';
import { encodePngInBrowser } from '@/lib/image/decode-browser';
import { type Checkpoint, formatCheckpoint } from '../checkpoint';
import type { ValidationFace } from '../prepare';
import type { RunSink } from '../run-recorder';
import type { ServerLine } from './server-line';

const SIZE = 192;

type MakeBody = () => BodyInit | Promise<BodyInit>;

/** A run's files in its folder on the server. Sent one after the other; of two states of one file the newer alone. */
export class HttpFiles implements RunSink {
  private readonly waiting = new Map<string, MakeBody>();
  private sending: Promise<void> | null = null;
  private failure: unknown = null;

  /** @param onError told of the first file that cannot be kept; nothing is sent after it */
  constructor(
    private readonly line: Pick<ServerLine, 'put'>,
    private readonly onError: (error: unknown) => void,
  ) {}

  keepCheckpoint(checkpoint: Checkpoint): void {
    this.send(CHECKPOINT_FILE, () => new Blob(formatCheckpoint(checkpoint)));
  }

  keepCurves(curves: TrainingCurves): void {
    this.send(CURVES_FILE, () => JSON.stringify(curves));
  }

  keepSamples(samples: TrainingSamples): void {
    this.send(SAMPLES_FILE, () => JSON.stringify(samples));
  }

  keepSampleImages(faces: readonly ValidationFace[]): void {
    for (const [i, { crop }] of faces.entries()) {
      this.send(sampleImageFile(i), () =>
        encodePngInBrowser({ width: SIZE, height: SIZE, data: new Uint8Array(crop) }),
      );
    }
  }

  async settled(): Promise<void> {
    await this.sending;
    if (this.failure) throw this.failure;
  }

  private send(file: string, body: MakeBody): void {
    if (this.failure) return;
    this.waiting.set(file, body);
    this.sending ??= this.sendAll();
  }

  private async sendAll(): Promise<void> {
    try {
      for (const [file, body] of this.waiting) {
        this.waiting.delete(file);
        await this.line.put(file, await body());
      }
    } catch (error) {
      this.failure = error;
      this.waiting.clear();
      this.onError(error);
    } finally {
      this.sending = null;
    }
  }
}
