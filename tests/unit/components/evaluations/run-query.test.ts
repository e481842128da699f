import { describe, expect, it } from 'vitest';
import { runGalleryQuery, runInspectorQuery } from '@/components/evaluations/run-query';

const run = { id: 'run-1', modelId: 'full-1' };

describe("the address of a run's images", () => {
  it('asks for the crops that the run was scored on', () => {
    const card = { cropSource: 'detector', split: 'test' } as const;
    expect(runGalleryQuery(run, card)).toBe('model=full-1&sort=error&split=test&crop=detector');
    expect(runInspectorQuery(run, card)).toBe('model=full-1&sort=error&split=test&crop=detector&run=run-1');
  });

  it("leaves out what is as usual, another tool's crops among it", () => {
    expect(runGalleryQuery(run, { cropSource: 'ground-truth', split: 'all' })).toBe('model=full-1&sort=error');
    expect(runInspectorQuery(run, { cropSource: 'external', split: 'all' })).toBe('model=full-1&sort=error&run=run-1');
  });
});
