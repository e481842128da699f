import 'server-only';
import type {
  AnswerFindings,
  DoctorReport,
  Finding,
  FindingVerdictWord,
  SampleFindings,
  SuspectEntry,
  SuspectPage,
  SuspectQuery,
  SuspectState,
  SuspectTile,
} from '@/lib/contracts/doctor';
import { findingKey } from '@/lib/datasets/quality/finding';
import { outlineOf, toOutline } from '@/lib/landmarks/outline';
import type { FindingVerdict } from '@/prisma/generated/client';
import { annotationFromJson, landmarksFromJson } from './annotation-json';
import { database } from './database';
import { readDoctorReport, requireDoctorReport } from './doctor-report';
import { sampleView } from './images';
import { notFound } from './user-error';

/** Answers by sample and finding. */
type Answers = ReadonlyMap<string, Pick<FindingVerdict, 'verdict' | 'revision'>>;

const answerKey = (sampleId: string, finding: string): string => `${sampleId} ${finding}`;

async function readAnswers(where: { datasetId: string } | { sampleId: string }): Promise<Answers> {
  const rows = await database().findingVerdict.findMany({
    where: 'sampleId' in where ? where : { sample: where },
    select: { sampleId: true, finding: true, verdict: true, revision: true },
  });
  return new Map(rows.map(({ sampleId, finding, ...answer }) => [answerKey(sampleId, finding), answer]));
}

/** Findings that somebody has called wrong, the labels being right, of the labels as they are: `saidRightKey` of each. */
export async function readSaidRight(datasetId: string): Promise<ReadonlySet<string>> {
  const rows = await database().findingVerdict.findMany({
    where: { verdict: 'right' satisfies FindingVerdictWord, sample: { datasetId } },
    select: { sampleId: true, finding: true, revision: true, sample: { select: { revision: true } } },
  });
  return new Set(
    rows.flatMap(({ sampleId, finding, revision, sample }) =>
      revision === sample.revision ? [saidRightKey(sampleId, finding.split(':')[0])] : [],
    ),
  );
}

/** @param kind of the finding: where one region of a face is right, no rule changes another of it */
export const saidRightKey = (sampleId: string, kind: string): string => `${sampleId} ${kind}`;

/** The findings of an entry with what was said to each of them about the labels as they are now. */
function findingsOf({ sampleId, reasons }: SuspectEntry, revision: number, answers: Answers): Finding[] {
  return reasons.map((reason) => {
    const key = findingKey(reason);
    const answer = answers.get(answerKey(sampleId, key));
    const holds = answer?.revision === revision;
    return { ...reason, key, verdict: holds ? (answer.verdict as FindingVerdictWord) : null };
  });
}

function stateOf(entry: SuspectEntry, revision: number, findings: readonly Finding[]): SuspectState {
  if (findings.length > 0 && findings.every(({ verdict }) => verdict !== null)) return 'answered';
  return revision === entry.revision ? 'open' : 'edited';
}

/** A score under this is not asked about: more of them are sound than not, by far. */
const ASKED_FROM = 0.1;

interface Placed {
  readonly entry: SuspectEntry;
  readonly state: SuspectState;
  readonly findings: readonly Finding[];
}

/** The report's suspects that still exist, in its order. */
async function placedSuspects(report: DoctorReport, asked: SuspectQuery['state']): Promise<Placed[]> {
  const [rows, answers] = await Promise.all([
    database().sample.findMany({
      where: { id: { in: report.suspects.map(({ sampleId }) => sampleId) } },
      select: { id: true, revision: true, reviewState: true, reviewedAt: true },
    }),
    readAnswers({ datasetId: report.datasetId }),
  ]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const examinedAt = Date.parse(report.createdAt);
  return report.suspects.flatMap((entry): Placed[] => {
    const row = byId.get(entry.sampleId);
    if (!row) return []; // deleted since
    const findings = findingsOf(entry, row.revision, answers);
    // whoever has approved the labels since they were examined has said that they are right
    const isApproved = row.reviewState === 'approved' && (row.reviewedAt?.getTime() ?? 0) > examinedAt;
    const state = isApproved ? 'answered' : stateOf(entry, row.revision, findings);
    const isAsked = state === 'open' && entry.score >= ASKED_FROM && findings.length > 0;
    return asked === 'all' || isAsked ? [{ entry, state, findings }] : [];
  });
}

/** Samples that ask for an answer, the most suspect first: the editor's queue. */
export async function openSuspectIds(datasetId: string): Promise<string[]> {
  const placed = await placedSuspects(await requireDoctorReport(datasetId), 'open');
  return placed.map(({ entry }) => entry.sampleId);
}

/** Suspects with what their tiles show. */
export async function listSuspects(datasetId: string, { state, cursor, limit }: SuspectQuery): Promise<SuspectPage> {
  const report = await requireDoctorReport(datasetId);
  const placed = await placedSuspects(report, state);
  const page = placed.slice(cursor, cursor + limit);
  const model = believedModel(report);
  const rows = await database().sample.findMany({
    where: { id: { in: page.map(({ entry }) => entry.sampleId) } },
    include: { image: true, predictions: { where: { modelId: model ?? '', crop: 'ground-truth' } } },
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const items = page.flatMap(({ entry, state: own, findings }): SuspectTile[] => {
    const row = byId.get(entry.sampleId);
    if (!row) return [];
    const annotation = annotationFromJson(row.annotation);
    const [prediction] = row.predictions;
    const { sampleId, name, split, score } = entry;
    return [
      {
        ...{ sampleId, name, split, score, findings },
        state: own,
        view: sampleView(annotation, row.image),
        groundTruth: annotation && outlineOf(annotation),
        prediction: prediction ? toOutline(landmarksFromJson(prediction.landmarks)) : null,
      },
    ];
  });
  const next = cursor + limit;
  return { items, total: placed.length, nextCursor: next < placed.length ? next : null };
}

/** The model whose answers are shown as suggestions: the first that is believed. */
const believedModel = ({ evidence }: DoctorReport): string | null =>
  evidence.find(({ objection, isStored }) => objection === null && isStored)?.model ?? null;

/** What the doctor says of one face; empty where its dataset was never examined. @throws UserError 404 */
export async function sampleFindings(sampleId: string): Promise<SampleFindings> {
  const sample = await database().sample.findUnique({
    where: { id: sampleId },
    select: { datasetId: true, revision: true },
  });
  if (!sample) throw notFound('sample', sampleId);
  const report = await readDoctorReport(sample.datasetId);
  const entry = report?.suspects.find((suspect) => suspect.sampleId === sampleId);
  if (!report || !entry) return { sampleId, score: null, state: 'open', findings: [], model: null };
  const findings = findingsOf(entry, sample.revision, await readAnswers({ sampleId }));
  const state = stateOf(entry, sample.revision, findings);
  return { sampleId, score: entry.score, state, findings, model: believedModel(report) };
}

/** Remembers what a person said to findings, so that nothing is asked twice until the labels change. */
export async function answerFindings(
  sampleId: string,
  { findings, verdict, revision }: AnswerFindings,
): Promise<SampleFindings> {
  const db = database();
  if (!(await db.sample.findUnique({ where: { id: sampleId }, select: { id: true } }))) {
    throw notFound('sample', sampleId);
  }
  await db.$transaction(async (tx) => {
    await tx.findingVerdict.deleteMany({ where: { sampleId, finding: { in: findings } } });
    if (verdict === null) return;
    const unique = [...new Set(findings)];
    await tx.findingVerdict.createMany({ data: unique.map((finding) => ({ sampleId, finding, verdict, revision })) });
  });
  return sampleFindings(sampleId);
}
