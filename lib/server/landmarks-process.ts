import 'server-only';
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { projectDir } from './ready';

/**
 * A command of the command line beside the server, in a process of its own: hours of numbers make no page wait, and a crash
 * or a full memory takes none down.
 *
 * @param args without --json and --progress-json, which are added
 */
export function spawnLandmarks(args: readonly string[], options: SpawnOptions): ChildProcess {
  const main = projectDir('models', 'cli', 'main.ts');
  return spawn(
    process.execPath,
    ['--conditions=react-server', '--import', 'tsx', main, ...args, '--json', '--progress-json'],
    { cwd: projectDir(), ...options },
  );
}

export interface LandmarksOutput {
  /** what it has printed as JSON, once it has ended well */
  readonly answer: () => unknown;
  /** its last words on standard error that are no progress */
  readonly lastLine: () => string;
}

/** Hears a process of spawnLandmarks. @param onProgress told each line of standard error that is JSON */
export function hearLandmarks<Progress>(
  { stdout, stderr }: ChildProcess,
  onProgress: (progress: Progress) => void,
): LandmarksOutput {
  const answer: Buffer[] = [];
  let lastLine = '';
  stdout?.on('data', (chunk: Buffer) => answer.push(chunk));
  if (stderr) {
    createInterface({ input: stderr }).on('line', (line) => {
      const progress = parseProgress<Progress>(line);
      if (progress) onProgress(progress);
      else if (line.trim()) lastLine = line;
    });
  }
  return { answer: () => JSON.parse(Buffer.concat(answer).toString('utf8')), lastLine: () => lastLine };
}

function parseProgress<Progress>(line: string): Progress | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as Progress;
  } catch {
    return null; // a line of another kind that happens to begin like JSON
  }
}
