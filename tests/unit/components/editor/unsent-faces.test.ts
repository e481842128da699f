import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openSession, putOnScreen } from '@/components/editor/session-cache';
import { followUnsentFaces, useUnsentFaces } from '@/components/editor/unsent-faces';
import { useToastStore } from '@/components/ui/toast-store';
import type { SampleDetail } from '@/lib/contracts/sample';
import { movePoint } from '@/lib/editor/patches';
import { sampleDetail } from './sample-detail';

const answer = vi.fn<() => Response>();

beforeAll(() => {
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('fetch', async () => answer());
});

beforeEach(() => {
  putOnScreen(null);
});

/** Somebody else has moved landmark 33 too. */
const stale = ({ annotation }: SampleDetail): Response => {
  const theirs = { revision: 2, author: 'bert', annotation: annotation && movePoint(annotation, 33, [1, 1]) };
  return Response.json({ error: 'newer labels', ...theirs }, { status: 409 });
};

const refused = (line: string, status: number): Response => Response.json({ error: line }, { status });

/** Opens a face and drags landmark 33. */
function edit(id: string) {
  const session = openSession(sampleDetail(id));
  putOnScreen(session);
  session.beginDrag(33);
  session.dragTo(33, [50, 60], false);
  session.commitDrag();
  return session;
}

const unsent = () => useUnsentFaces.getState().faces.map(({ detail, save }) => [detail.id, save.kind]);
const texts = () => useToastStore.getState().toasts.map(({ text }) => text);

describe('a face that is not on the screen', () => {
  it('tells of a conflict that arrives after it was left, until it is shown again', async () => {
    answer.mockReturnValue(stale(sampleDetail('a')));
    const session = edit('a');
    putOnScreen(openSession(sampleDetail('b')));
    expect(unsent()).toEqual([]);
    await vi.waitFor(() => expect(unsent()).toEqual([['a', 'conflict']]));
    putOnScreen(session);
    expect(unsent()).toEqual([]);
    putOnScreen(null);
    expect(unsent()).toEqual([['a', 'conflict']]);

    answer.mockReturnValue(Response.json({ revision: 3, predictions: [], versions: [] }));
    session.resolve(new Set());
    await vi.waitFor(() => expect(unsent()).toEqual([]));
  });

  it('is told of in one message that opens it, and that goes when it is shown', async () => {
    const onOpen = vi.fn();
    const stop = followUnsentFaces(onOpen);
    answer.mockReturnValue(refused('no such face', 404));
    const c = edit('c');
    putOnScreen(null);
    await vi.waitFor(() => expect(texts()).toEqual(['“face c” of Set 1 is not saved: no such face. Your edits wait.']));
    answer.mockReturnValue(stale(sampleDetail('d')));
    const d = edit('d');
    putOnScreen(null);
    await vi.waitFor(() =>
      expect(texts()).toEqual([
        '“face d” of Set 1 is not saved: someone else has moved the same points. Your edits wait for you to choose. One other face waits, too.',
      ]),
    );
    useToastStore.getState().toasts[0].action?.run();
    expect(onOpen).toHaveBeenCalledWith('/datasets/set-1/samples/d');
    putOnScreen(d);
    expect(texts()).toEqual(['“face c” of Set 1 is not saved: no such face. Your edits wait.']);
    putOnScreen(c);
    expect(texts()).toEqual([
      '“face d” of Set 1 is not saved: someone else has moved the same points. Your edits wait for you to choose.',
    ]);
    stop();
  });
});
