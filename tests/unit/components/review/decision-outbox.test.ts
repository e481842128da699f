import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { JournalEntry } from '@/lib/editor/journal';
import { sampleDetail } from '../editor/sample-detail';

const posted = vi.fn();

const answerWith = (status: number) =>
  vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => {
    posted(JSON.parse(String(init.body)));
    return Response.json({}, { status });
  });

async function load() {
  const { decide, useDecisionOutbox } = await import('@/components/review/decision-outbox');
  const { journal } = await import('@/components/editor/gesture-journal');
  return { decide, waiting: () => useDecisionOutbox.getState().waiting, journal };
}

/** A correction of a face that the server has not got. */
function correction(sampleId: string): JournalEntry {
  const { annotation } = sampleDetail(sampleId);
  if (!annotation) throw new Error('expected labels');
  const place = { saveId: `save-${sampleId}`, sampleId, chain: `chain-${sampleId}`, order: 0, atMs: 1 };
  return { ...place, label: 'Move nose', baseRevision: 1, before: annotation, after: annotation };
}

beforeAll(() => {
  vi.stubGlobal('window', globalThis); // what is sent is heard of in a browser only
});

describe('a decision', () => {
  it('is sent at once where nothing is under way', async () => {
    answerWith(200);
    const { decide, waiting } = await load();
    decide('a', { state: 'approved' });
    await vi.waitFor(() => expect(waiting()).toBe(0));
    expect(posted).toHaveBeenCalledExactlyOnceWith({
      action: 'review',
      target: { ids: ['a'] },
      state: 'approved',
    });
  });

  it('waits for the correction before it without asking again and again', async () => {
    answerWith(200);
    posted.mockClear();
    const { decide, waiting, journal } = await load();
    const entry = correction('b');
    await journal.put(entry);
    const read = vi.spyOn(journal, 'read');
    decide('b', { state: 'approved' });
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(read).toHaveBeenCalledTimes(1);
    expect(waiting()).toBe(1);

    decide('c', { state: 'to-fix' }); // others pass it
    await vi.waitFor(() => expect(waiting()).toBe(1));
    expect(posted.mock.calls.map(([{ target }]) => target.ids)).toEqual([['c']]);

    await journal.swap([entry], []);
    await vi.waitFor(() => expect(waiting()).toBe(0));
    expect(posted.mock.calls.map(([{ target }]) => target.ids)).toEqual([['c'], ['b']]);
  });

  it('is offered again while the server does not answer', async () => {
    answerWith(503);
    posted.mockClear();
    const { decide, waiting } = await load();
    decide('d', { verdict: 'label-error' });
    await vi.waitFor(() => expect(posted).toHaveBeenCalledOnce());
    expect(waiting()).toBe(1);
    answerWith(200);
    await vi.waitFor(() => expect(waiting()).toBe(0), { timeout: 2000 });
  });
});
