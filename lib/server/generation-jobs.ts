import 'server-only';
import type { JobInfo } from '@/lib/contracts/job';
import type { GenerateSet } from '@/lib/contracts/synthesis';
import type { Dataset } from '@/prisma/generated/client';
import { database } from './database';
import { generateSet, openSet } from './generate-set';
import { type GenerationRun, openRuns, readRuns, updateRun } from './generation-runs';
import { startJob } from './jobs';
import { notFound, UserError } from './user-error';

/** Datasets that a job of this process is adding to, also across module reloads in development. */
const kept = globalThis as typeof globalThis & { workbenchGenerating?: Map<string, string> };
kept.workbenchGenerating ??= new Map();
const generating = kept.workbenchGenerating;

/** Makes a set, or adds to one, in threads of the server. @throws UserError see openSet, and 409 while one is being made */
export async function startGeneration(order: GenerateSet): Promise<JobInfo> {
  const { dataset, run } = await openSet(order);
  return startRun(dataset, run);
}

/** @throws UserError 404 for an unknown run, 409 while faces of its dataset are being made */
export async function continueRun(datasetId: string, runId: string): Promise<JobInfo> {
  const dataset = await database().dataset.findUnique({ where: { id: datasetId } });
  const run = (await readRuns(datasetId)).find(({ id }) => id === runId);
  if (!dataset || !run) throw notFound('run', runId);
  return startRun(dataset, run);
}

/** Leaves the set as far as it has come: the run is no longer offered to be gone on with. */
export async function settleRun(datasetId: string, runId: string): Promise<void> {
  const run = (await readRuns(datasetId)).find(({ id }) => id === runId);
  if (!run) throw notFound('run', runId);
  if (generating.has(datasetId)) throw new UserError(409, 'its faces are being made; cancel the job first');
  await updateRun(datasetId, runId, { state: 'done' });
}

/** After a start: what the last server was making goes on. What cannot is told in the log; the server starts without it. */
export async function resumeGeneration(): Promise<void> {
  for (const { dataset, run } of await openRuns()) {
    if (run.state !== 'running' || generating.has(dataset.id)) continue;
    await continueRun(dataset.id, run.id).catch((error) =>
      console.error(`the faces of ${dataset.name} could not be gone on with:`, error),
    );
  }
}

async function startRun(dataset: Dataset, run: GenerationRun): Promise<JobInfo> {
  const { id, name } = dataset;
  if (generating.has(id))
    throw new UserError(409, `${name}: faces are being made for it; wait for their end or cancel`);
  generating.set(id, run.id);
  try {
    await updateRun(id, run.id, { state: 'running', reason: null });
    return await startJob('synthesize', `Generate ${name}`, async ({ signal, progress }) => {
      try {
        return await generateSet(dataset, run, {
          signal,
          progress: (made, missing, stood) =>
            progress(made, missing, stood > 0 ? `${stood} of ${run.count} faces stood already` : ''),
        });
      } finally {
        generating.delete(id);
      }
    });
  } catch (error) {
    generating.delete(id);
    throw error;
  }
}
