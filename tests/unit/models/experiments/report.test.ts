import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeResult, writeTests } from '@/models/experiments/files-node';
import { parsePlan, plannedRuns } from '@/models/experiments/plan';
import { planState } from '@/models/experiments/plan-report-node';
import { labelsFor, realLabelsReport } from '@/models/experiments/real-labels';
import { reportMarkdown } from '@/models/experiments/report';
import { reportTables } from '@/models/experiments/report-tables';
import type { RunResult, TestImages } from '@/models/experiments/results';
import { compareRuns, summarise } from '@/models/experiments/summary';

const PLANS = path.resolve(import.meta.dirname, '../../../../models/experiments/plans');
const SETS = ['ytf-68', '300w', 'face-synthetics', 'aflw2000-3d', 'generated-test'];
const IMAGES = 40;

const planOf = (id: string) => parsePlan(JSON.parse(readFileSync(path.join(PLANS, `${id}.json`), 'utf8')), id);

/** Errors that rise evenly from 0.5 to 1.5 times the mean, the same images hard in every run. */
const test = (me: number) => {
  const error = Array.from({ length: IMAGES }, (_, i) => me * (0.5 + i / (IMAGES - 1)));
  return { error, inner: error.map((value) => value / 2), nme: error.map((value) => value * 2) };
};

const resultsOf = (id: string, meOf: (run: string, seed: number) => number): RunResult[] =>
  plannedRuns(planOf(id)).map(({ run, seed, config }) => ({
    plan: id,
    run,
    seed,
    commit: '0123456789abcdef',
    finishedAt: '2026-11-25T00:00:00Z',
    config: { ...config },
    steps: config.steps,
    seconds: 360,
    parameters: run.startsWith('shallow') ? 201_853 : 264_317,
    weightBytes: run.startsWith('shallow') ? 830_000 : 1_080_000,
    curves: { training: [], validation: [] },
    tests: Object.fromEntries(SETS.map((set) => [set, test(meOf(run, seed))])),
  }));

const tests = (id: string): TestImages => ({
  plan: id,
  sets: Object.fromEntries(
    SETS.map((set) => [set, { images: Array.from({ length: IMAGES }, (_, i) => `${i}.png`), meanShape: test(6.6) }]),
  ),
});

describe('a summary of runs', () => {
  it('takes means over seeds, and intervals over images that hold them', async () => {
    const results = resultsOf('report-tables', (_, seed) => 4 + seed);
    const { runs, meanShape, trainingSeconds } = await summarise(
      planOf('report-tables'),
      results,
      tests('report-tables'),
    );
    const { me, seedMes, interval, inner, nme, sr10 } = runs[0].tests['300w'];
    expect(me).toBeCloseTo(5.5, 9);
    expect(seedMes).toEqual([expect.closeTo(5, 9), expect.closeTo(6, 9)]);
    expect([inner, nme]).toEqual([expect.closeTo(2.75, 9), expect.closeTo(11, 9)]);
    expect(interval[0]).toBeLessThan(5.5);
    expect(interval[1]).toBeGreaterThan(5.5);
    // 7.5 and 9 at most: all below 10
    expect(sr10).toBe(1);
    expect(meanShape['300w'].me).toBeCloseTo(6.6, 9);
    expect(trainingSeconds).toBe(360 * results.length);
  });

  it('says when a difference is noise: seeds that disagree, or an interval around zero', async () => {
    const plan = 'report-tables';
    const steady = resultsOf(plan, (run) => (run === 'mix-100' ? 4 : 5));
    expect(await compareRuns(steady, 'synthetic-mse', 'mix-100', '300w')).toMatchObject({
      difference: expect.closeTo(-1, 9),
      seedsAgree: true,
      isBeyondNoise: true,
    });
    const torn = resultsOf(plan, (run, seed) => (run === 'mix-100' ? [6.1, 3][seed - 1] : 5));
    expect(await compareRuns(torn, 'synthetic-mse', 'mix-100', '300w')).toMatchObject({
      difference: expect.closeTo(-0.45, 9),
      seedsAgree: false,
      isBeyondNoise: false,
    });
  });

  it('asks for results of every run', async () => {
    const some = resultsOf('report-tables', () => 4).filter(({ run }) => run !== 'mix-080');
    await expect(summarise(planOf('report-tables'), some, tests('report-tables'))).rejects.toThrow(
      'report-tables: mix-080: expected results, found none',
    );
  });
});

describe('the report of experiments', () => {
  it('judges by the numbers: the same words never stand for other results', async () => {
    const report = async (wing: number) => {
      const results = resultsOf('report-tables', (run) => (run === 'mix-100' ? wing : 5));
      const summary = await summarise(planOf('report-tables'), results, tests('report-tables'));
      return reportTables(summary, results, null);
    };
    const answer = ({ findings }: Awaited<ReturnType<typeof report>>) => findings[0].answer;
    expect(answer(await report(4))).toContain('On synthetic training yes: −1.00 px');
    expect(answer(await report(6))).toContain('On synthetic training no, it is worse: +1.00 px');
    expect(answer(await report(5))).toContain('On synthetic training not shown: +0.00 px');
    const markdown = reportMarkdown(await report(4));
    expect(markdown).toContain('| 100 % synthetic, MSE | 5.00 (');
    expect(markdown).toContain('| mean shape, nothing learnt | 6.60 (');
    expect(markdown).toContain('23.63 % fewer parameters');
    expect(markdown).toContain('at 0123456');
  });

  it('finds how many labels an error is worth, between the numbers measured', async () => {
    const errors: Record<number, number> = { 50: 6, 100: 5, 400: 4 };
    const at = (me: number) => labelsFor(me, [50, 100, 400], (count) => errors[count]);
    expect(at(7)).toBe(50);
    expect(at(5)).toBeCloseTo(100, 6);
    expect(at(4.5)).toBeCloseTo(200, 6);
    expect(at(3.9)).toBeNull();

    const reportOf = async (gain: (count: number) => number) => {
      const results = resultsOf('real-labels', (run) => {
        const [kind, count] = run.split('-');
        return 5 - Math.log2(Number(count) / 50) / 10 - (kind === 'both' ? gain(Number(count)) : 0);
      });
      return realLabelsReport(await summarise(planOf('real-labels'), results, tests('real-labels')), results);
    };
    const report = await reportOf(() => 1);
    expect(report.findings[0].answer).toContain(
      '50 real images with generated faces beside them do as well as more than 1,600 alone (−1.00 px)',
    );
    const turning = await reportOf((count) => (count < 100 ? 0.1 : count === 100 ? 0 : -count / 1000));
    expect(turning.findings[0].answer).toBe(
      'On ytf-68: 50 real images with generated faces beside them do as well as about 100 alone (−0.10 px); beside 100 they change nothing beyond noise (+0.00 px); beside 200, 400, 800 and 1,600 they cost accuracy (+0.20 to +1.60 px).',
    );
    expect(report.tables[0].rows).toHaveLength(6);
    expect(report.tables[0].rows[0][3]).toBe('−1.00');
  });

  it('speaks by the seeds that are whole while a plan is under way', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'experiment-'));
    try {
      const plan = planOf('real-labels');
      const results = resultsOf('real-labels', (_, seed) => 4 + seed);
      const [firstOfSeed2] = results.filter(({ seed }) => seed === 2);
      await writeTests(folder, tests('real-labels'));
      for (const result of [...results.filter(({ seed }) => seed === 1).slice(1), firstOfSeed2]) {
        await writeResult(folder, `${result.run}-s${result.seed}`, result);
      }
      expect(await planState(plan, folder)).toMatchObject({ done: 12, total: 24, seeds: [], report: null });
      await writeResult(folder, `${results[0].run}-s1`, results[0]);
      const { done, seeds, report } = await planState(plan, folder);
      expect([done, seeds]).toEqual([13, [1]]);
      expect(report?.about).toContain('12 runs with one seed each (of 2 that are planned)');
      expect(report?.tables[0].rows[0][1]).toContain('5.00 (');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
