import { describe, expect, it } from 'vitest';
import { cardDifferences, groupByCard } from '@/lib/evaluation/card-differences';
import { compareRuns, type RunResults } from '@/lib/evaluation/compare';
import { OFFSETS_PER_FACE } from '@/lib/evaluation/result-columns';
import { REPORT } from '@/tests/fixtures/faces/evaluation-report';
import { columnsOf, type Row } from '@/tests/fixtures/faces/result-columns';

/** Every landmark of row i is off by its error to the right. */
const offsetsOf = (rows: readonly Row[]) =>
  Float32Array.from({ length: OFFSETS_PER_FACE * rows.length }, (_, k) =>
    k % 2 === 0 ? rows[Math.floor(k / OFFSETS_PER_FACE)].error : 0,
  );

const run = (id: string, rows: readonly Row[], card: Partial<typeof REPORT.card> = {}): RunResults => ({
  id,
  modelId: `model-${id}`,
  modelTitle: `Model ${id}`,
  createdAt: '2026-11-22T10:00:00.000Z',
  parameters: 201_853,
  weightBytes: 850_000,
  report: { ...REPORT, me: 5, card: { ...REPORT.card, model: id, ...card } },
  columns: columnsOf(rows),
  offsets: offsetsOf(rows),
});

const A = [
  { id: 'p', error: 10 },
  { id: 'q', error: 6 },
  { id: 'r', error: 4 },
  { id: 'only-a', error: 100 },
];
const B = [
  { id: 'r', error: 4.05, revision: 2 },
  { id: 'p', error: 7 },
  { id: 'q', error: 8 },
  { id: 'only-b', error: 200 },
];

describe('two runs', () => {
  it('are measured on the images they share, whatever their order', async () => {
    const { runs, pairs, common, labelsDiffer, meanShape } = await compareRuns([run('a', A), run('b', B)]);
    expect([common, labelsDiffer]).toEqual([3, 1]);
    expect(runs.map(({ totals }) => totals?.me)).toEqual([expect.closeTo(20 / 3, 10), expect.closeTo(19.05 / 3, 10)]);
    expect(runs[0].totals?.images).toBe(3);
    expect(runs[0].intervals?.me[0]).toBeGreaterThanOrEqual(4);
    expect(meanShape?.me).toBeCloseTo(10, 10);
    const [pair] = pairs;
    // p: 3 px better; q: 2 px worse; r: 0.05 px, nearer than a hand's own scatter
    expect([pair.wins, pair.ties, pair.losses]).toEqual([1, 1, 1]);
    expect(pair.difference).toBeCloseTo(-0.95 / 3, 10);
    expect(pair.interval[0]).toBeLessThan(pair.difference);
    expect(pair.landmarks?.[30]).toBeCloseTo(-0.95 / 3, 5);
  });

  it('without a common image have no pair', async () => {
    const { common, pairs, runs } = await compareRuns([run('a', A), run('b', [{ id: 'elsewhere', error: 1 }])]);
    expect([common, pairs, runs[0].totals]).toEqual([0, [], null]);
  });

  it('of three, the others stand against the first', async () => {
    const { pairs } = await compareRuns([run('a', A), run('b', B), run('c', A)]);
    expect(pairs.map(({ id }) => id)).toEqual(['b', 'c']);
    expect(pairs[1]).toMatchObject({ wins: 0, losses: 0, ties: 4 - 1, difference: 0 });
  });
});

describe('metric cards', () => {
  const { card } = REPORT;

  it('may differ in the model, and in nothing else unmarked', () => {
    expect(
      cardDifferences([card, { ...card, model: 'other', modelSha256: 'ff', meanShapeSource: 'model card' }]),
    ).toEqual([]);
    expect(cardDifferences([card, { ...card, labelVersion: 'labels 13', cropSource: 'detector' }])).toEqual([
      { field: 'labels', values: ['labels 12', 'labels 13'] },
      { field: 'crop', values: ['ground-truth', 'detector'] },
    ]);
  });

  it('differ where one states what the other does not', () => {
    expect(cardDifferences([card, { ...card, selection: 'the 57 worst' }])).toEqual([
      { field: 'selection', values: ['none', 'the 57 worst'] },
    ]);
    // a field that nobody here has named yet
    expect(cardDifferences([card, { ...card, colours: { space: 'linear' } } as typeof card])).toEqual([
      { field: 'colours', values: ['none', '{"space":"linear"}'] },
    ]);
  });

  it('part runs into tables', () => {
    const runs = [card, { ...card, split: 'test' }, { ...card, model: 'second', selection: null }];
    expect(
      groupByCard(runs, (run) => run).map((group) => group.map(({ model, split }) => `${model} ${split}`)),
    ).toEqual([['reference val', 'second val'], ['reference test']]);
  });
});
