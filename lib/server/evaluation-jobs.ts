import 'server-only';
import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { EvaluationJob } from '@/lib/contracts/evaluation';
import type { JobInfo } from '@/lib/contracts/job';
import { runCommand } from './command-job';
import { startJob } from './jobs';
import { requireModel } from './models';
import { inWorkbench } from './workbench-dir';

/**
 * Scores beside the server in a process of its own, by the command line's `evaluate`: the same code as in a terminal, and
 * no page waits for it. Stored predictions are not made twice, so a job that was stopped goes on when it is asked again.
 *
 * @throws UserError 404 for a model that is not known
 */
export async function startEvaluations({ requests }: EvaluationJob): Promise<JobInfo> {
  for (const { model } of requests) await requireModel(model);
  const folder = inWorkbench('evaluations');
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${randomUUID()}.json`);
  await writeFile(file, JSON.stringify({ requests }));
  const title =
    requests.length === 1
      ? `Evaluate ${(await requireModel(requests[0].model)).title}`
      : `${requests.length} evaluations`;
  return startJob('evaluate', title, async (context) => {
    try {
      return await runCommand(['evaluate', '--requests', file], context);
    } finally {
      await rm(file, { force: true });
    }
  });
}
