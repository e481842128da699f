import { readFile } from 'node:fs/promises';
import { datasetNameSchema } from '@/lib/contracts/common';
import { type GenerateSet, generateSetSchema } from '@/lib/contracts/synthesis';
import { folderSink } from '@/lib/datasets/file-sink-node';
import { generateSet, openSet } from '@/lib/server/generate-set';
import { projectDir, ready } from '@/lib/server/ready';
import { reportDataset } from '@/lib/server/set-reports';
import { checkFaceLimits, type FaceLimits } from '@/lib/synthesis/face-limits';
import { coreCount, drawFaces } from '@/lib/synthesis/face-pool-node';
import { recipeParameters } from '@/lib/synthesis/face-recipe';
import { JAW_CONVENTIONS } from '@/lib/synthesis/jaw';
import { SET_RANGES } from '@/lib/synthesis/set-ranges';
import { createSetReport, type SetReport } from '@/lib/synthesis/set-report';
import { formatSetReport } from '@/lib/synthesis/set-report-text';
import {
  type Command,
  type CommandContext,
  choice,
  integerOption,
  type OptionValues,
  requireOption,
  requireValid,
  UsageError,
} from './command';

export const synthesize: Command = {
  name: 'synthesize',
  usage:
    'synthesize --count N --seed S (--out DIR | --dataset NAME) [--size PX] [--limits FILE.json] [--jaw projected|outline] [--workers N]',
  summary: "generate faces with exact landmarks, in Face Synthetics' layout or as a dataset",
  options: {
    count: { type: 'string' },
    seed: { type: 'string' },
    out: { type: 'string' },
    dataset: { type: 'string' },
    size: { type: 'string' },
    limits: { type: 'string' },
    jaw: { type: 'string' },
    workers: { type: 'string' },
  },
  positionals: 0,
  async run(_, options, context) {
    requireOption(options, 'count');
    const count = integerOption(options, 'count', { min: 1, max: 1_000_000 }) ?? 1;
    const seed = integerOption(options, 'seed', SET_RANGES.seed) ?? 0;
    const size = integerOption(options, 'size', SET_RANGES.size) ?? 256;
    const jaw = choice(options, 'jaw', JAW_CONVENTIONS) ?? 'projected';
    const workers = integerOption(options, 'workers', { min: 1, max: 256 }) ?? coreCount();
    if ((options.out === undefined) === (options.dataset === undefined)) {
      throw new UsageError(`expected --out or --dataset, found ${options.out === undefined ? 'neither' : 'both'}`);
    }
    const limits = await readLimits(options);
    if (options.dataset !== undefined) {
      integerOption(options, 'count', SET_RANGES.count);
      const dataset = requireValid(options, 'dataset', datasetNameSchema);
      return makeDataset(generateSetSchema.parse({ dataset, count, seed, size, jaw, limits }), workers, context);
    }
    const out = requireOption(options, 'out');
    const report = await writeFaces(out, { count, seed, size, jaw, limits }, workers, context);
    return {
      json: { count, seed, size, out, jaw, workers, report },
      lines: [formatSetReport(report), `${count} faces of ${size} × ${size} px written to ${out}`],
    };
  },
};

/** @throws UsageError naming the file, the parameter, its range and what was found */
async function readLimits(options: OptionValues): Promise<FaceLimits> {
  if (options.limits === undefined) return {};
  const file = requireOption(options, 'limits');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`--limits: expected a readable file, found ${(cause as Error).message}`, { cause });
  }
  try {
    return checkFaceLimits(JSON.parse(text));
  } catch (cause) {
    if (!(cause instanceof RangeError || cause instanceof SyntaxError)) throw cause;
    const what = cause instanceof SyntaxError ? `expected JSON, found ${cause.message}` : cause.message;
    throw new UsageError(`--limits: ${file}: ${what}`, { cause });
  }
}

const TELL_EVERY_MS = 2000;

/** Tells how far it is, now and then. */
function teller(note: CommandContext['note']): (made: number, total: number) => void {
  const start = performance.now();
  let told = start;
  return (made, total) => {
    const now = performance.now();
    if (now - told < TELL_EVERY_MS) return;
    told = now;
    note(`${made}/${total} faces, ${((1000 * made) / (now - start)).toFixed(1)} a second`);
  };
}

type Order = Pick<GenerateSet, 'count' | 'seed' | 'size' | 'jaw' | 'limits'>;

async function writeFaces(
  out: string,
  { count, seed, size, jaw, limits }: Order,
  workers: number,
  { note, signal }: CommandContext,
): Promise<SetReport> {
  const sink = folderSink(out);
  const recipe = { seed, limits };
  const orders = Array.from({ length: count }, (_, index) => ({ index, fileNumber: index }));
  const tally = createSetReport();
  const tell = teller(note);
  let made = 0;
  const setup = { recipe, size, supersample: 2, jaw };
  for await (const { index, files } of drawFaces(projectDir(), setup, orders, { workers, signal })) {
    for (const [file, content] of files) await sink.write(file, content);
    tally.add(recipeParameters(recipe, index));
    tell(++made, count);
  }
  return tally.report();
}

async function makeDataset(order: GenerateSet, workers: number, { note, signal }: CommandContext) {
  await ready();
  const { dataset, run } = await openSet(order);
  const tell = teller(note);
  const { made, kept, leftOut, reason } = await generateSet(dataset, run, { workers, signal, progress: tell });
  const { report } = await reportDataset(dataset.id);
  const { count, seed, size, jaw } = order;
  return {
    json: { count, seed, size, dataset: dataset.name, jaw, workers, made, kept, leftOut, report },
    lines: [
      ...(report ? [formatSetReport(report)] : []),
      `${dataset.name}: ${made} faces of ${size} × ${size} px made, ${kept} were there already`,
      ...(leftOut > 0 ? [`${leftOut} left out: ${reason}`] : []),
    ],
  };
}
