import 'server-only';
import { access } from 'node:fs/promises';
import type { PerformPlan } from '@/lib/contracts/experiment';
import type { JobInfo } from '@/lib/contracts/job';
import { runCommand } from './command-job';
import { listJobs, startJob } from './jobs';
import { projectDir } from './ready';
import { notFound, UserError } from './user-error';

/**
 * Performs a plan of the project beside the server, by the command line's `experiment`. What is finished stays, so a plan
 * that was stopped goes on when it is asked for again. Real sets are looked for in WORKBENCH_IMPORT_ROOT, else where the
 * command looks.
 *
 * @throws UserError 404 for a plan that is not there, 409 while one is being performed
 */
export async function startExperiment({ plan }: PerformPlan): Promise<JobInfo> {
  const file = `plans/${plan}.json`;
  await access(projectDir('models', 'experiments', file)).catch(() => {
    throw notFound('plan', plan);
  });
  const busy = (await listJobs()).find(({ kind, state }) => kind === 'experiment' && state === 'running');
  if (busy) throw new UserError(409, `experiment: ${busy.title} is being performed; one plan takes all cores`);
  const data = process.env.WORKBENCH_IMPORT_ROOT ? ['--data', process.env.WORKBENCH_IMPORT_ROOT] : [];
  return startJob('experiment', `Perform ${plan}`, (context) => runCommand(['experiment', file, ...data], context));
}
