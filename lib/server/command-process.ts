import 'server-only';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { projectDir } from './ready';

interface ProcessOptions<Progress> {
  readonly signal: AbortSignal;
  /** a line of standard error that is JSON */
  readonly onProgress: (progress: Progress) => void;
  /** what to say of work that was cancelled */
  readonly stopped: string;
}

/**
 * Runs a command of `landmarks` beside the server: a crash or a full memory takes no page down.
 *
 * @returns its answer
 * @throws Error with its last line on standard error; `stopped` once the signal is aborted
 */
export function runLandmarks<Progress>(
  args: readonly string[],
  { signal, onProgress, stopped }: ProcessOptions<Progress>,
): Promise<unknown> {
  const child = spawn(
    process.execPath,
    ['--conditions=react-server', '--import', 'tsx', projectDir('models', 'cli', 'main.ts'), ...args],
    { cwd: projectDir(), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  // the command line ends in good order on this signal
  signal.addEventListener('abort', () => child.kill('SIGINT'));
  let answer = '';
  let lastLine = '';
  child.stdout.on('data', (chunk) => {
    answer += chunk;
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    const progress = parseProgress<Progress>(line);
    if (progress) onProgress(progress);
    else lastLine = line;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      if (signal.aborted) reject(new Error(stopped));
      else if (code === 0) resolve(JSON.parse(answer));
      else reject(new Error(lastLine || `the command ended with exit status ${code}`));
    });
  });
}

function parseProgress<Progress>(line: string): Progress | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as Progress;
  } catch {
    return null; // a line of another kind that happens to begin like JSON
  }
}
