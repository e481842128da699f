import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parsePlan, plannedRuns } from '@/models/experiments/plan';

const PLANS = path.resolve(import.meta.dirname, '../../../../models/experiments/plans');

const plan = (changes: object = {}) => ({
  id: 'losses',
  title: 'Losses',
  about: 'two of them',
  sets: {
    photos: { path: 'photos', kind: 'real', licence: 'none', test: { share: 0.1 } },
    made: { generate: { count: 10, seed: 3 }, kind: 'synthetic', licence: 'free' },
  },
  seeds: [1, 2],
  config: { architecture: 'full', steps: 40, batch: 8 },
  runs: [
    { id: 'mse', title: 'MSE', images: { photos: 30, made: 90 }, config: { loss: { kind: 'mse' } } },
    { id: 'few', title: 'Few', images: { photos: 30 }, limits: { photos: 5 } },
  ],
  ...changes,
});

describe('a plan of experiments', () => {
  it('becomes one training a run and seed, seed by seed, every set measured in all of them', () => {
    const runs = plannedRuns(parsePlan(plan(), 'plan.json'));
    expect(runs.map(({ id }) => id)).toEqual(['mse-s1', 'few-s1', 'mse-s2', 'few-s2']);
    const [mse, few] = runs.map(({ config }) => config);
    expect(mse).toMatchObject({ model: 'losses-mse-s1', seed: 1, images: 120, steps: 40, loss: { kind: 'mse' } });
    expect(mse.data).toMatchObject([
      { dataset: 'photos', share: 0.25, limit: null, validation: { share: 0.1 } },
      { dataset: 'made', share: 0.75, validation: null },
    ]);
    expect(few).toMatchObject({ images: 30, loss: { kind: 'wing' } });
    expect(few.data).toMatchObject([{ share: 1, limit: 5 }, { share: 0 }]);
  });

  it('is refused in one line that names what is wrong', () => {
    const refusal = (changes: object) => () => plannedRuns(parsePlan(plan(changes), 'plan.json'));
    expect(refusal({ seeds: [] })).toThrow(/^plan\.json: seeds: /);
    expect(refusal({ runs: [{ id: 'a', title: 'A', images: { paintings: 3 } }] })).toThrow(
      'plan.json: runs: a: expected sets photos, made, found paintings',
    );
    const twice = { id: 'a', title: 'A', images: { photos: 3 } };
    expect(refusal({ runs: [twice, twice] })).toThrow('plan.json: runs: expected every id once, found a twice');
    expect(refusal({ config: { architecture: 'deep', steps: 4 } })).toThrow(/^losses: mse: architecture: /);
  });

  it.each(readdirSync(PLANS))('%s as shipped can be run', (file) => {
    const shipped = parsePlan(JSON.parse(readFileSync(path.join(PLANS, file), 'utf8')), file);
    expect(`${shipped.id}.json`).toBe(file);
    const runs = plannedRuns(shipped);
    expect(runs.length).toBe(shipped.runs.length * shipped.seeds.length);
    expect(new Set(runs.map(({ config }) => config.steps)).size).toBe(1);
  });
});
