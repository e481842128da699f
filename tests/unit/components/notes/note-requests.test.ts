import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EditorSession } from '@/components/editor/editor-session';
import { keepDraft, noteOn } from '@/components/notes/note-requests';
import { useToastStore } from '@/components/ui/toast-store';

/** A face without labels, and a server that keeps its notes while it answers. */
function face(...notes: { landmark: number; text: string }[]) {
  let detail = { id: 'face', notes };
  const session = {
    store: { getState: () => ({ detail, document: null }) },
    updateDetail: (next: typeof detail) => {
      detail = next;
    },
  } as unknown as EditorSession;
  const asked: string[] = [];
  const server = { status: 200 };
  vi.stubGlobal('fetch', async (url: string, { method, body }: RequestInit) => {
    const landmark = Number(url.split('/').at(-1));
    asked.push(`${method} ${landmark}`);
    if (server.status !== 200) return Response.json({ error: 'the disk is full' }, { status: server.status });
    const others = detail.notes.filter((note) => note.landmark !== landmark);
    const written = method === 'PUT' ? [{ landmark, text: JSON.parse(String(body)).text as string }] : [];
    return Response.json([...others, ...written]);
  });
  return { session, asked, server };
}

const toasts = () => useToastStore.getState().toasts;
const press = (label: string) =>
  toasts()
    .find(({ action }) => action?.label === label)
    ?.action?.run();

beforeEach(() => useToastStore.setState({ toasts: [] }));
afterEach(() => vi.unstubAllGlobals());

describe('a note that is left in the middle of writing', () => {
  it('is kept, which can be taken back', async () => {
    const { session, asked } = face();
    await keepDraft(session, 36, { before: '', text: ' behind the hair ' });
    expect(noteOn(session, 36)).toBe('behind the hair');
    expect(toasts()).toMatchObject([{ tone: 'info', text: 'The note on right eye 1 has been kept.' }]);
    press('Undo');
    await vi.waitFor(() => expect(noteOn(session, 36)).toBe(''));
    expect(asked).toEqual(['PUT 36', 'DELETE 36']);
  });

  it('gives its place back to the one that stood there', async () => {
    const { session } = face({ landmark: 8, text: 'blurred' });
    await keepDraft(session, 8, { before: 'blurred', text: 'blurred, and cut off' });
    expect(noteOn(session, 8)).toBe('blurred, and cut off');
    press('Undo');
    await vi.waitFor(() => expect(noteOn(session, 8)).toBe('blurred'));
  });

  it('is not sent where nothing new was written', async () => {
    const { session, asked } = face({ landmark: 8, text: 'blurred' });
    await keepDraft(session, 8, { before: 'blurred', text: 'blurred ' });
    await keepDraft(session, 8, { before: 'blurred', text: '  ' });
    expect([asked, toasts()]).toEqual([[], []]);
  });

  it('is not lost where the server refuses it: it can be sent again', async () => {
    const { session, server } = face();
    server.status = 507;
    await keepDraft(session, 8, { before: '', text: 'blurred' });
    expect(toasts()).toMatchObject([{ tone: 'error', text: 'The note could not be kept: the disk is full' }]);
    server.status = 200;
    press('Try again');
    await vi.waitFor(() => expect(noteOn(session, 8)).toBe('blurred'));
  });
});
