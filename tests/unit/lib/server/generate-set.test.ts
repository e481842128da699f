import { describe, expect, it, vi } from 'vitest';
import { generateSetSchema } from '@/lib/contracts/synthesis';
import { decodeImage } from '@/lib/image/decode-node';
import type { Annotation } from '@/lib/landmarks/annotation';
import { database } from '@/lib/server/database';
import { deleteDataset, ensureDataset, requireDatasetByName } from '@/lib/server/datasets';
import { readFaceParameters } from '@/lib/server/face-parameters';
import { GENERATED_LICENCE, generateSet, openSet } from '@/lib/server/generate-set';
import { resumeGeneration, settleRun, startGeneration } from '@/lib/server/generation-jobs';
import { listUnfinished, readRuns, updateRun } from '@/lib/server/generation-runs';
import { readImageBytes } from '@/lib/server/images';
import { getJob } from '@/lib/server/jobs';
import { readLikeFaces } from '@/lib/server/like-faces';
import { reportDataset } from '@/lib/server/set-reports';
import { recipeParameters } from '@/lib/synthesis/face-recipe';
import { renderFace } from '@/lib/synthesis/render-face';
import { freshWorkbench } from './workbench';

freshWorkbench();

const order = (fields: Record<string, unknown>) =>
  generateSetSchema.parse({
    dataset: 'Turned',
    count: 3,
    size: 64,
    seed: 11,
    jaw: 'outline',
    limits: { camera: { yawDeg: [20, 50] }, occluder: { kind: 'none' } },
    ...fields,
  });

/** Key → image of everything a dataset has. */
async function imagesOf(name: string): Promise<Record<string, string>> {
  const { id } = await requireDatasetByName(name);
  const rows = await database().sample.findMany({ where: { datasetId: id }, orderBy: { key: 'asc' } });
  return Object.fromEntries(rows.map(({ key, imageId }) => [key, imageId]));
}

async function make(fields: Record<string, unknown>) {
  const { dataset, run } = await openSet(order(fields));
  return generateSet(dataset, run, { workers: 1 });
}

describe('a generated set', () => {
  it('is an ordinary dataset, with depth, visibility, pose and what each face was made from', async () => {
    const seen: number[][] = [];
    const { dataset, run } = await openSet(order({}));
    const made = await generateSet(dataset, run, { progress: (...told) => void seen.push(told) });
    expect(made).toEqual({ dataset: 'Turned', datasetId: dataset.id, made: 3, kept: 0, leftOut: 0, reason: null });
    expect(seen).toEqual([
      [0, 3, 0],
      [1, 3, 0],
      [2, 3, 0],
      [3, 3, 0],
    ]);
    expect((await requireDatasetByName('Turned')).licence).toBe(GENERATED_LICENCE);
    const samples = await database().sample.findMany({ where: { datasetId: dataset.id }, orderBy: { name: 'asc' } });
    expect(samples.map(({ key, split }) => [key, split])).toEqual([
      ['train/000000.png', 'train'],
      ['train/000001.png', 'train'],
      ['train/000002.png', 'train'],
    ]);
    for (const [index, sample] of samples.entries()) {
      const parameters = recipeParameters({ seed: 11, limits: order({}).limits }, index);
      const face = renderFace(parameters, { size: 64, supersample: 2 });
      const stored = await decodeImage((await readImageBytes(sample.imageId)).bytes);
      expect(Buffer.compare(Buffer.from(stored.data), Buffer.from(face.image.data))).toBe(0);
      const annotation = JSON.parse(sample.annotation as string) as Annotation;
      face.outlineAnnotation.points.forEach(([x, y], i) => {
        // files hold three decimals
        expect(annotation.points[i][0]).toBeCloseTo(x, 3);
        expect(annotation.points[i][1]).toBeCloseTo(y, 3);
      });
      expect(annotation.z).toHaveLength(70);
      expect(annotation.visibility).toEqual(face.outlineAnnotation.visibility);
      expect(sample.yawRad).toBeCloseTo((parameters.camera.yawDeg * Math.PI) / 180, 9);
      expect(await readFaceParameters(sample.imageId)).toEqual(parameters);
    }
    expect(await listUnfinished()).toEqual([]);
  });

  it('goes on where it was when more of the same are asked for', async () => {
    const before = await imagesOf('Turned');
    const limits = { occluder: { kind: 'none' }, camera: { yawDeg: [20, 50] } };
    expect(await make({ count: 4, limits })).toMatchObject({ made: 1, kept: 3 });
    const { 'train/000003.png': added, ...rest } = await imagesOf('Turned');
    expect(rest).toEqual(before);
    const expected = renderFace(recipeParameters({ seed: 11, limits: order({}).limits }, 3), { size: 64 });
    const stored = await decodeImage((await readImageBytes(added)).bytes);
    expect(Buffer.compare(Buffer.from(stored.data), Buffer.from(expected.image.data))).toBe(0);
    // one run, however often it was asked for
    expect(await readRuns((await requireDatasetByName('Turned')).id)).toHaveLength(1);
  });

  it('of other settings stands behind the faces there are', async () => {
    await make({ count: 2, seed: 12, splits: { train: 0, val: 50, test: 50 } });
    expect(Object.keys(await imagesOf('Turned'))).toEqual([
      ...['train/000000.png', 'train/000001.png', 'train/000002.png', 'train/000003.png'],
      'val/000004.png',
      'val/000005.png',
    ]);
  });

  it('that was being made when the server ended is finished by the next one', async () => {
    const { dataset, run } = await openSet(order({ dataset: 'Cut short', count: 2 }));
    await updateRun(dataset.id, run.id, { state: 'running' });
    await resumeGeneration();
    await vi.waitFor(async () => expect((await readRuns(dataset.id))[0].state).toBe('done'), { timeout: 50_000 });
    expect(Object.keys(await imagesOf('Cut short'))).toHaveLength(2);
  });

  it('that was cancelled is offered to be gone on with, until somebody leaves it as it is', async () => {
    const { dataset, run } = await openSet(order({ dataset: 'Stopped' }));
    const stop = new AbortController();
    const making = generateSet(dataset, run, { signal: stop.signal, workers: 1, progress: () => stop.abort() });
    await expect(making).rejects.toThrow();
    expect(await listUnfinished()).toEqual([
      expect.objectContaining({ datasetName: 'Stopped', runId: run.id, count: 3, made: 0, reason: null }),
    ]);
    await settleRun(dataset.id, run.id);
    expect(await listUnfinished()).toEqual([]);
  });

  it('leaves out faces that lie outside their pictures, and is none when all of them do', async () => {
    const lost = { camera: { focalLengthMm: 3000, distanceMm: 400, centreX: 0.1 } };
    await expect(make({ dataset: 'Lost', count: 2, limits: lost })).rejects.toThrow(
      /^none of the faces can be kept: face-synthetics: train\/00000\d.png: expected landmarks on or near the 64×64 image/,
    );
  });

  it('is not mixed with real faces', async () => {
    await ensureDataset('Real', 'real', 'ibug-pts');
    await expect(openSet(order({ dataset: 'Real' }))).rejects.toThrow('Real: holds real faces');
  });

  it('takes its runs along when it is deleted', async () => {
    const { dataset } = await openSet(order({ dataset: 'Gone' }));
    expect(await readRuns(dataset.id)).toHaveLength(1);
    await deleteDataset(dataset.id);
    expect(await readRuns(dataset.id)).toEqual([]);
  });
});

describe('a job that makes a set', () => {
  it('tells how far it is, and one dataset has one at a time', async () => {
    const job = await startGeneration(order({ dataset: 'By a job', count: 2 }));
    expect(job).toMatchObject({ kind: 'synthesize', title: 'Generate By a job', state: 'running' });
    await expect(startGeneration(order({ dataset: 'By a job', seed: 99 }))).rejects.toThrow(
      'By a job: faces are being made for it',
    );
    await vi.waitFor(async () => expect((await getJob(job.id)).state).toBe('done'), { timeout: 50_000 });
    expect(await getJob(job.id)).toMatchObject({
      done: 2,
      total: 2,
      result: { dataset: 'By a job', made: 2, kept: 0 },
    });
  });
});

describe('faces like others', () => {
  it('vary generated ones', async () => {
    const { id: datasetId } = await requireDatasetByName('Turned');
    const [sample] = await database().sample.findMany({ where: { datasetId }, orderBy: { name: 'asc' }, take: 1 });
    const { examples, estimated } = await readLikeFaces([sample.id, 'gone']);
    expect(estimated).toBeNull();
    expect(examples).toEqual([await readFaceParameters(sample.imageId)]);
    await make({ dataset: 'Likes', count: 2, limits: {}, like: { samples: [sample.id], spread: 0 } });
    for (const imageId of Object.values(await imagesOf('Likes'))) {
      const { texture, ...rest } = (await readFaceParameters(imageId)) ?? examples[0];
      const { texture: old, ...expected } = examples[0];
      expect(rest).toEqual(expected);
      expect(texture).not.toEqual(old);
    }
  });

  it('take pose and mouth from the landmarks of faces that were not generated here', async () => {
    const { id: datasetId } = await requireDatasetByName('Turned');
    const turned = await database().sample.findMany({ where: { datasetId } });
    const real = await ensureDataset('Photographs', 'real', 'ibug-pts');
    const copies = turned.map(({ id, annotation }) => ({ id: `real-${id}`, annotation }));
    await database().image.create({ data: { id: 'photo', width: 64, height: 64, mediaType: 'image/png' } });
    await database().sample.createMany({
      data: copies.map(({ id, annotation }) => ({
        ...{ id, annotation, datasetId: real.id, imageId: 'photo', key: id, name: id, split: 'none', revision: 1 },
      })),
    });
    const { examples, estimated } = await readLikeFaces(copies.map(({ id }) => id));
    expect(examples).toEqual([]);
    expect(estimated?.faces).toBe(6);
    const range = (estimated?.limits.camera?.yawDeg ?? []) as number[];
    // landmarks alone tell the turn to some 5 degrees
    for (const { yawRad } of turned) {
      const yawDeg = ((yawRad as number) * 180) / Math.PI;
      expect(yawDeg).toBeGreaterThan(range[0] - 5);
      expect(yawDeg).toBeLessThan(range[1] + 5);
    }
    await expect(make({ like: { samples: [copies[0].id], spread: 0.5 } })).rejects.toThrow(
      'like: expected samples that were generated here, found none',
    );
  });
});

describe('the report of a set', () => {
  it('counts the faces that stand, again when some are gone, and says when there is nothing to count', async () => {
    const { id } = await requireDatasetByName('Turned');
    const { samples, report } = await reportDataset(id);
    expect(samples).toBe(6);
    expect(report?.faces).toBe(6);
    // all of them were turned by 20 to 50 degrees
    expect(report?.yawDeg.counts.slice(6, 9).reduce((sum, count) => sum + count, 0)).toBe(6);
    expect(await reportDataset(id)).toEqual({ samples, report });
    await database().sample.deleteMany({ where: { datasetId: id, key: 'train/000000.png' } });
    expect((await reportDataset(id)).report?.faces).toBe(5);
    const { id: real } = await requireDatasetByName('Photographs');
    expect(await reportDataset(real)).toEqual({ samples: 6, report: null });
  });
});
