// node --import tsx models/cli/readme-results.ts: writes the README's results from the cards of the shipped models and the
// results of the plans, and beside those the whole reports.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ModelCard, modelCardSchema } from '@/lib/contracts/model-card';
import { formatPercent, formatPx, formatShare } from '@/lib/evaluation/report-text';
import { resultsFolderOf, shippedPlans } from '../experiments/files-node';
import { planState } from '../experiments/plan-report-node';
import { reportMarkdown } from '../experiments/report';

const root = path.resolve(import.meta.dirname, '../..');
const README = path.join(root, 'README.md');
const HOME = path.join(root, 'models/experiments');
const mark = (what: string) => [
  `<!-- ${what}: written by \`npm run readme\`, do not edit -->`,
  `<!-- end of ${what} -->`,
];
const [BEGIN, END] = mark('results');
const [BEGIN_PLANS, END_PLANS] = mark('experiments');

async function readCards(): Promise<ModelCard[]> {
  const folder = path.join(root, 'models/pretrained');
  const cards: ModelCard[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const file = path.join(folder, name, 'card.json');
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null; // settings recorded, weights not trained yet
      throw error;
    });
    if (text) cards.push(modelCardSchema.parse(JSON.parse(text)));
  }
  return cards;
}

interface Measured {
  readonly images: number;
  readonly me: number;
  readonly std: number;
  readonly sr10: number;
  readonly nmeInterOcular: number;
  readonly meanShape: { readonly me: number };
}

const isMeasured = (metric: object): metric is Measured => 'me' in metric && 'meanShape' in metric;

/** The block between the marks: a row for each model and set it was measured on. */
async function resultsBlock(): Promise<string> {
  const rows = (await readCards()).flatMap(({ id, metrics }) =>
    Object.entries(metrics).flatMap(([set, metric]) =>
      isMeasured(metric)
        ? `| ${id} | ${set} | ${metric.images} | ${formatPx(metric.me)} ± ${formatPx(metric.std)} | ${formatShare(metric.sr10)} | ${formatPercent(metric.nmeInterOcular)} | ${formatPx(metric.meanShape.me)} |`
        : [],
    ),
  );
  return [
    BEGIN,
    '| model | held-out part of | images | ME ± Std, px | SR@10 | NME inter-ocular, % | mean shape, px |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    END,
  ].join('\n');
}

/** Tables that the README shows itself; the rest is in the report. */
const README_TABLES = 1;

interface PlanReport {
  /** beside the plan's results */
  readonly file: string;
  readonly text: string;
  /** for the README */
  readonly short: string;
}

/** What each plan of the project says so far. */
async function planReports(): Promise<PlanReport[]> {
  return Promise.all(
    (await shippedPlans(HOME)).map(async (plan) => {
      const folder = resultsFolderOf(HOME, plan.id);
      const { done, total, report } = await planState(plan, folder);
      const file = path.join(folder, 'README.md');
      if (!report) {
        const text = `## ${plan.title}\n\n${plan.about}\n\nNot finished: ${done} of ${total} runs have been made.\n`;
        return { file, text, short: text.replace('##', '###').trimEnd() };
      }
      const link = path.relative(root, file);
      return {
        file,
        text: `${reportMarkdown(report)}\n`,
        short: `${reportMarkdown({ ...report, tables: report.tables.slice(0, README_TABLES) }, 3)}\n\nAll tables: [${link}](${link}).`,
      };
    }),
  );
}

/** @throws Error when the README has lost its marks */
function withBlock(readme: string, [begin, end]: readonly [string, string], block: string): string {
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md: expected the mark ${begin}, found none`);
  return readme.slice(0, from) + block + readme.slice(to + end.length);
}

/** Every file that is written from recorded results, with what should stand in it. */
export async function writtenFiles(): Promise<ReadonlyMap<string, string>> {
  const reports = await planReports();
  const experiments = [BEGIN_PLANS, ...reports.map(({ short }) => short), END_PLANS].join('\n\n');
  const readme = withBlock(await readFile(README, 'utf8'), [BEGIN, END], await resultsBlock());
  return new Map([
    [README, withBlock(readme, [BEGIN_PLANS, END_PLANS], experiments)],
    ...reports.map(({ file, text }) => [file, text] as const),
  ]);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const [file, text] of await writtenFiles()) {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
