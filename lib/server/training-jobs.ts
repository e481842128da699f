import 'server-only';
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { JobInfo } from '@/lib/contracts/job';
import type { TrainingConfig, TrainingCurves, TrainingProgress } from '@/lib/contracts/training-config';
import { listJobs, startJob } from './jobs';
import { projectDir } from './ready';
import { UserError } from './user-error';
import { inWorkbench } from './workbench-dir';

const runDir = (model: string): string => inWorkbench('training', model);

/**
 * Trains beside the server in a process of its own, by the command line's `train`: a crash or a full memory takes no page
 * down. Cancelling stops it with a checkpoint; the same config started again goes on from there.
 *
 * @throws UserError 409 while a training runs: two would share the cores and both be late
 */
export async function startTraining(config: TrainingConfig): Promise<JobInfo> {
  const running = (await listJobs()).find(({ kind, state }) => kind === 'train' && state === 'running');
  if (running) throw new UserError(409, `training: ${running.title} is running; cancel it or wait for its end`);
  await mkdir(runDir(config.model), { recursive: true });
  const file = path.join(runDir(config.model), 'config.json');
  await writeFile(file, JSON.stringify(config, null, 2));
  return startJob('train', `Train ${config.title}`, ({ signal, progress }) => run(file, signal, progress));
}

/** Points of the loss and validation curves so far; null before the first. */
export async function readCurves(model: string): Promise<TrainingCurves | null> {
  try {
    return JSON.parse(await readFile(path.join(runDir(model), 'curves.json'), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function run(
  configFile: string,
  signal: AbortSignal,
  progress: (done: number, total: number | null, message?: string) => void,
): Promise<unknown> {
  const child = spawn(
    process.execPath,
    [
      ...['--conditions=react-server', '--import', 'tsx', projectDir('models', 'cli', 'main.ts')],
      ...['train', '--config', configFile, '--json', '--progress-json'],
    ],
    { cwd: projectDir(), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  // the command line ends with a checkpoint on this signal
  signal.addEventListener('abort', () => child.kill('SIGINT'));
  let answer = '';
  let lastLine = '';
  child.stdout.on('data', (chunk) => {
    answer += chunk;
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    const event = parseProgress(line);
    if (!event) {
      lastLine = line;
      return;
    }
    const minutes = Math.ceil(event.secondsLeft / 60);
    progress(event.step, event.steps, `${event.imagesPerSecond.toFixed(0)} images a second, ${minutes} min left`);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      if (signal.aborted) reject(new Error('stopped with a checkpoint; started again, it goes on from there'));
      else if (code === 0) resolve(JSON.parse(answer));
      else reject(new Error(lastLine || `training ended with exit status ${code}`));
    });
  });
}

function parseProgress(line: string): TrainingProgress | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as TrainingProgress;
  } catch {
    return null; // a line of another kind that happens to begin like JSON
  }
}
