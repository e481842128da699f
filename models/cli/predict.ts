import { readFile } from 'node:fs/promises';
import { decodeImage } from '@/lib/image/decode-node';
import type { RgbImage } from '@/lib/image/rgb-image';
import { ready } from '@/lib/server/ready';
import { createFaceMeshPredictor } from '../predictor';
import { type Command, requireOption, UsageError } from './command';
import { openFinder, openStoredModel } from './stored-model';

/** @throws UsageError for anything but four numbers with a positive width and height */
function parseBox(text: string) {
  const [x, y, width, height, ...rest] = text.split(',').map(Number);
  if (![x, y, width, height].every(Number.isFinite) || rest.length > 0 || width <= 0 || height <= 0) {
    throw new UsageError(`--box: expected x,y,w,h with a positive size, found ${text}`);
  }
  return { x, y, width, height };
}

/** @throws Error naming the file, when it cannot be read or holds no picture */
async function readImageFile(file: string): Promise<RgbImage> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw new Error(`${file}: expected a readable image, found ${(cause as NodeJS.ErrnoException).code}`, { cause });
  }
  try {
    return await decodeImage(bytes);
  } catch (cause) {
    throw new Error(`${file}: ${(cause as Error).message}`, { cause });
  }
}

export const predict: Command = {
  name: 'predict',
  usage: 'predict IMAGE --model ID [--box x,y,w,h]',
  summary: "landmarks of every face the detector finds, or of one box (the landmarks' tight box, image px)",
  options: { model: { type: 'string' }, box: { type: 'string' } },
  positionals: 1,
  async run([file], options) {
    const modelId = requireOption(options, 'model');
    const box = typeof options.box === 'string' ? parseBox(options.box) : null;
    await ready();
    const image = await readImageFile(file);
    const model = await openStoredModel(modelId);
    const finder = box ? null : await openFinder();
    try {
      const predictor = createFaceMeshPredictor(model, finder?.find);
      const found = await predictor.predict({ key: file, loadImage: async () => image, boxes: box && [box] });
      const faces = found.map((face) => ({
        box: [face.box.x, face.box.y, face.box.width, face.box.height],
        confidence: face.confidence,
        landmarks: face.landmarks.map(([x, y], i) => (face.z ? [x, y, face.z[i]] : [x, y])),
      }));
      return { json: { faces }, lines: faces.length === 0 ? ['no face found'] : faces.flatMap(faceLines) };
    } finally {
      finder?.dispose();
      model.dispose();
    }
  },
};

const faceLines = (
  { box, confidence, landmarks }: { box: number[]; confidence: number | null; landmarks: number[][] },
  index: number,
): string[] => [
  `face ${index + 1}: box ${box.map((value) => value.toFixed(1)).join(' ')}${confidence === null ? '' : `, confidence ${confidence.toFixed(3)}`}`,
  ...landmarks.map((point, i) => `  ${i} ${point.map((value) => value.toFixed(3)).join(' ')}`),
];
