import 'server-only';
import type { CommandProgress } from '@/lib/contracts/job';
import type { JobContext } from './jobs';
import { hearLandmarks, spawnLandmarks } from './landmarks-process';

/** How long a command may take to end by itself when it is cancelled, ms. */
const PATIENCE_MS = 15_000;

/**
 * A command of the command line as a job of the server. Cancelling interrupts it as Ctrl-C would.
 *
 * @param args without --json and --progress-json, which are added
 * @returns what the command prints as JSON
 * @throws Error with the command's own last line
 */
export function runCommand(args: readonly string[], { signal, progress }: JobContext): Promise<unknown> {
  const child = spawnLandmarks(args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let impatience: ReturnType<typeof setTimeout> | undefined;
  signal.addEventListener('abort', () => {
    child.kill('SIGINT');
    // it may be deep in a computation that hears no signal
    impatience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  });
  const output = hearLandmarks(child, ({ done, total, message }: CommandProgress) => progress(done, total, message));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(impatience);
      if (signal.aborted) reject(new Error('stopped'));
      else if (code === 0) resolve(output.answer());
      else reject(new Error(output.lastLine() || `${args[0]} ended with exit status ${code}`));
    });
  });
}
