import { CHECKPOINT_FILE, CURVES_FILE, SAMPLES_FILE } from '@/lib/contracts/training-files';
import { curvesSchema, samplesSchema } from '@/lib/contracts/training-tab';
import { probeImage } from '@/lib/image/decode-node';
import { parseCheckpoint } from '../checkpoint';

const SAMPLE_IMAGE = /^sample-\d{1,2}\.png$/;
const SIZE = 192;

/**
 * What is wrong with a file that a tab sends for its run's folder: the next session, and the pages, go by what lies there.
 *
 * @returns one line; null when it is what its name says
 */
export async function runFileFault(run: string, file: string, bytes: Uint8Array): Promise<string | null> {
  try {
    if (file === CHECKPOINT_FILE) {
      const { model } = parseCheckpoint(bytes, file).config;
      return model === run ? null : `${file}: expected a checkpoint of ${run}, found one of ${model}`;
    }
    if (file === CURVES_FILE || file === SAMPLES_FILE) {
      const schema = file === CURVES_FILE ? curvesSchema : samplesSchema;
      const { error } = schema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
      return error ? `${file}: ${error.issues[0].path.join('.')}: ${error.issues[0].message}` : null;
    }
    if (!SAMPLE_IMAGE.test(file)) return `expected a file of a training run, found ${file}`;
    const { width, height, mediaType } = await probeImage(bytes);
    const isCrop = mediaType === 'image/png' && width === SIZE && height === SIZE;
    return isCrop ? null : `${file}: expected a PNG of ${SIZE}×${SIZE}, found ${mediaType} of ${width}×${height}`;
  } catch (error) {
    return `${file}: ${error instanceof Error ? error.message : error}`;
  }
}
