import { ZodError } from 'zod';
import { closeDatabase } from '@/lib/server/database';
import { benchmark } from './benchmark';
import { type Command, parseCommandLine, UsageError } from './command';
import { doctor } from './doctor';
import { evaluate } from './evaluate';
import { experiment } from './experiment';
import { exportCommand } from './export';
import { importCommand } from './import';
import { model } from './model';
import { predict } from './predict';
import { predictions } from './predictions';
import { report } from './report';
import { synthesize } from './synthesize';
import { train } from './train';

const COMMANDS: readonly Command[] = [
  importCommand,
  evaluate,
  predict,
  predictions,
  report,
  exportCommand,
  model,
  synthesize,
  train,
  experiment,
  benchmark,
  doctor,
];

const DONE = 0;
const FAILED = 1;
const WRONG_USE = 2;

function helpText(): string {
  const width = Math.max(...COMMANDS.map(({ usage }) => usage.length));
  return [
    'usage: npm run -s landmarks -- COMMAND … [--json]',
    '',
    ...COMMANDS.map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`),
    '',
    'WORKBENCH_DIR chooses the data folder (.workbench). Exit status: 0 done, 1 failed, 2 wrong use.',
  ].join('\n');
}

/** @returns exit status: 0 done, 1 failed, 2 wrong use */
export async function runCommand([name, ...args]: readonly string[]): Promise<number> {
  if (!name || name === 'help' || name === '--help') {
    console.log(helpText());
    return name ? DONE : WRONG_USE;
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (!command) {
    console.error(`landmarks: expected one of ${COMMANDS.map((known) => known.name).join(', ')}, found ${name}`);
    return WRONG_USE;
  }
  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort(new Error('interrupted; what was done is kept')));
  try {
    const { positionals, options } = parseCommandLine(command, args);
    const result = await command.run(positionals, options, {
      note: (line) => console.error(line),
      signal: abort.signal,
    });
    console.log(options.json ? JSON.stringify(result.json) : result.lines.join('\n'));
    return DONE;
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`landmarks ${name}: ${error.message} (usage: ${command.usage})`);
      return WRONG_USE;
    }
    console.error(`landmarks ${name}: ${messageOf(error)}`);
    if (process.env.DEBUG) console.error(error);
    return FAILED;
  } finally {
    await closeDatabase();
  }
}

/** One line, whatever was thrown: the database's own errors have many. */
function messageOf(error: unknown): string {
  if (error instanceof ZodError)
    return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  return (error instanceof Error ? error.message : String(error)).trim().replace(/\s*\n\s*/g, ' ');
}
