import { access, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { folderSink } from '@/lib/datasets/file-sink-node';
import { drawFaces } from '@/lib/synthesis/face-pool-node';
import type { GeneratedSet } from './generated-set';

const HOME = path.resolve(import.meta.dirname, '../..');
const FACE_PX = 256;
const SUPERSAMPLE = 2;

/**
 * The folder of these faces in Face Synthetics' layout; made on all cores where it is not there yet, and seen under its
 * name only once it is whole.
 *
 * @param root folder of all generated sets
 */
export async function generatedFolder(
  root: string,
  { count, seed, jaw }: GeneratedSet,
  { signal, note }: { readonly signal?: AbortSignal; readonly note?: (line: string) => void } = {},
): Promise<string> {
  const folder = path.join(root, `${count}-faces-seed-${seed}-${jaw}`);
  if (await isThere(folder)) return folder;
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  const sink = folderSink(partial);
  const setup = { recipe: { seed, limits: {} }, size: FACE_PX, supersample: SUPERSAMPLE, jaw, segmentation: false };
  const orders = Array.from({ length: count }, (_, index) => ({ index, fileNumber: index }));
  for await (const { index, files } of drawFaces(HOME, setup, orders, { signal })) {
    for (const [file, content] of files) await sink.write(file, content);
    if ((index + 1) % 500 === 0) note?.(`${index + 1} of ${count} faces made`);
  }
  await rename(partial, folder);
  return folder;
}

const isThere = (folder: string): Promise<boolean> =>
  access(folder).then(
    () => true,
    () => false,
  );
