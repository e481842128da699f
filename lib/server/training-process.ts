import 'server-only';
import type { ChildProcess } from 'node:child_process';
import os from 'node:os';
import type { TrainingProgress } from '@/lib/contracts/training-config';
import { hearLandmarks, spawnLandmarks } from './landmarks-process';
import type { TrainingOutcome } from './training-outcome';
import { workbenchDir } from './workbench-dir';

export interface TrainingProcess {
  /** ends it soon, with a checkpoint */
  stop(): void;
  /** brings the learning rate down, so that it comes to a good end */
  finishEarly(): void;
  readonly ended: Promise<TrainingOutcome>;
}

/**
 * Trains beside the server by the command line's `train`. The process hears on its standard input when this one dies, and
 * ends with a checkpoint. It yields to the server and the browser.
 */
export function startTrainingProcess(
  configFile: string,
  onProgress: (progress: TrainingProgress) => void,
): TrainingProcess {
  const child = spawnLandmarks(['train', '--config', configFile, '--attended'], {
    env: { ...process.env, WORKBENCH_DIR: workbenchDir() },
    stdio: ['pipe', 'pipe', 'pipe'],
    // a group of its own: Ctrl C in the server's terminal reaches it as the server's end, not as an interrupt
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  yieldToOthers(child);
  let isStopAsked = false;
  // a process that has just ended hears nothing
  child.stdin?.on('error', () => {});
  return {
    stop() {
      isStopAsked = true;
      child.stdin?.write('stop\n');
    },
    finishEarly: () => void child.stdin?.write('finish\n'),
    ended: outcomeOf(child, onProgress, () => isStopAsked),
  };
}

function outcomeOf(
  child: ChildProcess,
  onProgress: (progress: TrainingProgress) => void,
  isStopAsked: () => boolean,
): Promise<TrainingOutcome> {
  const output = hearLandmarks(child, onProgress);
  return new Promise((resolve) => {
    child.on('error', ({ message }) => resolve({ kind: 'failed', reason: `expected to start it, found ${message}` }));
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(outcomeIn(output.answer()));
      if (isStopAsked()) return resolve({ kind: 'stopped', step: null });
      const reason = signal
        ? `its process was ended by ${signal}`
        : output.lastLine().replace(/^landmarks train: /, '');
      resolve({ kind: 'failed', reason: reason || `its process ended with exit status ${code}` });
    });
  });
}

function outcomeIn(answer: unknown): TrainingOutcome {
  const { ended, step, imagesPerSecond } = answer as { ended: string; step: number; imagesPerSecond: number };
  return ended === 'stopped' ? { kind: 'stopped', step } : { kind: 'done', step, imagesPerSecond };
}

/** Before its threads are started, which inherit it. */
function yieldToOthers({ pid }: ChildProcess): void {
  try {
    const below = Math.max(os.getPriority(), os.constants.priority.PRIORITY_BELOW_NORMAL);
    if (pid !== undefined) os.setPriority(pid, below);
  } catch {
    // it has ended already, or this system knows no priorities: it trains all the same
  }
}
