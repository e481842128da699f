import 'server-only';
import type { StartDoctor } from '@/lib/contracts/doctor';
import type { JobInfo } from '@/lib/contracts/job';
import { runCommand } from './command-job';
import { database } from './database';
import { doctorState, doctorTitle } from './doctor-report';
import { startJob } from './jobs';
import { notFound, UserError } from './user-error';

/**
 * Examines a dataset by the command line's `doctor`, which keeps its report where the page reads it.
 *
 * @throws UserError 404, or 409 while the set is being examined
 */
export async function startDoctor(datasetId: string, options: StartDoctor): Promise<JobInfo> {
  const dataset = await database().dataset.findUnique({ where: { id: datasetId } });
  if (!dataset) throw notFound('dataset', datasetId);
  if ((await doctorState(datasetId)).jobId) {
    throw new UserError(409, `doctor: ${dataset.name} is being examined; cancel that or wait for its end`);
  }
  const { model, reference, folds, foldSteps } = options;
  const args = [
    ...['doctor', '--dataset', dataset.name, '--limit', '1'],
    ...(model ? ['--model', model] : []),
    ...(reference ? ['--reference', reference] : []),
    ...(folds ? ['--folds', String(folds)] : []),
    ...(folds && foldSteps ? ['--fold-steps', String(foldSteps)] : []),
  ];
  return startJob('doctor', doctorTitle(dataset.name), async (context) => {
    await runCommand(args, context);
    return { datasetId };
  });
}
