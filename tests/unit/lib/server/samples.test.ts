import { beforeAll, describe, expect, it } from 'vitest';
import { type SampleTile, samplePageSchema, sampleQuerySchema } from '@/lib/contracts/sample';
import { disagreementOf } from '@/lib/metrics/disagreement';
import { createRandom } from '@/lib/random';
import { database } from '@/lib/server/database';
import { sampleFacets } from '@/lib/server/facets';
import { cursorOf } from '@/lib/server/sample-order';
import { getSample, listSamples, sampleIds, sampleNeighbours } from '@/lib/server/samples';
import { makeGallery } from '@/tests/fixtures/faces/gallery-rows';
import { freshWorkbench } from './workbench';

freshWorkbench();

const SAMPLES = 130;

interface Row {
  readonly id: string;
  readonly name: string;
  readonly dataset: string;
  readonly split: string;
  readonly createdAt: number;
  readonly isEdited: boolean;
  readonly isPredicted: boolean;
  readonly error: number | null;
  readonly nme: number | null;
  readonly nose: number | null;
  readonly yaw: number | null;
  readonly size: number;
  readonly review: string;
  readonly verdict: string | null;
  readonly reviewedAt: number | null;
  readonly tags: readonly string[];
  /** of the two models, reference-crop px */
  readonly apart: number | null;
}
let rows: Row[];

beforeAll(async () => {
  await makeGallery({ samples: SAMPLES, random: createRandom(7), other: 'second' });
  const db = database();
  // ties of every kind: equal names in two datasets, equal errors, equal times (64 at a time)
  await db.sample.update({ where: { id: 'sample-5' }, data: { name: 'face_000010' } });
  await db.sample.update({ where: { id: 'sample-6' }, data: { name: 'face_000010' } });
  await db.prediction.updateMany({
    where: { sampleId: { in: ['sample-20', 'sample-21', 'sample-22'] } },
    data: { error: 17 },
  });
  // a prediction without an error: its sample has nothing to be measured against
  await db.prediction.update({
    where: { sampleId_modelId_crop: { sampleId: 'sample-8', modelId: 'bench', crop: 'ground-truth' } },
    data: { error: null },
  });
  const found = await db.sample.findMany({
    include: { image: true, predictions: { orderBy: { modelId: 'asc' } }, tags: true },
  });
  rows = found.map(({ predictions, ...row }) => {
    const [bench, second] = ['bench', 'second'].map((id) => predictions.find(({ modelId }) => modelId === id));
    const annotation = JSON.parse(row.annotation as string);
    return {
      id: row.id,
      name: row.name,
      dataset: row.datasetId,
      split: row.split,
      createdAt: row.createdAt.getTime(),
      isEdited: row.editedAt !== null,
      isPredicted: bench !== undefined,
      error: bench?.error ?? null,
      nme: bench?.nmeInterOcular ?? null,
      nose: bench ? JSON.parse(bench.regionErrors as string)[3] : null,
      yaw: row.yawRad === null ? null : Math.abs(row.yawRad),
      size: row.faceSize as number,
      review: row.reviewState,
      verdict: row.verdict,
      reviewedAt: row.reviewedAt?.getTime() ?? null,
      tags: row.tags.map(({ tag }) => tag),
      apart:
        bench && second
          ? disagreementOf(JSON.parse(bench.landmarks), JSON.parse(second.landmarks), annotation, row.image)
          : null,
    };
  });
});

/** What a view must give, worked out in memory; ties fall by id, in the direction of the order. */
const by = (key: (row: Row) => string | number, sign: 1 | -1) => (a: Row, b: Row) => {
  if (key(a) !== key(b)) return key(a) < key(b) ? -sign : sign;
  return a.id < b.id ? -sign : sign;
};
const measured = (value: (row: Row) => number | null, sign: 1 | -1) => (a: Row, b: Row) => {
  if (value(a) === null || value(b) === null) {
    if (value(a) === null && value(b) === null) return by(({ name }) => name, 1)(a, b);
    return value(a) === null ? 1 : -1;
  }
  return by((row) => value(row) as number, sign)(a, b);
};
const withError = (sign: 1 | -1) => measured(({ error }) => error, sign);
const idsOf = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

const ORDERS = [
  ['name', undefined, by(({ name }) => name, 1)],
  ['name', 'desc', by(({ name }) => name, -1)],
  ['newest', undefined, by(({ createdAt }) => createdAt, -1)],
  ['newest', 'asc', by(({ createdAt }) => createdAt, 1)],
  ['error', undefined, withError(-1)],
  ['error', 'asc', withError(1)],
  ['nme', undefined, measured(({ nme }) => nme, -1)],
  ['yaw', undefined, measured(({ yaw }) => yaw, -1)],
  ['yaw', 'asc', measured(({ yaw }) => yaw, 1)],
  ['disagreement', undefined, measured(({ apart }) => apart, -1)],
] as const;

async function allPages(view: Record<string, unknown>): Promise<SampleTile[]> {
  const tiles: SampleTile[] = [];
  let cursor: string | undefined;
  do {
    const page = await listSamples(samplePageSchema.parse({ ...view, cursor }));
    tiles.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && tiles.length <= SAMPLES);
  return tiles;
}

describe.each(ORDERS)('sorted by %s %s', (sort, order, compare) => {
  const view = { sort, order, model: 'bench', other: 'second' };

  it.each([1, 7, 13, 130, 200])('pages of %i meet every sample once, in order', async (limit) => {
    if (limit === 1) {
      const first = await listSamples(samplePageSchema.parse({ ...view, limit }));
      expect(idsOf(first.items)).toEqual(idsOf([...rows].sort(compare).slice(0, 1)));
      return;
    }
    expect(idsOf(await allPages({ ...view, limit }))).toEqual(idsOf([...rows].sort(compare)));
  });

  it('all ids at once are in the same order', async () => {
    expect(await sampleIds(sampleQuerySchema.parse(view))).toEqual(idsOf([...rows].sort(compare)));
  });

  it('previous and next follow it, from one end to the other and back', async () => {
    const sorted = idsOf([...rows].sort(compare));
    const query = sampleQuerySchema.parse(view);
    // both ends, ties, and the border between samples with an error and those without
    const known = rows.filter((row) => (sort === 'disagreement' ? row.apart : row.error) !== null);
    const border = known.length;
    for (const at of [
      0,
      1,
      18,
      19,
      20,
      21,
      63,
      64,
      65,
      border - 2,
      border - 1,
      border,
      border + 1,
      SAMPLES - 2,
      SAMPLES - 1,
    ]) {
      const { previous, next, strip } = await sampleNeighbours(sorted[at], query, 3);
      expect([previous, next], `at ${at}`).toEqual([sorted[at - 1] ?? null, sorted[at + 1] ?? null]);
      expect(idsOf(strip), `at ${at}`).toEqual(sorted.slice(Math.max(0, at - 3), at + 4));
    }
  });
});

describe('filters', () => {
  const synthetic = 'generated';
  it.each<[string, Record<string, unknown>, (row: Row) => boolean]>([
    ['a dataset', { dataset: 'indoor' }, ({ dataset }) => dataset === 'indoor'],
    ['two datasets', { dataset: 'indoor,outdoor' }, ({ dataset }) => dataset !== synthetic],
    ['a split', { split: 'val' }, ({ split }) => split === 'val'],
    ['a kind', { kind: 'synthetic' }, ({ dataset }) => dataset === synthetic],
    ['part of a name', { q: '_00001' }, ({ name }) => name.includes('_00001')],
    ['prediction', { predicted: 'yes' }, ({ isPredicted }) => isPredicted],
    ['no prediction', { predicted: 'no' }, ({ isPredicted }) => !isPredicted],
    ['a correction', { edited: 'yes' }, ({ isEdited }) => isEdited],
    ['no correction', { edited: 'no' }, ({ isEdited }) => !isEdited],
    ['a least error', { minError: '17' }, ({ error }) => error !== null && error >= 17],
    ['a most error', { maxError: '17' }, ({ error }) => error !== null && error <= 17],
    ['an exact error', { minError: '17', maxError: '17' }, ({ error }) => error === 17],
    ['a review state', { review: 'approved' }, ({ review }) => review === 'approved'],
    ['two review states', { review: 'to-fix,fixed' }, ({ review }) => review === 'to-fix' || review === 'fixed'],
    ['a verdict', { verdict: 'model-error' }, ({ verdict }) => verdict === 'model-error'],
    ['no verdict', { verdict: 'none' }, ({ verdict }) => verdict === null],
    ['a tag', { tag: 'beard' }, ({ tags }) => tags.includes('beard')],
    ['two tags', { tag: 'beard,glasses' }, ({ tags }) => tags.includes('beard') && tags.includes('glasses')],
    [
      'not reviewed since',
      { reviewedBefore: new Date(1_750_000_000_050).toISOString() },
      ({ reviewedAt }) => reviewedAt === null || reviewedAt < 1_750_000_000_050,
    ],
    ['an NME', { minNme: '4', maxNme: '9' }, ({ nme }) => nme !== null && nme >= 4 && nme <= 9],
    ['a yaw', { minYaw: '45' }, ({ yaw }) => yaw !== null && yaw >= Math.PI / 4],
    ['a small yaw', { maxYaw: '20' }, ({ yaw }) => yaw !== null && yaw <= Math.PI / 9],
    ['a size', { minSize: '100', maxSize: '300' }, ({ size }) => size >= 100 && size <= 300],
    [
      "a region's error",
      { region: 'nose', minRegion: '10', maxRegion: '30' },
      ({ nose }) => nose !== null && nose >= 10 && nose <= 30,
    ],
    ['disagreement', { other: 'second', minDisagreement: '9.5' }, ({ apart }) => apart !== null && apart >= 9.5],
    [
      'everything at once',
      { dataset: synthetic, split: 'train,val', predicted: 'yes', minError: '5', q: 'face', edited: 'no' },
      ({ dataset, split, isEdited, error }) =>
        dataset === synthetic && split !== 'test' && !isEdited && (error ?? 0) >= 5,
    ],
  ])('by %s hold in every order, and the total counts them', async (_, filter, holds) => {
    const matching = rows.filter(holds);
    expect(matching.length).toBeGreaterThan(0);
    for (const [sort, order, compare] of ORDERS) {
      const found = await allPages({ other: 'second', ...filter, sort, order, model: 'bench', limit: 9 });
      expect(idsOf(found), `${sort} ${order}`).toEqual(idsOf([...matching].sort(compare)));
    }
    expect((await sampleFacets(sampleQuerySchema.parse({ ...filter, model: 'bench' }))).total).toBe(matching.length);
  });

  it('take a name as it is written, wildcards of the database included', async () => {
    for (const q of ['face%', 'f_ce', 'FACE_0000']) {
      const found = await allPages({ q });
      const wanted = rows.filter(({ name }) => name.toLowerCase().includes(q.toLowerCase()));
      expect(idsOf(found), q).toEqual(idsOf(wanted.sort(by(({ name }) => name, 1))));
    }
  });

  it('with the errors of one model only', async () => {
    expect((await allPages({ model: 'other', sort: 'error' })).every(({ error }) => error === null)).toBe(true);
    expect(await allPages({ model: 'other', predicted: 'yes' })).toEqual([]);
  });
});

describe('a tile', () => {
  it('holds what the gallery draws', async () => {
    const { items } = await listSamples(samplePageSchema.parse({ model: 'bench', limit: 1 }));
    const [row] = [...rows].sort(by(({ name }) => name, 1));
    expect(items[0]).toMatchObject({
      id: row.id,
      datasetName: row.dataset,
      kind: 'synthetic',
      error: row.error,
      revision: 1,
    });
    expect(items[0].groundTruth).toHaveLength(136);
    expect(items[0].prediction).toHaveLength(136);
    const annotation = (await getSample(row.id))?.annotation;
    expect(items[0].groundTruth?.[2]).toBeCloseTo(annotation?.points[1][0] as number, 1);
  });
});

describe('a cursor', () => {
  const page = (cursor: string) => listSamples(samplePageSchema.parse({ cursor, model: 'bench', sort: 'error' }));
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it.each([
    'garbage',
    '!!!',
    encode({}),
    encode(['error', 5]),
    encode(['error', '5', 'x']),
    encode(['name', 5, 'x']),
    encode(['newest', 'yesterday', 'x']),
    encode(['newest', 5, 'x']),
    encode(['size', 5, 'x']),
    encode(['error', 5, ['x']]),
  ])('that is not ours is refused: %s', async (cursor) => {
    await expect(page(cursor)).rejects.toMatchObject({
      status: 400,
      message: 'cursor: expected one from the page before, found something else',
    });
  });

  it('of another order ends the list', async () => {
    expect(await page(cursorOf({ stretch: 'newest', value: new Date(0).toISOString(), id: 'x' }))).toEqual({
      items: [],
      nextCursor: null,
    });
  });

  it('may carry the longest name a file can have', async () => {
    const cursor = cursorOf({ stretch: 'name', value: 'ü'.repeat(500), id: 'x'.repeat(24) });
    await expect(page(cursor)).resolves.toBeDefined();
  });

  it('holds its place when its sample is gone', async () => {
    const sorted = [...rows].sort(by(({ name }) => name, 1));
    const cursor = cursorOf({ stretch: 'name', value: sorted[4].name, id: `${sorted[4].id}` });
    const after = await listSamples(samplePageSchema.parse({ cursor, limit: 2 }));
    expect(idsOf(after.items)).toEqual(idsOf(sorted.slice(5, 7)));
    const gone = cursorOf({ stretch: 'name', value: `${sorted[4].name}`, id: `${sorted[4].id}~` });
    expect(idsOf((await listSamples(samplePageSchema.parse({ cursor: gone, limit: 2 }))).items)).toEqual(
      idsOf(sorted.slice(5, 7)),
    );
  });
});

describe('neighbours', () => {
  it('of a sample that is not there are none', async () => {
    expect(await sampleNeighbours('nobody', sampleQuerySchema.parse({}))).toEqual({
      previous: null,
      next: null,
      strip: [],
    });
  });

  it('of a sample that no longer matches stand where it would: a mended error does not end the walk', async () => {
    const query = sampleQuerySchema.parse({ model: 'bench', sort: 'error', minError: 10 });
    const sorted = rows.filter(({ error }) => error !== null && error >= 10).sort(withError(-1));
    const mended = rows.find(({ error }) => error !== null && error < 10) as Row;
    const { previous, next } = await sampleNeighbours(mended.id, query);
    expect([previous, next]).toEqual([sorted.at(-1)?.id, null]);
  });
});

describe('facets', () => {
  const facets = (view: Record<string, unknown>) => sampleFacets(sampleQuerySchema.parse({ model: 'bench', ...view }));
  const tally = (list: readonly Row[], key: (row: Row) => string) => {
    const counts: Record<string, number> = {};
    for (const row of list) counts[key(row)] = (counts[key(row)] ?? 0) + 1;
    return counts;
  };
  const toRecord = (list: readonly { value: string; count: number }[]) =>
    Object.fromEntries(list.map(({ value, count }) => [value, count]));

  it('count the whole gallery', async () => {
    const all = await facets({});
    expect(all.total).toBe(SAMPLES);
    expect(all.datasets).toEqual(
      Object.entries(tally(rows, ({ dataset }) => dataset))
        .sort()
        .map(([id, count]) => ({ id, name: id, count })),
    );
    expect(toRecord(all.splits)).toEqual(tally(rows, ({ split }) => split));
    expect(toRecord(all.kinds)).toEqual(tally(rows, ({ dataset }) => (dataset === 'generated' ? 'synthetic' : 'real')));
    expect(all.predicted).toBe(rows.filter(({ isPredicted }) => isPredicted).length);
    expect(all.edited).toBe(rows.filter(({ isEdited }) => isEdited).length);
  });

  it('leave their own choice out, and keep the others', async () => {
    const chosen = await facets({ dataset: 'indoor', split: 'val', kind: 'real', predicted: 'no', edited: 'no' });
    const where = ({ d = true, s = true, k = true, p = true, e = true }) =>
      rows.filter(
        (row) =>
          (!d || row.dataset === 'indoor') &&
          (!s || row.split === 'val') &&
          (!k || row.dataset !== 'generated') &&
          (!p || !row.isPredicted) &&
          (!e || !row.isEdited),
      );
    expect(chosen.total).toBe(where({}).length);
    const byDataset = tally(where({ d: false }), ({ dataset }) => dataset);
    expect(chosen.datasets.map(({ id, count }) => [id, count])).toEqual([
      ['generated', byDataset.generated ?? 0],
      ['indoor', byDataset.indoor ?? 0],
      ['outdoor', byDataset.outdoor ?? 0],
    ]);
    expect(toRecord(chosen.splits)).toEqual(tally(where({ s: false }), ({ split }) => split));
    expect(toRecord(chosen.kinds)).toEqual(
      tally(where({ k: false }), ({ dataset }) => (dataset === 'generated' ? 'synthetic' : 'real')),
    );
    expect(chosen.predicted).toBe(where({ p: false }).filter(({ isPredicted }) => isPredicted).length);
    expect(chosen.edited).toBe(where({ e: false }).filter(({ isEdited }) => isEdited).length);
  });

  it('draw the errors without their own range, in bins of a px, the last one open', async () => {
    const { error: errors } = (await facets({ minError: 20, dataset: 'generated' })).histograms;
    const bins = new Array(40).fill(0);
    for (const { error, dataset } of rows) {
      if (error !== null && dataset === 'generated') bins[Math.min(39, Math.floor(error))]++;
    }
    expect(errors).toEqual({ binWidth: 1, counts: bins });
    expect(bins[39]).toBeGreaterThan(1); // errors go up to 50
  });

  it('have no errors without a model, or where nothing has been predicted', async () => {
    expect((await sampleFacets(sampleQuerySchema.parse({}))).histograms.error).toBeUndefined();
    expect(await facets({ model: 'other' })).toMatchObject({
      histograms: { error: null },
      predicted: 0,
      total: SAMPLES,
    });
  });

  it('count review states, verdicts and tags; tags keep their own choice, because they narrow each other', async () => {
    const { reviews, verdicts, tags } = await facets({ review: 'fixed', verdict: 'none', tag: 'beard' });
    const where = (holds: (row: Row) => boolean) => rows.filter((row) => row.tags.includes('beard') && holds(row));
    expect(toRecord(reviews)).toEqual(
      tally(
        where(({ verdict }) => verdict === null),
        ({ review }) => review,
      ),
    );
    expect(toRecord(verdicts)).toEqual(
      tally(
        where(({ review }) => review === 'fixed'),
        ({ verdict }) => verdict ?? 'none',
      ),
    );
    const matching = where(({ review, verdict }) => review === 'fixed' && verdict === null);
    const counts: Record<string, number> = {};
    for (const tag of matching.flatMap((row) => row.tags)) counts[tag] = (counts[tag] ?? 0) + 1;
    expect(Object.fromEntries(tags.map(({ tag, count }) => [tag, count]))).toEqual(counts);
    expect((await facets({})).tags).toEqual(
      ['glasses', 'beard', 'occlusion'].map((tag) => ({
        tag,
        count: rows.filter((row) => row.tags.includes(tag)).length,
      })),
    );
  });

  it('draw what is asked for only, each without its own range', async () => {
    const query = sampleQuerySchema.parse({
      model: 'bench',
      other: 'second',
      region: 'nose',
      minYaw: 10,
      minSize: 100,
      maxNme: 20,
      minRegion: 5,
      maxDisagreement: 100,
    });
    const all = (await sampleFacets(query, ['nme', 'yaw', 'size', 'region', 'disagreement'])).histograms;
    const inside = {
      yaw: ({ yaw }: Row) => yaw !== null && yaw >= Math.PI / 18,
      size: ({ size }: Row) => size >= 100,
      nme: ({ nme }: Row) => nme !== null && nme <= 20,
      region: ({ nose }: Row) => nose !== null && nose >= 5,
      disagreement: ({ apart }: Row) => apart !== null,
    };
    const total = (counts: readonly number[] | undefined) => (counts ?? []).reduce((sum, count) => sum + count, 0);
    const valuesOf = {
      yaw: ({ yaw }: Row) => yaw,
      size: ({ size }: Row) => size,
      nme: ({ nme }: Row) => nme,
      region: ({ nose }: Row) => nose,
      disagreement: ({ apart }: Row) => apart,
    };
    for (const id of ['nme', 'yaw', 'size', 'region', 'disagreement'] as const) {
      const others = Object.entries(inside).filter(([part]) => part !== id);
      const matching = rows.filter((row) => valuesOf[id](row) !== null && others.every(([, holds]) => holds(row)));
      expect(total(all[id]?.counts), id).toBe(matching.length);
    }
    expect(all.error).toBeUndefined();
    expect(all.yaw?.binWidth).toBe(5);
    const yaws = new Array(18).fill(0);
    for (const row of rows.filter(
      (row) => row.yaw !== null && inside.size(row) && inside.nme(row) && inside.region(row) && row.apart !== null,
    )) {
      yaws[Math.min(17, Math.floor(((row.yaw as number) * (180 / Math.PI)) / 5))]++;
    }
    expect(all.yaw?.counts).toEqual(yaws);
    // the largest face is 438 px, 40 bins reach over it
    expect((all.size?.binWidth as number) * 40).toBeGreaterThan(Math.max(...rows.map(({ size }) => size)));
  });
});
