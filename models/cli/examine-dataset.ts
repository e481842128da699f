import type { DoctorReport, Evidence, SetFaultEntry, SuspectEntry } from '@/lib/contracts/doctor';
import { lensEffect } from '@/lib/datasets/convention/lens-effect';
import { type Diagnosis, diagnose, type Reference } from '@/lib/datasets/quality/diagnose';
import { findOffsetAgainst } from '@/lib/datasets/quality/pixel-offset';
import type { ModelPredictions } from '@/lib/datasets/quality/prediction-gaps';
import type { QualityFace } from '@/lib/datasets/quality/quality-face';
import { applyPlan, planOf } from '@/lib/datasets/quality/set-repair';
import { sharedFindings } from '@/lib/datasets/quality/shared-findings';
import { database } from '@/lib/server/database';
import { requireDatasetByName } from '@/lib/server/datasets';
import { type FoundCopies, findCopies } from '@/lib/server/doctor-copies';
import { readSaidRight, saidRightKey } from '@/lib/server/doctor-suspects';
import { samplesToPredict } from '@/lib/server/evaluations';
import { readImage } from '@/lib/server/images';
import { newestSequence } from '@/lib/server/label-versions';
import { requireModel } from '@/lib/server/models';
import { countTrainedOn } from '@/lib/server/overlap';
import { type ExaminedDataset, readQualityFaces } from '@/lib/server/quality-faces';
import { measureRepair } from '../doctor/measure-repair';
import type { CropPredictor } from '../facemesh/crop-predictor';
import { predictSamples } from '../runtime/predict-samples';
import { databaseGateway } from './stored-model';

/** Suspects that a report keeps: more than anybody works through. */
const MAX_SUSPECTS = 5000;
/** Images of another set that labels are compared by: more make a pixel no clearer. */
const MAX_TWINS = 1000;
/** What is less probable than this is no suspect. */
const MIN_SCORE = 0.02;

export interface ExamineOptions {
  /** runs where it has not run yet; null: what is stored has to do */
  readonly model: CropPredictor | null;
  /** name of a dataset that is known to be in order */
  readonly reference: string | null;
  /** answers by models that have not seen the labels they are held against */
  readonly outOfFold?: ModelPredictions | null;
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number | null, message: string) => void;
}

type Dataset = Awaited<ReturnType<typeof requireDatasetByName>>;

/** The whole examination of a dataset: what the page shows and the command prints. @throws UserError, Error in one line */
export async function examineDataset(name: string, options: ExamineOptions): Promise<DoctorReport> {
  const { model, signal, progress } = options;
  const dataset = await requireDatasetByName(name);
  const reference = options.reference === null ? null : await requireDatasetByName(options.reference);
  if (model)
    for (const set of [dataset, ...(reference ? [reference] : [])]) await predictWhereMissing(set, model, options);
  const sequence = await newestSequence(dataset.id);
  progress(0, null, 'reading the labels');
  const examined = await readQualityFaces(dataset.id);
  if (examined.faces.length === 0) throw new Error(`${name}: expected labelled faces, found none`);
  const copies = await findCopies(dataset.id, {
    signal,
    progress: (done, total) => progress(done, total, 'fingerprints of the images'),
  });
  progress(0, null, `examining ${examined.faces.length} faces`);
  const learnt = await learntImages(dataset, examined.predictions);
  // beside answers by models that have not seen these labels, those of one that has learnt them say nothing
  const predictions = options.outOfFold
    ? [options.outOfFold, ...examined.predictions.filter(({ model: id }) => !isMostlyLearnt(learnt.get(id), examined))]
    : examined.predictions;
  const held = reference && (await readQualityFaces(reference.id));
  const diagnosis = diagnose(examined.faces, {
    predictions,
    reference: held && reference ? ({ name: reference.name, ...held } satisfies Reference) : null,
  });
  signal.throwIfAborted();
  const believed = predictions.filter((_, i) => diagnosis.models[i].objection === null);
  const [first] = believed;
  const { convention } = diagnosis;
  const knows = convention.verdict === 'outline' || convention.verdict === 'projected';
  return {
    datasetId: dataset.id,
    dataset: dataset.name,
    kind: dataset.kind,
    format: dataset.format,
    licence: dataset.licence,
    createdAt: new Date().toISOString(),
    sequence,
    samples: await database().sample.count({ where: { datasetId: dataset.id } }),
    faces: examined.faces.length,
    reference: reference?.name ?? null,
    evidence: await evidenceOf(diagnosis, learnt),
    faults: await faultsOf(dataset.id, examined, diagnosis, copies, options),
    pixelOffset: diagnosis.pixelOffset,
    convention,
    lens: knows && first ? lensEffect(examined.faces, first, convention.verdict as 'outline' | 'projected') : null,
    suspects: suspectsOf(examined, diagnosis),
    suspicious: diagnosis.suspects.filter(({ score }) => score > 0.5).length,
    copies: copies.report,
    health: diagnosis.health,
  };
}

async function predictWhereMissing(dataset: Dataset, model: CropPredictor, { signal, progress }: ExamineOptions) {
  const missing = await samplesToPredict({
    ...{ model: model.card.id, dataset: dataset.id, split: 'all', crop: 'ground-truth' },
    allowOverlap: true, // nothing is scored: the report says what the model has learnt
  });
  if (missing.length === 0) return;
  await predictSamples(missing, {
    predictors: [model],
    gateway: databaseGateway(model),
    signal,
    onProgress: ({ done, total }) => progress(done, total, `${model.card.id} looks at ${dataset.name}`),
  });
}

/** How many of the set's images each model was trained on; null where that is not known. */
async function learntImages(dataset: Dataset, predictions: readonly ModelPredictions[]) {
  const learnt = new Map<string, number | null>();
  for (const { model } of predictions) {
    learnt.set(model, await countTrainedOn(await requireModel(model), { datasetId: dataset.id }));
  }
  return learnt;
}

const isMostlyLearnt = (images: number | null | undefined, { faces }: ExaminedDataset): boolean =>
  (images ?? 0) > faces.length / 2;

async function evidenceOf({ models }: Diagnosis, learnt: ReadonlyMap<string, number | null>): Promise<Evidence[]> {
  return Promise.all(
    models.map(async ({ model, faces, medianPx, objection }) => {
      const known = learnt.has(model) ? await requireModel(model) : null;
      return {
        ...{ model, faces, medianPx, objection },
        title: known?.title ?? model,
        trainedOn: learnt.get(model) ?? (known ? null : 0),
        isStored: known !== null,
      };
    }),
  );
}

const suspectsOf = ({ samples }: ExaminedDataset, { suspects }: Diagnosis): SuspectEntry[] =>
  suspects
    .filter(({ score, reasons }) => score >= MIN_SCORE && reasons.length > 0)
    .slice(0, MAX_SUSPECTS)
    .map(({ id, score, reasons }) => ({
      sampleId: id,
      name: samples.get(id)?.name ?? id,
      split: samples.get(id)?.split ?? 'none',
      revision: samples.get(id)?.revision ?? 0,
      score,
      reasons,
    }));

/** What somebody has said to be right is no part of a repair by rule. */
async function withoutSaidRight(datasetId: string, suspects: Diagnosis['suspects']): Promise<Diagnosis['suspects']> {
  const saidRight = await readSaidRight(datasetId);
  return suspects.map((suspect) => ({
    ...suspect,
    reasons: suspect.reasons.filter(({ kind }) => !saidRight.has(saidRightKey(suspect.id, kind))),
  }));
}

async function faultsOf(
  datasetId: string,
  { faces, predictions }: ExaminedDataset,
  diagnosis: Diagnosis,
  { twins }: FoundCopies,
  { model, signal, progress }: ExamineOptions,
): Promise<SetFaultEntry[]> {
  const compared = await offsetAgainstTwins(faces, twins);
  const faults = diagnosis.faults.filter(({ kind }) => kind !== 'pixel-offset' || compared === null);
  const shared = diagnosis.faults.some(({ kind }) => kind !== 'model-swaps-sides')
    ? [] // what the whole set has is not told a second time
    : sharedFindings(await withoutSaidRight(datasetId, diagnosis.suspects));
  const planned = [
    ...[...faults, ...(compared ? [compared] : [])].map(({ kind, text, repair }) => ({
      kind,
      text,
      plan: planOf({ kind, repair }),
    })),
    ...shared.map(({ kind, text, plan }) => ({ kind: kind as SetFaultEntry['kind'], text, plan })),
  ];
  const own = model && predictions.find((known) => known.model === model.card.id);
  const entries: SetFaultEntry[] = [];
  for (const [at, { kind, text, plan }] of planned.entries()) {
    progress(at, planned.length, 'measuring what repairs would do');
    const affected = plan ? faces.filter((face) => applyPlan(plan, face) !== null).length : 0;
    const effect =
      plan && own && model ? await measureRepair(plan, faces, { model, predictions: own, readImage, signal }) : null;
    entries.push({ id: `${kind}-${at + 1}`, kind, text, plan, affected, effect });
  }
  return entries;
}

/** The shift against the labels that the same images have in another set. */
async function offsetAgainstTwins(faces: readonly QualityFace[], twins: FoundCopies['twins']) {
  const some = twins.slice(0, MAX_TWINS);
  if (some.length === 0) return null;
  const rows = await database().sample.findMany({
    where: { id: { in: some.map(([, other]) => other) } },
    include: { dataset: true },
  });
  const bySet = new Map<string, Map<string, QualityFace['annotation']>>();
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  for (const [own, other] of some) {
    const row = rowOf.get(other);
    if (!row?.annotation) continue;
    const labels = bySet.get(row.dataset.name) ?? new Map<string, QualityFace['annotation']>();
    labels.set(own, JSON.parse(row.annotation) as QualityFace['annotation']);
    bySet.set(row.dataset.name, labels);
  }
  for (const [set, labels] of bySet) {
    const fault = findOffsetAgainst(faces, labels, set);
    if (fault) return fault;
  }
  return null;
}
