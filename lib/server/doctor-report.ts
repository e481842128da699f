import 'server-only';
import { createHash } from 'node:crypto';
import type { DoctorReport, DoctorState, DoctorSummary } from '@/lib/contracts/doctor';
import { database } from './database';
import { listRepairs } from './doctor-repair-log';
import { listJobs } from './jobs';
import { newestSequence } from './label-versions';
import { storage } from './storage';
import { notFound } from './user-error';

/** The shipped model: evidence where nobody names another. */
export const USUAL_MODEL = 'facemesh-68';

const DATASET_ID = /^[a-z0-9-]{1,64}$/;
const reportKey = (datasetId: string): string => `doctor/${datasetId}/report.json`;

export async function writeDoctorReport(report: DoctorReport): Promise<void> {
  await storage().write(reportKey(report.datasetId), new TextEncoder().encode(JSON.stringify(report)));
}

/** The report read last: a queue asks for the same one face after face, and it has some megabytes. */
let newest: { readonly digest: string; readonly report: DoctorReport } | null = null;

/** The last report; null before the first. */
export async function readDoctorReport(datasetId: string): Promise<DoctorReport | null> {
  // an address may ask for anything
  const bytes = DATASET_ID.test(datasetId) ? await storage().read(reportKey(datasetId)) : null;
  if (!bytes) return null;
  const digest = createHash('sha1').update(bytes).digest('hex');
  if (newest?.digest !== digest) newest = { digest, report: JSON.parse(new TextDecoder().decode(bytes)) };
  return newest.report;
}

/** @throws UserError 404 that says what to do */
export async function requireDoctorReport(datasetId: string): Promise<DoctorReport> {
  const report = await readDoctorReport(datasetId);
  if (!report) throw notFound('doctor’s report of dataset', `${datasetId}; examine it first`);
  return report;
}

const summaryOf = ({ suspects: _, copies: __, ...summary }: DoctorReport): DoctorSummary => summary;

/** Title of the job that examines a dataset: by it a page that was opened again finds its job. */
export const doctorTitle = (dataset: string): string => `Examine ${dataset}`;

/** Where the doctor stands with a dataset. @throws UserError 404 */
export async function doctorState(datasetId: string): Promise<DoctorState> {
  const dataset = await database().dataset.findUnique({ where: { id: datasetId } });
  if (!dataset) throw notFound('dataset', datasetId);
  const [report, sequence, samples, jobs, repairs] = await Promise.all([
    readDoctorReport(datasetId),
    newestSequence(datasetId),
    database().sample.count({ where: { datasetId } }),
    listJobs(),
    listRepairs(datasetId),
  ]);
  const job = jobs.find(
    ({ kind, state, title }) => kind === 'doctor' && state === 'running' && title === doctorTitle(dataset.name),
  );
  return {
    report: report && summaryOf(report),
    stale: report !== null && (report.sequence !== sequence || report.samples !== samples),
    jobId: job?.id ?? null,
    repairs,
  };
}
