import { describe, expect, it } from 'vitest';
import type { FileSource } from '@/lib/datasets/formats/format';
import { detectFormat } from '@/lib/datasets/formats/index';
import { database } from '@/lib/server/database';
import { type ImportProgress, importDataset } from '@/lib/server/import-dataset';
import { syntheticFaceFiles } from '@/lib/synthesis/face-files-node';
import { synthesizeFace } from '@/lib/synthesis/synthesize-face';
import { aflwVariables, buildMat } from '@/tests/fixtures/aflw2000-3d/mat-builder';
import { allParts, boxTag, dlibText, imageTag } from '@/tests/fixtures/dlib-xml/dlib-text';
import { landmarksText } from '@/tests/fixtures/face-synthetics/landmarks-text';
import { plainJpeg, plainPng } from '@/tests/fixtures/faces/images';
import { memoryFiles } from '@/tests/fixtures/files/memory-files';
import { ptsText } from '@/tests/fixtures/ibug-pts/pts-text';
import { freshWorkbench } from './workbench';

freshWorkbench();

type Files = Record<string, string | Uint8Array>;

async function bringIn(dataset: string, files: Files | FileSource, progress?: ImportProgress) {
  const source = typeof files.list === 'function' ? (files as FileSource) : memoryFiles(files as Files);
  return importDataset({ source, format: await detectFormat(source), dataset, kind: 'real' }, progress);
}

/** `count` .pts faces, each on an image of its own. */
async function ptsFiles(count: number): Promise<Files> {
  const files: Files = {};
  for (let i = 0; i < count; i++) {
    const stem = `set/face_${String(i).padStart(3, '0')}`;
    files[`${stem}.png`] = await plainPng(i);
    files[`${stem}.pts`] = ptsText({ rows: { 0: `${20 + i} 30.5` } });
  }
  return files;
}

/** Everything an import leaves behind, without the times; dataset ids are told apart by name. */
async function dump(dataset: string) {
  const db = database();
  const { id: _, createdAt: __, name: ___, ...set } = await db.dataset.findUniqueOrThrow({ where: { name: dataset } });
  const samples = await db.sample.findMany({
    where: { dataset: { name: dataset } },
    orderBy: { key: 'asc' },
    omit: { createdAt: true },
    include: { image: true, versions: { omit: { createdAt: true }, orderBy: { revision: 'asc' } } },
  });
  return { set, samples };
}

/** The same without what differs between two datasets by design. */
const content = ({ set, samples }: Awaited<ReturnType<typeof dump>>) => ({
  set,
  samples: samples.map(({ id: _, datasetId: __, versions, ...sample }) => ({
    ...sample,
    versions: versions.map(({ sequence: ___, sampleId: ____, ...version }) => version),
  })),
});

describe('every format comes in', () => {
  it('Face Synthetics: faces made here, 70 landmarks, class maps left out', async () => {
    const files: Files = {};
    for (const i of [0, 1]) {
      const face = synthesizeFace(100 + i, { size: 96, supersample: 1 });
      for (const [file, bytes] of await syntheticFaceFiles(face, i))
        files[`${i === 0 ? 'train' : 'test'}/${file}`] = bytes;
    }
    const result = await bringIn('synthetic', files);
    expect(result).toMatchObject({ format: 'face-synthetics', imported: 2, unchanged: 0, skipped: [] });
    const { samples } = await dump('synthetic');
    expect(samples.map(({ split, revision, image }) => ({ split, revision, width: image.width }))).toEqual([
      { split: 'test', revision: 1, width: 96 },
      { split: 'train', revision: 1, width: 96 },
    ]);
    const annotation = JSON.parse(samples[0].annotation ?? '');
    expect(annotation.scheme).toBe('face-synthetics-70');
    expect(annotation.points).toHaveLength(70);
  });

  it('AFLW2000-3D: depth and pose are kept', async () => {
    const result = await bringIn('aflw', {
      'image00002.jpg': await plainJpeg(1),
      'image00002.mat': buildMat(aflwVariables()),
      'image00004.jpg': await plainJpeg(2),
      'image00004.mat': buildMat(aflwVariables(), { compressed: true }),
    });
    expect(result).toMatchObject({ format: 'aflw2000-3d', imported: 2, skipped: [] });
    const { samples } = await dump('aflw');
    expect(samples[0]).toMatchObject({ name: 'image00002', image: { mediaType: 'image/jpeg' } });
    expect([samples[0].pitchRad, samples[0].yawRad, samples[0].rollRad].every((angle) => angle !== null)).toBe(true);
    expect(JSON.parse(samples[0].annotation ?? '').z).toHaveLength(68);
  });

  it('300-W: points are counted from 1 there and from 0 here; names keep their dots', async () => {
    const result = await bringIn('pts', {
      'a/face.v2.png': await plainPng(3),
      'a/face.v2.pts': ptsText(),
      'a/later.png': await plainPng(4),
    });
    expect(result).toMatchObject({ format: 'ibug-pts', imported: 2, skipped: [] });
    const { samples } = await dump('pts');
    expect(samples.map(({ name, revision, versions }) => [name, revision, versions.length])).toEqual([
      ['face.v2', 1, 1],
      ['later', 0, 0],
    ]);
    expect(JSON.parse(samples[0].annotation ?? '').points[0]).toEqual([9.5, 19.25]);
    expect(samples[0].faceSize).toBe(67);
  });

  it('dlib: several faces of one image are several samples of one image', async () => {
    const box = boxTag(allParts());
    const result = await bringIn('dlib', {
      'training.xml': dlibText([imageTag('a.png', [box, box, boxTag()]), imageTag('b.png', [box])]),
      'a.png': await plainPng(5),
      'b.png': await plainPng(6),
    });
    expect(result).toMatchObject({ format: 'dlib-xml', imported: 4, skipped: [] });
    const { samples } = await dump('dlib');
    expect(samples.map(({ key, name, revision }) => [key, name, revision])).toEqual([
      ['a.png#1', 'a (1)', 1],
      ['a.png#2', 'a (2)', 1],
      ['a.png#3', 'a (3)', 0],
      ['b.png', 'b', 1],
    ]);
    expect(new Set(samples.map(({ imageId }) => imageId)).size).toBe(2);
    expect(JSON.parse(samples[0].box ?? '')).toMatchObject({ x: 94, y: 90 });
  });
});

describe('importing again', () => {
  it('adds nothing', async () => {
    const files = await ptsFiles(3);
    expect(await bringIn('twice', files)).toMatchObject({ imported: 3, unchanged: 0 });
    const before = await dump('twice');
    expect(await bringIn('twice', files)).toMatchObject({ imported: 0, unchanged: 3, skipped: [] });
    expect(await dump('twice')).toEqual(before);
  });

  it('leaves what a person has corrected alone, and brings in what is new', async () => {
    const files = await ptsFiles(3);
    const { 'set/face_002.png': _, 'set/face_002.pts': __, ...two } = files;
    await bringIn('grown', two);
    const [first] = (await dump('grown')).samples;
    await database().sample.update({ where: { id: first.id }, data: { revision: 2, name: 'corrected' } });
    expect(await bringIn('grown', files)).toMatchObject({ imported: 1, unchanged: 2 });
    expect((await dump('grown')).samples.map(({ name, revision }) => [name, revision])).toEqual([
      ['corrected', 2],
      ['face_001', 1],
      ['face_002', 1],
    ]);
  });

  it('goes on where one was cancelled, and ends in the same state as an undisturbed one', async () => {
    const files = await ptsFiles(70);
    const cancel = new AbortController();
    const cut = bringIn('cancelled', files, { signal: cancel.signal, progress: () => cancel.abort(new Error('stop')) });
    await expect(cut).rejects.toThrow('stop');
    const half = await dump('cancelled');
    expect(half.samples).toHaveLength(64);
    expect(half.samples.every(({ versions }) => versions.length === 1)).toBe(true);

    expect(await bringIn('cancelled', files)).toMatchObject({ imported: 6, unchanged: 64, skipped: [] });
    const whole = await dump('cancelled');
    expect(whole.samples.slice(0, 64)).toEqual(half.samples);
    await bringIn('undisturbed', files);
    expect(content(whole)).toEqual(content(await dump('undisturbed')));
  });

  it('goes on where the disk failed half-way', async () => {
    const files = await ptsFiles(70);
    const source = memoryFiles(files);
    const failing: FileSource = {
      list: () => source.list(),
      read: async (file, maxBytes) => {
        if (file === 'set/face_066.png') throw new Error('disk on fire');
        return source.read(file, maxBytes);
      },
    };
    await expect(bringIn('failed', failing)).rejects.toThrow('disk on fire');
    expect((await dump('failed')).samples).toHaveLength(64);
    expect(await bringIn('failed', source)).toMatchObject({ imported: 6, unchanged: 64 });
    expect((await dump('failed')).samples.map(({ versions }) => versions.length)).toEqual(new Array(70).fill(1));
  });

  it('at the same time makes one dataset of each name', async () => {
    const files = await ptsFiles(4);
    const results = await Promise.allSettled([bringIn('at once', files), bringIn('at once', files)]);
    const done = results.filter(({ status }) => status === 'fulfilled');
    expect(done.length).toBeGreaterThan(0);
    expect((await dump('at once')).samples).toHaveLength(4);
    expect(await bringIn('at once', files)).toMatchObject({ imported: 0, unchanged: 4 });
  });
});

describe('one bad file', () => {
  /** Brings files in beside one good face, which must come in. */
  async function skippedOf(dataset: string, files: Files, good: Files) {
    const { imported, skipped } = await bringIn(dataset, { ...files, ...good });
    expect(imported).toBe(1);
    return skipped;
  }
  const goodPts = async () => ({ 'good.png': await plainPng(200), 'good.pts': ptsText() });
  const goodMat = async () => ({ 'good.jpg': await plainJpeg(200), 'good.mat': buildMat(aflwVariables()) });

  it('of 67 points is skipped with file, line, expected and found', async () => {
    const files = { 'few.png': await plainPng(7), 'few.pts': ptsText({ count: 67 }) };
    expect(await skippedOf('67', files, await goodPts())).toEqual([
      { file: 'few.pts', reason: 'ibug-pts: few.pts:2: expected 68 landmarks, found 67' },
    ]);
  });

  it('with text among its numbers is skipped', async () => {
    const files = { 'text.png': await plainPng(8), 'text.pts': ptsText({ rows: { 4: '12 nose' } }) };
    expect(await skippedOf('text', files, await goodPts())).toEqual([
      { file: 'text.pts', reason: "ibug-pts: text.pts:8: expected two numbers 'x y', found '12 nose'" },
    ]);
  });

  it('of Face Synthetics with 69 lines is skipped', async () => {
    const files = { '000001.png': await plainPng(9), '000001_ldmks.txt': landmarksText({ count: 69 }) };
    const good = { '000002.png': await plainPng(10), '000002_ldmks.txt': landmarksText() };
    expect(await skippedOf('69', files, good)).toEqual([
      {
        file: '000001_ldmks.txt',
        reason: expect.stringMatching(/^face-synthetics: 000001_ldmks.txt:\d+: expected 70 landmarks, found 69$/),
      },
    ]);
  });

  it.each([
    ['a truncated .mat', () => buildMat(aflwVariables()).slice(0, 400)],
    ['a v7.3 .mat', () => new TextEncoder().encode(`${'MATLAB 7.3 MAT-file'.padEnd(512)}\x89HDF\r\n\x1a\n`)],
  ])('which is %s is skipped', async (name, mat) => {
    const files = { 'bad.jpg': await plainJpeg(11), 'bad.mat': mat() };
    const [problem, ...more] = await skippedOf(name, files, await goodMat());
    expect(more).toEqual([]);
    expect(problem.file).toBe('bad.mat');
    expect(problem.reason).toMatch(/^aflw2000-3d: bad\.mat: expected [^\n]+, found [^\n]+$/);
  });

  it('whose image is missing is skipped', async () => {
    expect(await skippedOf('no image', { 'lost.pts': ptsText() }, await goodPts())).toEqual([
      { file: 'lost.pts', reason: 'ibug-pts: lost.pts: expected an image of that name beside it, found none' },
    ]);
  });

  it('whose image does not decode is skipped, and told once for its several faces', async () => {
    const box = boxTag(allParts());
    const whole = await plainPng(12);
    const [problem, ...more] = await skippedOf(
      'undecodable',
      {
        'a.xml': dlibText([imageTag('cut.png', [box, box]), imageTag('good.png', [box])]),
        'cut.png': whole.slice(0, whole.length - 30),
      },
      { 'good.png': await plainPng(13) },
    );
    expect(more).toEqual([]);
    expect(problem.file).toBe('cut.png');
    expect(problem.reason).toMatch(/^dlib-xml: cut\.png: expected a whole image, found it undecodable \([^\n]+\)$/);
  });

  it('whose points lie far outside its image is skipped', async () => {
    const files = { 'far.png': await plainPng(14), 'far.pts': ptsText({ rows: { 9: '9000 5' } }) };
    expect(await skippedOf('far', files, await goodPts())).toEqual([
      {
        file: 'far.png',
        reason: 'ibug-pts: far.png: expected landmarks on or near the 320×400 image, found landmark 9 at (8999, 4)',
      },
    ]);
  });

  it('does not make its neighbours any later either: progress counts it', async () => {
    const seen: (readonly [number, number | null])[] = [];
    const source = memoryFiles({
      'few.png': await plainPng(7),
      'few.pts': ptsText({ count: 67 }),
      ...(await goodPts()),
    });
    await importDataset(
      { source, format: await detectFormat(source), dataset: 'counted', kind: 'real', expected: 2 },
      { progress: (done, total) => seen.push([done, total]) },
    );
    expect(seen).toEqual([[2, 2]]);
  });
});

describe('splits', () => {
  it('come from the source unless the request names one', async () => {
    const files = { 'val/a.png': await plainPng(21), 'val/a.pts': ptsText() };
    await bringIn('own split', files);
    expect((await dump('own split')).samples[0].split).toBe('val');
    const source = memoryFiles(files);
    await importDataset({ source, format: await detectFormat(source), dataset: 'named', kind: 'real', split: 'test' });
    expect((await dump('named')).samples[0].split).toBe('test');
  });
});
