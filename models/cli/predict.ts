import { readFile } from 'node:fs/promises';
import { decodeImage } from '@/lib/image/decode-node';
import { ready } from '@/lib/server/ready';
import { predictFace } from '../pipeline';
import { type Command, requireOption, UsageError } from './command';
import { openStoredModel } from './stored-model';

/** @throws UsageError for anything but four numbers with a positive width and height */
function parseBox(text: string) {
  const [x, y, width, height, ...rest] = text.split(',').map(Number);
  if (![x, y, width, height].every(Number.isFinite) || rest.length > 0 || width <= 0 || height <= 0) {
    throw new UsageError(`--box: expected x,y,w,h with a positive size, found ${text}`);
  }
  return { x, y, width, height };
}

async function readImageFile(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new Error(`${file}: expected a readable image, found ${(cause as NodeJS.ErrnoException).code}`, { cause });
  }
}

export const predict: Command = {
  name: 'predict',
  usage: 'predict IMAGE --model ID [--box x,y,w,h]',
  summary: "landmarks of one face; the box is the landmarks' tight box, image px (the whole image without)",
  options: { model: { type: 'string' }, box: { type: 'string' } },
  positionals: 1,
  async run([file], options) {
    const modelId = requireOption(options, 'model');
    const given = typeof options.box === 'string' ? parseBox(options.box) : null;
    await ready();
    const image = await decodeImage(await readImageFile(file));
    const box = given ?? { x: 0, y: 0, width: image.width - 1, height: image.height - 1 };
    const model = await openStoredModel(modelId);
    try {
      const face = await predictFace(model, image, box);
      const landmarks = face.landmarks.map(([x, y], i) => (face.z ? [x, y, face.z[i]] : [x, y]));
      const json = {
        faces: [{ box: [box.x, box.y, box.width, box.height], confidence: face.confidence, landmarks }],
      };
      return { json, lines: landmarks.map((point, i) => `${i} ${point.map((value) => value.toFixed(3)).join(' ')}`) };
    } finally {
      model.dispose();
    }
  },
};
