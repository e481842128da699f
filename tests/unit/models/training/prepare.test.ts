import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatPts } from '@/lib/datasets/formats/ibug-pts';
import { encodePng } from '@/lib/image/decode-node';
import { folderSets } from '@/models/training/folder-sets-node';
import { parseConfig } from '@/models/training/parse-config';
import { prepareData } from '@/models/training/prepare';
import type { TrainingSet } from '@/models/training/training-set';
import { drawnSet, providerOf } from './drawn-faces';

const CONFIG = {
  model: 'test',
  title: 'Test',
  architecture: 'full',
  steps: 1,
  batch: 4,
} as const;

const prepare = (set: TrainingSet, entry: object = {}) =>
  prepareData(parseConfig({ ...CONFIG, data: [{ dataset: set.name, ...entry }] }), providerOf(set));

describe('preparing data', () => {
  it('trains on one split and validates on another', async () => {
    const { faces, validation, summary } = await prepare(drawnSet(7), {
      splits: ['train'],
      validation: { split: 'val' },
    });
    expect(faces).toHaveLength(4);
    expect(validation.map(({ name }) => name)).toEqual(['face 1', 'face 3', 'face 5']);
    expect(summary).toEqual([
      { dataset: 'drawn', kind: 'synthetic', licence: 'MIT', training: 4, validation: 3, repeat: 1 },
    ]);
  });

  it('takes a person out of training who stands in the validation split too', async () => {
    const set = drawnSet(6);
    const shared = set.faces.map((face, i) => (i < 2 ? { ...face, keys: ['person Ada'] } : face));
    const { faces, validation } = await prepare(
      { ...set, faces: shared },
      { splits: ['train'], validation: { split: 'val' } },
    );
    expect([faces.length, validation.length]).toEqual([2, 3]);
  });

  it('refuses a split set aside that holds a photo trained on, or leaves it out of the measurement', async () => {
    const set = drawnSet(6);
    // the second face, held out, is the first one's photo again
    const copied = set.faces.map((face, i) => (i === 1 ? { ...face, load: set.faces[0].load } : face));
    const data = [{ dataset: 'drawn', splits: ['train' as const], validation: { split: 'val' as const } }];
    const provider = providerOf({ ...set, faces: copied });
    await expect(prepareData(parseConfig({ ...CONFIG, data }), provider)).rejects.toThrow(
      'training: 1 of 3 images of drawn, split val, is an image that test was trained on (1 near copies): face 1; mend',
    );
    const { validation } = await prepareData(parseConfig({ ...CONFIG, data, allowOverlap: true }), provider);
    expect(validation.map(({ name }) => name)).toEqual(['face 3', 'face 5']);
  });

  it('takes such photos out by itself where it parts the set', async () => {
    const set = drawnSet(8);
    // every photo stands there twice, under names of their own
    const copied = set.faces.map((face, i) => ({ ...face, load: set.faces[i >> 1].load }));
    const { validation, trainedOn, faces } = await prepare({ ...set, faces: copied }, { validation: { count: 2 } });
    expect(trainedOn.images).toHaveLength(faces.length);
    expect(trainedOn.isComplete).toBe(true);
    const held = faces.length === 6 ? validation.length : -1;
    expect([0, 2]).toContain(held); // both of one photo, or one of each of two, and these are trained on too
  });

  it('remembers the images of the models it builds on, and measures nothing on those either', async () => {
    const set = drawnSet(6);
    const parent = (await prepare({ ...set, faces: [set.faces[1]] })).trainedOn;
    const config = parseConfig({ ...CONFIG, data: [{ dataset: 'drawn', validation: { split: 'val' } }] });
    const parents = [parent];
    await expect(prepareData(config, providerOf(set), { parents })).rejects.toThrow('1 of 3 images of drawn');
    const data = await prepareData({ ...config, allowOverlap: true }, providerOf(set), { parents: [parent, null] });
    expect(data.validation.map(({ name }) => name)).toEqual(['face 3', 'face 5']);
    expect(data.trainedOn).toMatchObject({ isComplete: false });
    expect(data.trainedOn.images).toHaveLength(4);
  });

  it('starts the network at the mean of its labels, in the middle of the crop', async () => {
    const { meanOutput, meanShape, hasDepth } = await prepare(drawnSet(8));
    const middle = (from: number) => {
      const axis = meanOutput.subarray(from, from + 68);
      return (Math.max(...axis) + Math.min(...axis)) / 2;
    };
    expect(Math.abs(middle(0) - 95.5)).toBeLessThan(6);
    expect(Math.abs(middle(68) - 95.5)).toBeLessThan(6);
    expect(meanOutput.subarray(136).reduce((sum, z) => sum + z, 0)).toBeCloseTo(0, 2);
    expect(meanShape).toHaveLength(68);
    expect(hasDepth).toBe(true);
  });

  it('fits depth to a set that has none, with less trust, and has none where no set has any', async () => {
    const solid = drawnSet(4);
    const flat = { ...drawnSet(4), name: 'flat' };
    const withoutDepth = flat.faces.map((face) => ({
      ...face,
      load: async () => {
        const { image, annotation } = await face.load();
        return { image, annotation: { ...annotation, z: null } };
      },
    }));
    const sets = new Map<string, TrainingSet>([
      ['drawn', solid],
      ['flat', { ...flat, faces: withoutDepth }],
    ]);
    const open = async (name: string) => sets.get(name)!;
    const config = (...names: string[]) => parseConfig({ ...CONFIG, data: names.map((dataset) => ({ dataset })) });
    const both = await prepareData(config('drawn', 'flat'), { open });
    expect(both.faces.map(({ depthWeight }) => depthWeight)).toEqual([1, 1, 1, 1, 0.4, 0.4, 0.4, 0.4]);
    const none = await prepareData(config('flat'), { open });
    expect(none.hasDepth).toBe(false);
    expect(none.faces.every(({ depthWeight }) => depthWeight === 0)).toBe(true);
  });

  it('measures a set that is left out of training, and reads none of its other images', async () => {
    const set = drawnSet(6);
    const all = await prepareData(
      parseConfig({
        ...CONFIG,
        data: [
          { dataset: 'drawn', splits: ['train'] },
          { dataset: 'drawn', repeat: 0, validation: { split: 'val' } },
        ],
      }),
      providerOf(set),
    );
    expect(all.faces).toHaveLength(3);
    expect(all.validation.map(({ name }) => name)).toEqual(['face 1', 'face 3', 'face 5']);
    expect(all.summary.map(({ training, repeat }) => [training, repeat])).toEqual([
      [3, 1],
      [0, 0],
    ]);
    const unread = set.faces.map((face) => ({ ...face, load: () => Promise.reject(new Error('was read')) }));
    const sets = new Map([
      ['drawn', set],
      ['other', { ...set, name: 'other', faces: unread }],
    ]);
    const config = parseConfig({
      ...CONFIG,
      data: [
        { dataset: 'drawn', share: 1 },
        { dataset: 'other', share: 0 },
      ],
    });
    await expect(prepareData(config, { open: async (name) => sets.get(name)! })).resolves.toBeDefined();
  });

  it('refuses labels that lack a landmark everywhere, or that nothing can be measured with, before it trains', async () => {
    const lacking = (missing: readonly number[]): TrainingSet => {
      const set = drawnSet(4);
      const faces = set.faces.map((face) => ({
        ...face,
        load: async () => {
          const { image, annotation } = await face.load();
          const visibility = annotation.points.map((_, k) => (missing.includes(k) ? 'missing' : 'visible'));
          return { image, annotation: { ...annotation, visibility } as typeof annotation };
        },
      }));
      return { ...set, faces };
    };
    await expect(prepare(lacking([3, 60]))).rejects.toThrow(
      'training: expected every landmark in some training image, found 3, 60 annotated in none',
    );
    const eyeless = { ...drawnSet(4), faces: [...drawnSet(4).faces.slice(0, 2), ...lacking([36]).faces.slice(2)] };
    const entry = { splits: ['train'], validation: { split: 'val' } };
    expect((await prepare(eyeless, entry)).validation.map(({ name }) => name)).toEqual(['face 1']);
    const blind = { ...eyeless, faces: [eyeless.faces[0], eyeless.faces[3]] };
    await expect(prepare(blind, entry)).rejects.toThrow(
      'training: drawn: expected held-out faces with both outer eye corners to measure, found none among 1',
    );
  });

  it('measures the whole of a set, and says so when nothing is left to train on', async () => {
    const whole = { validation: { share: 1 } };
    const { validation } = await prepareData(
      parseConfig({
        ...CONFIG,
        data: [
          { dataset: 'drawn', splits: ['train'] },
          { dataset: 'other', ...whole },
        ],
      }),
      { open: async (name) => (name === 'other' ? { ...drawnSet(9), name } : drawnSet(6)) },
    );
    // three of the nine are training faces once more
    expect(validation.filter(({ set }) => set === 'other')).toHaveLength(6);
    await expect(prepare(drawnSet(6), whole)).rejects.toThrow(
      'training: expected images to train on, found every set left out',
    );
  });

  it('reads only the images that a mix by share asks for', async () => {
    const set = drawnSet(20);
    const { faces, epoch } = await prepareData(
      parseConfig({ ...CONFIG, images: 5, data: [{ dataset: 'drawn', share: 1 }] }),
      providerOf(set),
    );
    expect(faces).toHaveLength(5);
    expect([...epoch].sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it('tells which set and face an image could not be read of', async () => {
    const set = drawnSet(3);
    const broken = set.faces.map((face, i) =>
      i === 2 ? { ...face, load: () => Promise.reject(new Error('a torn file')) } : face,
    );
    await expect(prepare({ ...set, faces: broken })).rejects.toThrow(
      'training: drawn: face 2: expected an image, found a torn file',
    );
  });
});

describe('training sets from folders', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'folder-sets-'));
    await mkdir(path.join(root, 'photos/train'), { recursive: true });
    for (const [i, name] of ['Ada_Lovelace_01', 'Ada_Lovelace_02', '12345_1'].entries()) {
      const { image, annotation } = await drawnSet(3).faces[i].load();
      await writeFile(path.join(root, 'photos/train', `${name}.png`), await encodePng(image));
      await writeFile(path.join(root, 'photos/train', `${name}.pts`), formatPts(annotation));
    }
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  const sets = () =>
    folderSets(
      root,
      { photos: { path: 'photos', kind: 'real', licence: 'none' } },
      {
        generatedRoot: path.join(root, 'generated'),
        report: (problem) => {
          throw problem;
        },
      },
    );

  it('knows splits, and who must stay together', async () => {
    const { faces } = await sets().open('photos');
    expect(faces.map(({ name, split }) => [name, split])).toEqual([
      ['train/12345_1.png', 'train'],
      ['train/Ada_Lovelace_01.png', 'train'],
      ['train/Ada_Lovelace_02.png', 'train'],
    ]);
    expect(faces[1].keys).toContain('person Ada_Lovelace');
    expect(faces[2].keys).toContain('person Ada_Lovelace');
    const { image, annotation } = await faces[0].load();
    expect([image.width, annotation.points.length]).toEqual([200, 68]);
  });

  it('names the sets it has when asked for another', async () => {
    await expect(sets().open('paintings')).rejects.toThrow(
      'training: expected one of the sets photos, found paintings',
    );
  });

  it('makes the faces that a run asks for, once', async () => {
    const notes: string[] = [];
    const generated = folderSets(
      root,
      { made: { generate: { count: 3, seed: 5, jaw: 'outline' }, kind: 'synthetic', licence: 'free' } },
      { generatedRoot: path.join(root, 'generated'), report: () => {}, note: (line) => notes.push(line) },
    );
    const { faces } = await generated.open('made');
    expect(faces.map(({ name }) => name)).toEqual(['000000.png', '000001.png', '000002.png']);
    const again = await generated.open('made');
    const [first, second] = [await faces[2].load(), await again.faces[2].load()];
    expect(second.annotation.points).toEqual(first.annotation.points);
    expect(first.annotation.points).not.toEqual((await faces[1].load()).annotation.points);
    expect(await readdir(path.join(root, 'generated'))).toEqual(['3-faces-seed-5-outline']);
  });
});
