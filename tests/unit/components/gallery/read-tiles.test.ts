import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { changeMany } from '@/components/gallery/bulk-actions';
import { useGalleryStore } from '@/components/gallery/gallery-store';
import { readPage, renewTiles } from '@/components/gallery/read-tiles';
import { useToastStore } from '@/components/ui/toast-store';
import type { BulkChange } from '@/lib/contracts/bulk';
import type { SampleTile } from '@/lib/contracts/sample';

const KEY = 'crop=ground-truth&dataset=d&sort=name';

/** So many faces on a server, and what it is asked for. */
function server(count: number) {
  let faces = Array.from({ length: count }, (_, i) => ({ id: `f${i}`, reviewState: 'none', error: i }));
  let deleted: typeof faces = [];
  const asked: string[] = [];
  const answers = { isUp: true };

  function change(wanted: BulkChange) {
    if (wanted.action === 'restore') {
      faces = [...faces, ...deleted].sort((a, b) => a.error - b.error);
      return { changed: deleted.length, undo: [] };
    }
    const ids = 'ids' in wanted.target ? wanted.target.ids : [];
    if (wanted.action === 'delete') {
      deleted = faces.filter(({ id }) => ids.includes(id));
      faces = faces.filter(({ id }) => !ids.includes(id));
      return { changed: deleted.length, undo: [{ action: 'restore', deletion: '0'.repeat(32) }] };
    }
    const state = wanted.action === 'review' ? (wanted.state ?? 'none') : 'none';
    const meant = faces.filter(({ id, reviewState }) => ids.includes(id) && reviewState !== state);
    faces = faces.map((face) => (meant.includes(face) ? { ...face, reviewState: state } : face));
    return {
      changed: meant.length,
      undo: [{ action: 'review', target: { ids: meant.map(({ id }) => id) }, state: 'none' }],
    };
  }

  vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => {
    if (!answers.isUp) throw new TypeError('fetch failed');
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    if (pathname === '/api/samples/bulk') return Response.json(change(JSON.parse(String(init?.body))));
    asked.push(`${pathname.replace('/api/samples', '')}?${searchParams.get('ids') ?? searchParams.get('cursor')}`);
    if (pathname === '/api/samples/tiles') {
      const ids = (searchParams.get('ids') as string).split(',');
      return Response.json(ids.flatMap((id) => faces.find((face) => face.id === id) ?? []));
    }
    const from = Number(searchParams.get('cursor') ?? 0);
    const to = from + Number(searchParams.get('limit'));
    return Response.json({ items: faces.slice(from, to), nextCursor: to < faces.length ? String(to) : null });
  });
  return {
    asked,
    answers,
    correct(id: string, error: number) {
      faces = faces.map((face) => (face.id === id ? { ...face, error } : face));
    },
  };
}

const store = () => useGalleryStore.getState();
const tiles = (): readonly SampleTile[] => store().list?.tiles ?? [];
const tile = (id: string) => tiles().find((known) => known.id === id);

/** A gallery that has been scrolled through so many pages of two hundred. */
async function readPages(count: number) {
  store().open(KEY, await readPage(KEY, null, 200));
  for (let i = 1; i < count; i++) store().append(KEY, await readPage(KEY, store().list?.nextCursor ?? null, 200));
}

beforeEach(() => {
  useGalleryStore.setState(useGalleryStore.getInitialState());
  useToastStore.setState({ toasts: [] });
});
afterEach(() => vi.unstubAllGlobals());

describe('a list of more than two thousand tiles', () => {
  it('shows a mark on many as soon as it is made, and reads no more than those', async () => {
    const { asked } = server(3000);
    await readPages(12);
    asked.length = 0;
    await changeMany(
      { action: 'review', target: { ids: ['f3', 'f2100', 'f2900'] }, state: 'approved' },
      (count) => `${count} approved`,
    );
    await renewTiles(KEY);
    expect(asked).toEqual(['/tiles?f3,f2100']); // the third has not been scrolled to
    expect([tile('f3'), tile('f2100'), tile('f4')].map((known) => known?.reviewState)).toEqual([
      'approved',
      'approved',
      'none',
    ]);
    expect(tiles()).toHaveLength(2400);
    expect(store().isOutOfOrder).toBe(false);
    await renewTiles(KEY);
    expect(asked).toHaveLength(1);
  });

  it('asks for a hundred at a time', async () => {
    const { asked } = server(3000);
    await readPages(11);
    asked.length = 0;
    store().touch(Array.from({ length: 250 }, (_, i) => `f${i}`));
    await renewTiles(KEY);
    expect(asked.map((line) => line.split(',').length)).toEqual([100, 100, 50]);
  });

  it('has a deleted face back in its place when that is taken back', async () => {
    server(3000);
    await readPages(12);
    await changeMany({ action: 'delete', target: { ids: ['f1200'] } }, (count) => `${count} deleted`);
    await renewTiles(KEY);
    expect(tiles().slice(1199, 1201)).toMatchObject([{ id: 'f1199' }, { id: 'f1201' }]);
    useToastStore.getState().toasts[0].action?.run();
    await vi.waitFor(() => expect(store().stale).toBe('all'));
    await renewTiles(KEY);
    expect(tiles()[1200].id).toBe('f1200');
    expect(tiles().length).toBeGreaterThanOrEqual(2399);
    expect(new Set(tiles().map(({ id }) => id)).size).toBe(tiles().length);
  });

  it('shows the error of a face that was corrected on its own page, and says that the order has changed', async () => {
    const { asked, correct } = server(3000);
    await readPages(11);
    asked.length = 0;
    store().visit('f7');
    store().visit('f8');
    correct('f8', 0.5);
    await renewTiles(KEY);
    expect(asked).toEqual(['/tiles?f7,f8']);
    expect(tile('f8')?.error).toBe(0.5);
    expect(store().isOutOfOrder).toBe(true);
  });

  it('keeps what it has while the server is away, and brings it up to date with the next change', async () => {
    const { answers, correct } = server(3000);
    await readPages(11);
    store().touch(['f8']);
    correct('f8', 0.5);
    answers.isUp = false;
    await renewTiles(KEY);
    expect(tile('f8')?.error).toBe(8);
    answers.isUp = true;
    store().touch(['f9']);
    await renewTiles(KEY);
    expect(tile('f8')?.error).toBe(0.5);
  });
});

it('a short list is read again as a whole, in its new order', async () => {
  const { asked } = server(250);
  await readPages(2);
  asked.length = 0;
  store().touch(['f3']);
  await renewTiles(KEY);
  expect(asked).toEqual(['?null', '?200']);
  expect(store().stale).toEqual(new Set());
});
