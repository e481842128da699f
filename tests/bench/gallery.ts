// How long the gallery's first page takes, on rows made for the purpose (no images).
//   node --conditions=react-server --import tsx tests/bench/gallery.ts [samples = 4000] [repeats = 20]
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { samplePageSchema, sampleQuerySchema } from '@/lib/contracts/sample';
import { createRandom } from '@/lib/random';
import { closeDatabase } from '@/lib/server/database';
import { sampleFacets } from '@/lib/server/facets';
import { ready } from '@/lib/server/ready';
import { listSamples, sampleNeighbours } from '@/lib/server/samples';
import { makeGallery } from '../fixtures/faces/gallery-rows';

const samples = Number(process.argv[2] ?? 4000);
const repeats = Number(process.argv[3] ?? 20);
const BAR_MS = 500;

const folder = await mkdtemp(path.join(os.tmpdir(), 'gallery-bench-'));
process.env.WORKBENCH_DIR = folder;
try {
  await ready();
  const made = performance.now();
  const { model, datasets } = await makeGallery({ samples, random: createRandom(1) });
  console.log(
    `${samples} samples in ${datasets.length} datasets made in ${((performance.now() - made) / 1000).toFixed(1)} s`,
  );

  const views: Record<string, Record<string, unknown>> = {
    'by name': {},
    'by name, with errors': { model },
    'one dataset, one split': { model, dataset: [datasets[0]], split: ['val'] },
    'by error': { model, sort: 'error' },
    'by error, one dataset': { model, sort: 'error', dataset: [datasets[0]] },
    'by error, two datasets': { model, sort: 'error', dataset: datasets.slice(0, 2) },
    'by error, 10 px and more, synthetic': { model, sort: 'error', minError: 10, kind: ['synthetic'] },
    'part of a name': { model, q: '77' },
    'newest, edited': { model, sort: 'newest', edited: 'yes' },
    'without prediction': { model, predicted: 'no' },
  };
  console.log('median / p95 in ms'.padEnd(40), 'page 1'.padStart(13), 'facets'.padStart(13), 'both'.padStart(13));
  for (const [name, view] of Object.entries(views)) {
    const page = samplePageSchema.parse({ ...view, limit: 100 });
    const query = sampleQuerySchema.parse(view);
    const first = await time(() => listSamples(page));
    const facets = await time(() => sampleFacets(query));
    const both = await time(() => Promise.all([listSamples(page), sampleFacets(query)]));
    console.log(name.padEnd(40), show(first), show(facets), show(both), both.p95 < BAR_MS ? '' : `over ${BAR_MS} ms`);
  }

  for (const sort of ['name', 'error', 'newest'] as const) {
    const query = samplePageSchema.parse({ model, sort, limit: 100 });
    const pages: number[] = [];
    let cursor: string | undefined;
    let last = '';
    do {
      const start = performance.now();
      const { items, nextCursor } = await listSamples({ ...query, cursor });
      pages.push(performance.now() - start);
      cursor = nextCursor ?? undefined;
      last = items[Math.floor(items.length / 2)]?.id ?? last;
    } while (cursor);
    const deep = await time(() => sampleNeighbours(last, query));
    console.log(
      `all ${pages.length} pages by ${sort}: a page ${show(summary(pages))}, neighbours near the end ${show(deep)}`,
    );
  }
} finally {
  await closeDatabase();
  await rm(folder, { recursive: true, force: true });
}

interface Summary {
  readonly median: number;
  readonly p95: number;
}

async function time(work: () => Promise<unknown>): Promise<Summary> {
  await work(); // warm
  const times: number[] = [];
  for (let i = 0; i < repeats; i++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return summary(times);
}

function summary(times: readonly number[]): Summary {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { median: at(0.5), p95: at(0.95) };
}

function show({ median, p95 }: Summary): string {
  return `${median.toFixed(1)} / ${p95.toFixed(1)}`.padStart(13);
}
