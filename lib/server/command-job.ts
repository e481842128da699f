import 'server-only';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { CommandProgress } from '@/lib/contracts/job';
import type { JobContext } from './jobs';
import { projectDir } from './ready';

/** How long a command may take to end by itself when it is cancelled, ms. */
const PATIENCE_MS = 15_000;

/**
 * Runs a command of the command line beside the server, in a process of its own: hours of numbers make no page wait, and a
 * full memory takes none down. Cancelling interrupts it as Ctrl-C would.
 *
 * @param args without --json and --progress-json, which are added
 * @returns what the command prints as JSON
 * @throws Error with the command's own last line
 */
export function runCommand(args: readonly string[], { signal, progress }: JobContext): Promise<unknown> {
  const child = spawn(
    process.execPath,
    [
      ...['--conditions=react-server', '--import', 'tsx', projectDir('models', 'cli', 'main.ts')],
      ...args,
      ...['--json', '--progress-json'],
    ],
    { cwd: projectDir(), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let impatience: ReturnType<typeof setTimeout> | undefined;
  signal.addEventListener('abort', () => {
    child.kill('SIGINT');
    // it may be deep in a computation that hears no signal
    impatience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  });
  const answer: Buffer[] = [];
  let lastLine = '';
  child.stdout.on('data', (chunk: Buffer) => answer.push(chunk));
  createInterface({ input: child.stderr }).on('line', (line) => {
    const told = parseProgress(line);
    if (told) progress(told.done, told.total, told.message);
    else if (line.trim()) lastLine = line;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(impatience);
      if (signal.aborted) reject(new Error('stopped'));
      else if (code === 0) resolve(JSON.parse(Buffer.concat(answer).toString('utf8')));
      else reject(new Error(lastLine || `${args[0]} ended with exit status ${code}`));
    });
  });
}

function parseProgress(line: string): CommandProgress | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as CommandProgress;
  } catch {
    return null; // a line of another kind that happens to begin like JSON
  }
}
