import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TrainingCurves, TrainingSamples } from '@/lib/contracts/training-config';
import { CURVES_FILE, SAMPLES_FILE, sampleImageFile } from '@/lib/contracts/training-files';
import { encodePng } from '@/lib/image/decode-node';
import type { Checkpoint } from './checkpoint';
import { writeCheckpoint } from './checkpoint-node';
import type { ValidationFace } from './prepare';
import type { RunSink } from './run-recorder';
import { TrainingError } from './training-set';

const SIZE = 192;

/** What a run leaves in its folder. Files are written one after the other, each whole or not at all. */
export class RunFiles implements RunSink {
  private writing: Promise<void> = Promise.resolve();

  /** @param onError told of the first write that fails; nothing is written after it */
  constructor(
    private readonly directory: string,
    private readonly onError: (error: unknown) => void,
  ) {}

  keepCheckpoint(checkpoint: Checkpoint): void {
    this.write(() => writeCheckpoint(this.directory, checkpoint));
  }

  /** For whoever watches: a resumed run goes by its checkpoint's curves. */
  keepCurves(curves: TrainingCurves): void {
    this.write(() => this.writeWhole(CURVES_FILE, JSON.stringify(curves)));
  }

  keepSamples(samples: TrainingSamples): void {
    this.write(() => this.writeWhole(SAMPLES_FILE, JSON.stringify(samples)));
  }

  /** The crops that samples are shown on. */
  keepSampleImages(faces: readonly ValidationFace[]): void {
    this.write(async () => {
      for (const [i, { crop }] of faces.entries()) {
        const image = { width: SIZE, height: SIZE, data: new Uint8Array(new Uint8Array(crop)) };
        await this.writeWhole(sampleImageFile(i), await encodePng(image));
      }
    });
  }

  /** Everything is on the disk. @throws TrainingError what could not be written */
  settled(): Promise<void> {
    return this.writing;
  }

  private write(work: () => Promise<void>): void {
    this.writing = this.writing.then(work);
    // told at once; whoever awaits `settled` hears of it too
    this.writing.catch(this.onError);
  }

  private async writeWhole(name: string, content: string | Uint8Array): Promise<void> {
    const file = path.join(this.directory, name);
    const partial = `${file}.partial`;
    try {
      await writeFile(partial, content);
      await rename(partial, file);
    } catch (cause) {
      await rm(partial, { force: true }).catch(() => {});
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new TrainingError(`training: ${file}: expected to write it, found ${reason}`, { cause });
    }
  }
}
