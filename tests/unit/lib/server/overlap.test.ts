import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatPts } from '@/lib/datasets/formats/ibug-pts';
import { detectFormat } from '@/lib/datasets/formats/index';
import { fingerprintOf } from '@/lib/datasets/quality/fingerprint';
import type { TrainingImage } from '@/lib/datasets/trained-on';
import { decodeImage, encodePng } from '@/lib/image/decode-node';
import { type Annotation, toIbug68 } from '@/lib/landmarks/annotation';
import { createRandom } from '@/lib/random';
import { saveAnnotation } from '@/lib/server/annotations';
import { database } from '@/lib/server/database';
import { createEvaluation } from '@/lib/server/evaluations';
import { readFingerprints } from '@/lib/server/fingerprints';
import { importDataset } from '@/lib/server/import-dataset';
import { addMirrorAverage, readTrainedOn, registerModel, requireModel } from '@/lib/server/models';
import { storePredictions } from '@/lib/server/predictions';
import { synthesizeFace } from '@/lib/synthesis/synthesize-face';
import { SHALLOW } from '@/models/facemesh/config';
import { modelFolder } from '@/models/facemesh/model-folder';
import { memoryFiles } from '@/tests/fixtures/files/memory-files';
import { randomWeights } from '@/tests/unit/models/facemesh/random-weights';
import { sampleCard } from '@/tests/unit/models/facemesh/sample-card';
import { freshWorkbench } from './workbench';

freshWorkbench();

const COUNT = 5;
const weights = randomWeights(SHALLOW, createRandom(3));

interface Face {
  readonly png: Uint8Array;
  readonly annotation: Annotation;
}

const trainingImage = async (bytes: Uint8Array, annotation: Annotation): Promise<TrainingImage> => ({
  contentHash: createHash('sha256').update(bytes).digest('hex'),
  fingerprint: fingerprintOf(await decodeImage(bytes), annotation),
});

let faces: Face[];
let datasetId: string;

beforeAll(async () => {
  faces = [];
  const files: Record<string, Uint8Array | string> = {};
  for (let i = 0; i < COUNT; i++) {
    const { image, annotation } = synthesizeFace(400 + i, { size: 128, supersample: 1 });
    const face = { png: await encodePng(image), annotation: toIbug68(annotation) };
    faces.push(face);
    files[`test/face ${i}.png`] = face.png;
    files[`test/face ${i}.pts`] = formatPts(face.annotation);
  }
  const source = memoryFiles(files);
  const result = await importDataset({ source, format: await detectFormat(source), dataset: 'tested', kind: 'real' });
  datasetId = result.datasetId;
});

async function storeModelTrainedOn(id: string, images: readonly TrainingImage[] | null, isComplete = true) {
  const trainedOn = images ? { images, isComplete } : undefined;
  await registerModel(await modelFolder({ card: sampleCard({ id }), weights, trainedOn }), 'trained');
  const samples = await database().sample.findMany({ where: { datasetId }, orderBy: { name: 'asc' } });
  await storePredictions({
    model: id,
    crop: 'ground-truth',
    items: samples.map(({ id: sample, revision }, i) => ({
      sample,
      cropRevision: revision,
      landmarks: faces[i].annotation.points.map(([x, y]) => [x + 1, y] as [number, number]),
      confidence: null,
      durationMs: 1,
    })),
  });
}

const evaluate = (model: string, allowOverlap?: boolean) =>
  createEvaluation({ model, dataset: datasetId, split: 'test', crop: 'ground-truth', allowOverlap });

describe('fingerprints of samples', () => {
  it('come with the import, and are made anew for labels that have moved', async () => {
    const { fingerprint } = await database().image.findFirstOrThrow();
    expect(fingerprint).not.toBeNull();
    const before = await readFingerprints({ datasetId });
    expect(before.map(({ name }) => name)).toEqual(faces.map((_, i) => `face ${i}`));
    const wanted = fingerprintOf(await decodeImage(faces[0].png), faces[0].annotation);
    expect(before[0].fingerprint).toEqual(wanted);

    const { id } = before[4];
    const annotation = { ...faces[4].annotation, points: faces[3].annotation.points };
    await saveAnnotation(id, { baseRevision: 1, annotation, author: 'anna' });
    const after = await readFingerprints({ id });
    expect(after[0].fingerprint.whole).toEqual(before[4].fingerprint.whole);
    expect(after[0].fingerprint.face).not.toEqual(before[4].fingerprint.face);
    expect((await readFingerprints({ id }))[0].fingerprint).toEqual(after[0].fingerprint);
  });

  it('are made from the pixels where an older import has left none', async () => {
    const kept = await readFingerprints({ datasetId });
    await database().image.updateMany({ data: { fingerprint: null } });
    expect(await readFingerprints({ datasetId })).toEqual(kept);
  });
});

describe('the leak gate', () => {
  it('stops an evaluation on images that the model was trained on, and lets it pass when that is said to be known', async () => {
    const copy = await sharp(faces[1].png).resize(200, 200).jpeg({ quality: 60 }).toBuffer();
    const scaled = {
      ...faces[1].annotation,
      points: faces[1].annotation.points.map(
        ([x, y]) => [((x + 0.5) * 200) / 128 - 0.5, ((y + 0.5) * 200) / 128 - 0.5] as never,
      ),
    };
    await storeModelTrainedOn('leaky', [
      await trainingImage(faces[0].png, faces[0].annotation),
      await trainingImage(copy, scaled),
    ]);
    await expect(evaluate('leaky')).rejects.toMatchObject({
      status: 409,
      message:
        '2 of 5 images of tested, split test, are images that leaky was trained on (1 the same bytes, 1 near copies): face 0, face 1; its numbers there would flatter it. Measure elsewhere, or allow the overlap',
      details: { overlap: { images: 2, exact: 1, near: 1 } },
    });
    const { report } = await evaluate('leaky', true);
    expect(report.card.overlap).toEqual({ images: 2, exact: 1, near: 1 });
  });

  it('lets a clean model pass, and says where it cannot know', async () => {
    const { image, annotation } = synthesizeFace(900, { size: 128, supersample: 1 });
    const other = await trainingImage(await encodePng(image), toIbug68(annotation));
    await storeModelTrainedOn('clean', [other]);
    await storeModelTrainedOn('half-known', [other], false);
    await storeModelTrainedOn('untold', null);
    const overlapOf = async (model: string) => (await evaluate(model)).report.card.overlap;
    expect(await overlapOf('clean')).toEqual({ images: 0, exact: 0, near: 0 });
    expect(await overlapOf('half-known')).toBe('unknown');
    expect(await overlapOf('untold')).toBe('unknown');
  });

  it('goes with a model that is made of another', async () => {
    await addMirrorAverage('leaky');
    const known = await readTrainedOn(await requireModel('leaky-mirror'));
    expect(known?.images).toHaveLength(2);
  });
});
