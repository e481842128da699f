// node --import tsx models/cli/readme-results.ts: writes the README's results from the cards of the shipped models.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ModelCard, modelCardSchema } from '@/lib/contracts/model-card';
import { formatPercent, formatPx, formatShare } from '@/lib/evaluation/report-text';

const root = path.resolve(import.meta.dirname, '../..');
const README = path.join(root, 'README.md');
const BEGIN = '<!-- results: written by `npm run readme`, do not edit -->';
const END = '<!-- end of results -->';

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
export async function resultsBlock(): Promise<string> {
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

/** @throws Error when the README has lost its marks */
export function withResults(readme: string, block: string): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) throw new Error('README.md: expected the marks of the results, found none');
  return readme.slice(0, begin) + block + readme.slice(end + END.length);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await writeFile(README, withResults(await readFile(README, 'utf8'), await resultsBlock()));
}
