import { existsSync } from 'node:fs';
import path from 'node:path';
import { openFolder } from '@/lib/datasets/file-source-node';
import { detectFormat } from '@/lib/datasets/formats/index';
import type { QualityFace } from '@/lib/datasets/quality/quality-face';
import { decodeImage, probeImage } from '@/lib/image/decode-node';
import type { RgbImage } from '@/lib/image/rgb-image';
import type { Size } from '@/lib/landmarks/geometry';

const DATA = path.resolve(import.meta.dirname, '../../../shared/data');

/** A set that lies beside the repository. */
export interface LabelledSet {
  readonly faces: readonly QualityFace[];
  readBytes(face: QualityFace): Promise<Uint8Array>;
  readImage(face: QualityFace): Promise<RgbImage>;
}

/** @returns null, with a line, when the set is not there */
export async function openSet(name: string): Promise<LabelledSet | null> {
  const folder = path.join(DATA, name);
  if (!existsSync(folder)) {
    console.log(`${name}: skipped, it is not beside this repository`);
    return null;
  }
  const files = await openFolder(folder);
  const format = await detectFormat(files);
  const sizes = new Map<string, Size>();
  const faces: QualityFace[] = [];
  for await (const { key, imageFile, annotation, box } of format.read(files, (problem) =>
    console.error(problem.message),
  )) {
    if (!annotation) continue;
    const image = sizes.get(imageFile) ?? (await probeImage(await files.read(imageFile)));
    sizes.set(imageFile, image);
    faces.push({ id: key, annotation, image, imageId: imageFile, box });
  }
  const readBytes = ({ imageId }: QualityFace) => files.read(imageId ?? '');
  return { faces, readBytes, readImage: async (face) => decodeImage(await readBytes(face)) };
}

export const dataFile = (...parts: string[]): string => path.join(DATA, ...parts);
