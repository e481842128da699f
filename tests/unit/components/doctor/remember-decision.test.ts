import { afterEach, expect, it, vi } from 'vitest';
import { createStore } from 'zustand';
import { rememberDecision } from '@/components/doctor/remember-decision';
import type { EditorSession } from '@/components/editor/editor-session';
import type { ReviewChange } from '@/lib/contracts/review';

const FINDINGS = '/api/samples/face/findings';

/** A face with two findings; what is sent to the server is kept. */
function face({ unsaved = 0 } = {}) {
  const store = createStore(() => ({ unsaved, detail: { id: 'face', name: 'face', revision: 3 } }));
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', async (url: string, { method = 'GET', body }: RequestInit = {}) => {
    expect(url).toBe(FINDINGS);
    if (method === 'POST') sent.push(JSON.parse(String(body)));
    return Response.json({ sampleId: 'face', findings: [{ key: 'sides-swapped' }, { key: 'misplaced-point:nose' }] });
  });
  const decide = (change: ReviewChange) => rememberDecision({ store } as unknown as EditorSession, change);
  return { store, sent, decide };
}

afterEach(() => vi.unstubAllGlobals());

it('answers every finding by what was decided, for the version that it was decided of', async () => {
  const { sent, decide } = face();
  await decide({ state: 'approved' });
  await decide({ state: 'fixed' });
  const findings = ['sides-swapped', 'misplaced-point:nose'];
  expect(sent).toEqual([
    { findings, verdict: 'right', revision: 3 },
    { findings, verdict: 'fixed', revision: 3 },
  ]);
});

it('takes the answers back with the decision, and says nothing for the states that are none', async () => {
  const { sent, decide } = face();
  for (const state of ['to-fix', 'ambiguous'] as const) await decide({ state });
  await decide({ verdict: 'label-error' });
  expect(sent).toEqual([]);
  await decide({ state: 'unreviewed' });
  expect(sent).toMatchObject([{ verdict: null }]);
});

it('waits until the correction has been saved, and answers for the version that this makes', async () => {
  const { store, sent, decide } = face({ unsaved: 1 });
  const decided = decide({ state: 'fixed' });
  store.setState(({ detail }) => ({ detail: { ...detail, revision: 4 } }));
  expect(sent).toEqual([]);
  store.setState({ unsaved: 0 });
  await decided;
  expect(sent).toMatchObject([{ verdict: 'fixed', revision: 4 }]);
});
