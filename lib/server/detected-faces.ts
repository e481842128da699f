import 'server-only';
import type { StoredFaces, StoreFaces } from '@/lib/contracts/prediction';
import { checkAnnotation } from '@/lib/datasets/check-annotation';
import { faceKey, faceName } from '@/lib/datasets/formats/faces';
import type { Annotation } from '@/lib/landmarks/annotation';
import { type ImagePoint, imagePoint, type Size } from '@/lib/landmarks/geometry';
import type { Sample } from '@/prisma/generated/client';
import { annotationToJson } from './annotation-json';
import { faceSizeOf } from './annotations';
import { database, type Transaction } from './database';
import { sampleId } from './import-dataset';
import { poseColumns } from './pose';
import { storePredictions } from './predictions';
import { notFound, UserError } from './user-error';

type Face = StoreFaces['faces'][number];

/**
 * Gives an image that nobody has labelled the faces a model has found in it: the first to the sample itself, each other
 * to a new one. They are versions by the model, not reviewed, and its prediction beside them keeps its confidence.
 * That no face was found is kept too.
 *
 * @throws UserError 404, 409 when the sample has labels, 422 when a face lies far outside the image
 */
export async function storeDetectedFaces(id: string, { model, faces }: StoreFaces): Promise<StoredFaces> {
  const db = database();
  if (!(await db.model.findUnique({ where: { id: model }, select: { id: true } }))) throw notFound('model', model);
  const sample = await db.sample.findUnique({ where: { id }, include: { image: true } });
  if (!sample) throw notFound('sample', id);
  const { image, ...row } = sample;
  const labels = faces.map((face) => labelsOf(face, image, sample.name));

  return db.$transaction(async (tx) => {
    if (labels.length === 0) {
      await storePredictions({ model, crop: 'detector', items: [missed(id)] }, tx);
      return { samples: [] };
    }
    const [first, ...others] = labels;
    // The revision in the condition makes check and write one step: whoever labels it meanwhile keeps those labels.
    const { count } = await tx.sample.updateMany({ where: { id, revision: 0 }, data: first.columns });
    if (count === 0) throw new UserError(409, `sample ${sample.name}: expected an image without labels, found labels`);
    const added = await addSamples(tx, row, others);
    const samples = [id, ...added];
    await tx.annotationVersion.createMany({
      data: samples.map((sampleId, i) => ({
        sampleId,
        revision: 1,
        authorKind: 'model',
        author: model,
        annotation: labels[i].columns.annotation,
      })),
    });
    const items = faces.map(({ landmarks, confidence, durationMs }, i) => ({
      sample: samples[i],
      cropRevision: 1,
      landmarks,
      confidence,
      durationMs,
    }));
    await storePredictions({ model, crop: 'detector', items }, tx);
    return { samples };
  });
}

const missed = (sample: string) => ({ sample, cropRevision: 0, landmarks: [], confidence: null, durationMs: 0 });

/** What a sample's row says of a face. @throws UserError 422 */
export function labelsOf({ landmarks, box }: Face, image: Size, name: string) {
  const points: ImagePoint[] = landmarks.map(([x, y]) => imagePoint(x, y));
  const depths = landmarks.flatMap((point) => (point.length === 3 ? [point[2]] : []));
  const annotation: Annotation = {
    scheme: 'ibug-68',
    points,
    z: depths.length === points.length ? depths : null,
    visibility: null,
  };
  const fault = checkAnnotation(annotation, image);
  if (fault) throw new UserError(422, `sample ${name}: ${fault}`);
  return {
    annotation,
    columns: {
      revision: 1,
      annotation: annotationToJson(annotation),
      box: JSON.stringify({ x: box.x, y: box.y, width: box.width, height: box.height }),
      faceSize: faceSizeOf(annotation),
      ...poseColumns(null, annotation),
    },
  };
}

/** Further faces of the image, numbered from 2; they stay with the first in its split. */
async function addSamples(
  tx: Transaction,
  first: Sample,
  labels: readonly ReturnType<typeof labelsOf>[],
): Promise<string[]> {
  const { datasetId, imageId, key, split, person } = first;
  const rows = labels.map(({ columns }, i) => ({
    id: sampleId(datasetId, faceKey(key, i + 2)),
    datasetId,
    imageId,
    key: faceKey(key, i + 2),
    name: faceName(key, i + 2),
    split,
    person,
    ...columns,
  }));
  await tx.sample.createMany({ data: rows });
  return rows.map(({ id }) => id);
}
