import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/random';
import { SHALLOW } from '@/models/facemesh/config';
import { sha256Hex } from '@/models/facemesh/model-files';
import { readCheckpointFolder, readModelFolder, writeModelFolder } from '@/models/facemesh/model-folder-node';
import { formatWeights } from '@/models/facemesh/weights';
import { randomWeights } from './random-weights';
import { hasReferenceModel, REFERENCE_FOLDER } from './reference-model';
import { sampleCard } from './sample-card';

let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'model-folder-'));
  folder = path.join(root, 'models', 'sample');
});
afterEach(() => rm(root, { recursive: true }));

const weights = randomWeights(SHALLOW, createRandom(31));

async function editJson(file: string, edit: (value: Record<string, unknown>) => void): Promise<void> {
  const value = JSON.parse(await readFile(path.join(folder, file), 'utf8'));
  edit(value);
  await writeFile(path.join(folder, file), JSON.stringify(value));
}

describe('a model folder', () => {
  it('reads as it was written, and the card holds the digest of the weights', async () => {
    const card = await writeModelFolder(folder, { card: sampleCard(), weights });
    expect((await readdir(path.dirname(folder))).sort()).toEqual(['sample']);
    expect((await readdir(folder)).sort()).toEqual(['card.json', 'model.json', 'weights.bin']);
    expect(card.weightsSha256).toBe(await sha256Hex(await readFile(path.join(folder, 'weights.bin'))));
    expect(await readModelFolder(folder)).toEqual({ card, weights });
  });

  it('keeps what the model was trained on, and is refused without it or with another', async () => {
    const hash = (word: number) => Uint32Array.from({ length: 8 }, (_, w) => (w === 7 ? 0 : word));
    const images = [{ contentHash: null, fingerprint: { whole: hash(7), face: null } }];
    const card = await writeModelFolder(folder, {
      card: sampleCard(),
      weights,
      trainedOn: { images, isComplete: false },
    });
    expect(card.trainedOn).toMatchObject({ file: 'trained-on.bin', images: 1, complete: false });
    expect(await readModelFolder(folder)).toEqual({ card, weights, trainedOn: { images, isComplete: false } });

    const file = path.join(folder, 'trained-on.bin');
    const bytes = await readFile(file);
    bytes[20] ^= 1;
    await writeFile(file, bytes);
    await expect(readModelFolder(folder)).rejects.toThrow('card.json: expected trained-on.bin of sha-256');
    await rm(file);
    await expect(readModelFolder(folder)).rejects.toThrow('expected a file trained-on.bin, could not read it');
  });

  it('is never written over', async () => {
    await writeModelFolder(folder, { card: sampleCard(), weights });
    await expect(writeModelFolder(folder, { card: sampleCard(), weights })).rejects.toThrow(
      `${folder}: expected no such folder yet, found one`,
    );
  });

  it('is refused with a file missing, with other bytes, with another architecture or parameter count, or with no JSON', async () => {
    await expect(readModelFolder(folder)).rejects.toThrow(`${folder}: expected a file card.json, could not read it`);
    await writeModelFolder(folder, { card: sampleCard(), weights });

    await editJson('card.json', (card) => {
      card.parameters = 264_317;
    });
    await expect(readModelFolder(folder)).rejects.toThrow('card.json: parameters: expected 201853, found 264317');
    await editJson('card.json', (card) => {
      card.architecture = 'full';
    });
    await expect(readModelFolder(folder)).rejects.toThrow('model.json: FaceMesh 68 full: expected');
    await editJson('card.json', (card) => {
      card.id = '../up';
    });
    await expect(readModelFolder(folder)).rejects.toThrow('card.json: id: ');

    await editJson('card.json', (card) => {
      card.id = 'sample';
      card.weightsSha256 = 'a'.repeat(64);
    });
    await expect(readModelFolder(folder)).rejects.toThrow(
      `card.json: expected weights.bin of sha-256 ${'a'.repeat(64)}`,
    );

    await writeFile(path.join(folder, 'model.json'), '{');
    await expect(readModelFolder(folder)).rejects.toThrow('model.json: expected JSON, found');
  });
});

describe('readCheckpointFolder', () => {
  async function writeCheckpoint(changes: Record<string, unknown> = {}): Promise<void> {
    const { manifest, bytes } = formatWeights(weights, 'float32');
    const tensors = manifest.tensors.map((tensor) => ({ ...tensor, dtype: 'float32' }));
    const header = { byte_length: bytes.length, sha256: await sha256Hex(bytes), batch_norm_eps: 1e-5 };
    await writeFile(path.join(root, 'weights.json'), JSON.stringify({ ...header, tensors, ...changes }));
    await writeFile(path.join(root, 'weights.bin'), bytes);
  }

  it('makes a model whose card says what the seed project does, and the folder reads back', async () => {
    await writeCheckpoint();
    const model = await readCheckpointFolder(root, 'seed');
    expect(model.card).toMatchObject({
      id: 'seed',
      architecture: 'shallow',
      parameters: 201_853,
      input: { crop: { shape: 'reference' }, antialias: false, padding: 'zero', scale: 1, offset: 0 },
      output: { layout: 'planar', scale: 1, offset: 0, depth: false, confidence: false },
      provenance: `imported from ${path.basename(root)}`,
      meanShape: null,
    });
    await writeModelFolder(folder, model);
    expect((await readModelFolder(folder)).weights).toEqual(weights);
  });

  it('refuses bytes of another digest and another batch norm epsilon', async () => {
    await writeCheckpoint({ sha256: 'b'.repeat(64) });
    await expect(readCheckpointFolder(root, 'seed')).rejects.toThrow(
      `weights.json: expected weights.bin of sha-256 ${'b'.repeat(64)}, found`,
    );
    await writeCheckpoint({ batch_norm_eps: 1e-3 });
    await expect(readCheckpointFolder(root, 'seed')).rejects.toThrow('weights.json: batch_norm_eps: ');
  });

  it.skipIf(!hasReferenceModel)('reads the reference checkpoint (skipped where ../shared is absent)', async () => {
    const { card } = await readCheckpointFolder(REFERENCE_FOLDER, 'seed');
    expect(card.architecture).toBe('full');
    expect(card.parameters).toBe(264_317);
  });
});
