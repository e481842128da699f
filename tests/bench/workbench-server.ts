import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(import.meta.dirname, '../..');

export interface WorkbenchServer {
  readonly url: string;
  readonly pid: number;
  /** the command line on the same data; standard output as JSON */
  landmarks(...args: string[]): Promise<unknown>;
  stop(): void;
}

/** A production server of its own on an empty data folder. @throws Error when it does not come up within five minutes */
export async function startWorkbench(workbenchDir: string, port: number): Promise<WorkbenchServer> {
  const env = { ...process.env, PORT: String(port), WORKBENCH_DIR: workbenchDir, NEXT_TELEMETRY_DISABLED: '1' };
  const child: ChildProcess = spawn(process.execPath, [path.join(root, 'models/cli/start.mjs')], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env,
  });
  const url = `http://127.0.0.1:${port}`;
  for (let second = 0; ; second++) {
    const answers = await fetch(`${url}/api/datasets`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answers) break;
    if (second > 300 || child.exitCode !== null) throw new Error('the server did not come up');
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  return {
    url,
    pid: child.pid ?? 0,
    async landmarks(...args) {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['--conditions=react-server', '--import', 'tsx', path.join(root, 'models/cli/main.ts'), ...args, '--json'],
        { cwd: root, env, maxBuffer: 1 << 28 },
      );
      return JSON.parse(stdout);
    },
    stop: () => child.kill(),
  };
}

const TICKS_PER_SECOND = 100;

/**
 * Processor seconds that a process and all it has started have used so far: other work on the machine does not lengthen
 * them. Linux only; 0 elsewhere.
 */
export function processorSeconds(pid: number): number {
  const parents = new Map<number, number>();
  const ticks = new Map<number, number>();
  try {
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      try {
        // the name in brackets may hold anything
        const fields = readFileSync(`/proc/${name}/stat`, 'utf8')
          .replace(/^.*\) /, '')
          .split(' ');
        parents.set(Number(name), Number(fields[1]));
        ticks.set(Number(name), Number(fields[11]) + Number(fields[12]));
      } catch {
        // has ended meanwhile
      }
    }
  } catch {
    return 0;
  }
  const isOf = (child: number): boolean => child === pid || (child > 1 && isOf(parents.get(child) ?? 0));
  return [...ticks].reduce((sum, [child, used]) => sum + (isOf(child) ? used : 0), 0) / TICKS_PER_SECOND;
}
