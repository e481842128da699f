import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { ModelFolder } from '@/lib/contracts/model';
import { storePredictionsSchema } from '@/lib/contracts/prediction';
import { database } from '@/lib/server/database';
import {
  deleteModel,
  getModel,
  listModels,
  readModelFile,
  registerModel,
  registerPretrained,
} from '@/lib/server/models';
import { storePredictions } from '@/lib/server/predictions';
import { getSample } from '@/lib/server/samples';
import { predictionOff, storeFaces, storeModel } from '@/tests/fixtures/faces/stored-face';
import { sampleCard } from '../../models/facemesh/sample-card';
import { freshWorkbench } from './workbench';

const inFolder = freshWorkbench();

const folderOf = (id: string, weights: string, title = `Model ${id}`): ModelFolder => ({
  card: sampleCard({ id, title, weightsSha256: weights.charCodeAt(0).toString(16).padStart(64, '0') }),
  files: {
    'model.json': new TextEncoder().encode('{}'),
    'weights.bin': new TextEncoder().encode(weights),
    'card.json': new TextEncoder().encode('{}'),
  },
});

const store = (model: string, ...items: ReturnType<typeof predictionOff>[]) =>
  storePredictions({ model, crop: 'ground-truth', items });

beforeAll(async () => {
  await storeFaces('faces', [{ id: 'one' }, { id: 'two' }, { id: 'unlabelled', annotation: null }]);
  await storeModel('fake');
});

describe('stored predictions', () => {
  it('carry their errors against the newest labels', async () => {
    const { stored } = await store('fake', predictionOff('one', 3), predictionOff('two', 5));
    expect(stored).toEqual([
      { sample: 'one', error: expect.closeTo(3, 9), nme: expect.closeTo((300 * (201 / 192)) / Math.sqrt(407.25), 9) },
      { sample: 'two', error: expect.closeTo(5, 9), nme: expect.any(Number) },
    ]);
    const [prediction] = (await getSample('one'))?.predictions ?? [];
    expect(prediction).toMatchObject({ modelId: 'fake', confidence: 0.5, durationMs: 4 });
    expect(prediction.landmarks).toEqual(predictionOff('one', 3).landmarks);
    expect(prediction.errors?.error).toBeCloseTo(3, 9);
  });

  it('are replaced by a later answer, also within one request', async () => {
    const { stored } = await store('fake', predictionOff('one', 8), predictionOff('one', 4));
    expect(stored).toEqual([{ sample: 'one', error: expect.closeTo(4, 9), nme: expect.any(Number) }]);
    const rows = await database().prediction.findMany({ where: { sampleId: 'one' } });
    expect(rows).toHaveLength(1);
    expect(rows[0].error).toBeCloseTo(4, 9);
  });

  it('of a sample nobody has labelled have no error', async () => {
    const { stored } = await store('fake', predictionOff('unlabelled', 3, 0));
    expect(stored).toEqual([{ sample: 'unlabelled', error: null, nme: null }]);
  });

  it('come in whole or not at all', async () => {
    await expect(store('fake', predictionOff('two', 9), predictionOff('nobody', 1))).rejects.toMatchObject({
      status: 404,
    });
    const [row] = await database().prediction.findMany({ where: { sampleId: 'two' } });
    expect(row.error).toBeCloseTo(5, 9);
    await expect(store('no-model', predictionOff('one', 1))).rejects.toMatchObject({ status: 404 });
  });

  it('are 68 finite landmarks', () => {
    const item = predictionOff('one', 1);
    const parse = (landmarks: unknown) =>
      storePredictionsSchema.safeParse({ model: 'fake', crop: 'ground-truth', items: [{ ...item, landmarks }] })
        .success;
    expect(parse(item.landmarks)).toBe(true);
    expect(parse(item.landmarks.slice(1))).toBe(false);
    expect(parse([...item.landmarks.slice(1), [Number.NaN, 0]])).toBe(false);
    expect(parse([...item.landmarks.slice(1), [1, 2, 3, 4]])).toBe(false);
  });
});

describe('models', () => {
  it('keep their predictions when only the title changes, and lose them with their weights or their crop', async () => {
    await registerModel(folderOf('growing', 'a'), 'imported');
    await store('growing', predictionOff('one', 2));
    const count = () => database().prediction.count({ where: { modelId: 'growing' } });
    expect((await registerModel(folderOf('growing', 'a', 'Renamed'), 'imported')).title).toBe('Renamed');
    expect(await count()).toBe(1);
    expect((await registerModel(folderOf('growing', 'bb'), 'imported')).weightBytes).toBe(2);
    expect(await count()).toBe(0);
    expect(new TextDecoder().decode(await readModelFile('growing', 'weights.bin'))).toBe('bb');

    await store('growing', predictionOff('one', 2));
    const { card, files } = folderOf('growing', 'bb');
    const input = { ...card.input, crop: { ...card.input.crop, margin: 2 } };
    await registerModel({ card: { ...card, input }, files }, 'imported');
    expect(await count()).toBe(0);
  });

  it('do not take the id of one of another origin', async () => {
    await expect(registerModel(folderOf('growing', 'c'), 'trained')).rejects.toMatchObject({
      status: 409,
      message: 'model growing: an imported model has this id already; choose another',
    });
    expect(new TextDecoder().decode(await readModelFile('growing', 'weights.bin'))).toBe('bb');
  });

  it('go with their files and predictions', async () => {
    await store('growing', predictionOff('two', 2));
    await deleteModel('growing');
    expect(await getModel('growing')).toBeNull();
    expect(await database().prediction.count({ where: { modelId: 'growing' } })).toBe(0);
    await expect(readModelFile('growing', 'weights.bin')).rejects.toMatchObject({ status: 404 });
    await expect(deleteModel('growing')).rejects.toMatchObject({ status: 404 });
  });

  describe('that are shipped', () => {
    const ship = async (id: string, weights: string) => {
      const { card } = folderOf(id, weights);
      const dir = inFolder('shipped', id);
      await mkdir(dir, { recursive: true });
      await writeFile(path.join(dir, 'model.json'), '{}');
      await writeFile(path.join(dir, 'weights.bin'), weights);
      await writeFile(path.join(dir, 'card.json'), JSON.stringify(card));
    };

    it('are known after a start, once, and cannot be deleted', async () => {
      await ship('shipped-one', 'w');
      await mkdir(inFolder('shipped', 'not-trained-yet'));
      await registerPretrained(inFolder('shipped'));
      await registerPretrained(inFolder('shipped'));
      expect((await listModels()).filter(({ id }) => id === 'shipped-one')).toMatchObject([
        { origin: 'pretrained', weightBytes: 1 },
      ]);
      await expect(deleteModel('shipped-one')).rejects.toMatchObject({ status: 404 });
    });

    it('leave a model of the user with the same id alone, and the server starts', async () => {
      await registerModel(folderOf('mine', 'u'), 'imported');
      await ship('mine', 'v');
      const told = vi.spyOn(console, 'error').mockImplementation(() => {});
      await registerPretrained(inFolder('shipped'));
      expect(told).toHaveBeenCalledWith('model mine: an imported model has this id already; choose another');
      told.mockRestore();
      expect(new TextDecoder().decode(await readModelFile('mine', 'weights.bin'))).toBe('u');
    });

    it('may be none at all', async () => {
      await expect(registerPretrained(inFolder('nothing-here'))).resolves.toBeUndefined();
    });
  });
});
