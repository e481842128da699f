import { createHash } from 'node:crypto';
import path from 'node:path';
import { openFolder } from '@/lib/datasets/file-source-node';
import { detectFormat, formatById } from '@/lib/datasets/formats';
import type { DatasetKind } from '@/lib/datasets/sample';
import { decodeImage } from '@/lib/image/decode-node';
import type { GeneratedSet } from './generated-set';
import { generatedFolder } from './generated-set-node';
import { TrainingError, type TrainingFace, type TrainingSet, type TrainingSetProvider } from './training-set';

export interface FolderSet {
  /** relative to the provider's root; left out for generated faces */
  readonly path?: string;
  readonly generate?: GeneratedSet;
  /** a format's id; found out where it is left out */
  readonly format?: string;
  readonly kind: DatasetKind;
  readonly licence: string;
}

export interface FolderSetsOptions {
  /** where generated faces are kept */
  readonly generatedRoot: string;
  readonly signal?: AbortSignal;
  /** told of files that cannot be read, which are passed over */
  readonly report: (problem: Error) => void;
  readonly note?: (line: string) => void;
}

/** Training sets straight from folders in any format the workbench reads, and faces that are generated when they are first asked for. */
export function folderSets(
  root: string,
  folders: Readonly<Record<string, FolderSet>>,
  { generatedRoot, signal, report, note }: FolderSetsOptions,
): TrainingSetProvider {
  async function placeOf(name: string, { path: inRoot, generate }: FolderSet): Promise<string> {
    if (generate) return generatedFolder(generatedRoot, generate, { signal, note });
    if (inRoot === undefined) throw new TrainingError(`training: ${name}: expected a path or generate, found neither`);
    return path.resolve(root, inRoot);
  }
  return {
    async open(name): Promise<TrainingSet> {
      const folder = folders[name];
      if (!folder) {
        throw new TrainingError(`training: expected one of the sets ${Object.keys(folders).join(', ')}, found ${name}`);
      }
      const files = await openFolder(await placeOf(name, folder), report);
      const format = folder.format ? formatById(folder.format) : await detectFormat(files);
      const faces: TrainingFace[] = [];
      for await (const sample of format.read(files, report)) {
        const { annotation, imageFile } = sample;
        if (annotation === null) continue;
        faces.push({
          name: sample.key,
          keys: [imageFile, ...(sample.person === null ? [] : [`person ${sample.person}`])],
          split: sample.split,
          async load() {
            const bytes = await files.read(imageFile);
            const contentHash = createHash('sha256').update(bytes).digest('hex');
            return { image: await decodeImage(bytes), annotation, contentHash };
          },
        });
      }
      return { name, kind: folder.kind, licence: folder.licence, isGenerated: folder.generate !== undefined, faces };
    },
  };
}
