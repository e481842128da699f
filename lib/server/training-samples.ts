import 'server-only';
import type { DatasetKind, Split } from '@/lib/datasets/sample';
import type { Annotation } from '@/lib/landmarks/annotation';
import { annotationFromJson } from './annotation-json';
import { database } from './database';
import { requireDatasetByName } from './datasets';
import { LABELLED } from './sample-pages';
import { notFound } from './user-error';

export interface TrainingSample {
  readonly id: string;
  readonly imageId: string;
  readonly key: string;
  readonly person: string | null;
  readonly split: Split | null;
}

export interface TrainingDataset {
  readonly name: string;
  readonly kind: DatasetKind;
  readonly licence: string;
  /** those with a landmark in place, in the order of their keys */
  readonly samples: readonly TrainingSample[];
}

/** What a training run may draw from. @throws UserError 404 for an unknown name */
export async function readTrainingDataset(name: string): Promise<TrainingDataset> {
  const dataset = await requireDatasetByName(name);
  const samples = await database().sample.findMany({
    where: { datasetId: dataset.id, ...LABELLED },
    orderBy: { key: 'asc' },
    select: { id: true, imageId: true, key: true, person: true, split: true },
  });
  return {
    name,
    kind: dataset.kind as DatasetKind,
    licence: dataset.licence || 'not stated',
    samples: samples.map(({ split, ...sample }) => ({ ...sample, split: split === 'none' ? null : (split as Split) })),
  };
}

/** The newest labels of a sample. @throws UserError 404 when they are gone */
export async function readAnnotation(sampleId: string): Promise<Annotation> {
  const row = await database().sample.findUnique({ where: { id: sampleId }, select: { annotation: true } });
  const annotation = annotationFromJson(row?.annotation ?? null);
  if (!annotation) throw notFound('labels of sample', sampleId);
  return annotation;
}
