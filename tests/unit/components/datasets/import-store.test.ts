import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cancelTaking, showImport, takeSource, useImportStore } from '@/components/datasets/import-store';
import { useToastStore } from '@/components/ui/toast-store';

/** An upload that is under way until the test ends it. */
class FakeUpload {
  upload: { onprogress?: (event: { loaded: number }) => void } = {};
  onload = () => {};
  onabort = () => {};
  status = 0;
  responseText = '';
  path = '';
  isOpen = false;
  open(_: string, url: string) {
    this.path = new URL(url, 'http://localhost').searchParams.get('path') ?? '';
  }
  setRequestHeader() {}
  send() {
    this.isOpen = true;
    uploads.push(this);
  }
  abort() {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.onabort();
  }
  answer(status: number, body = {}) {
    this.isOpen = false;
    Object.assign(this, { status, responseText: JSON.stringify(body) });
    this.onload();
  }
}

let uploads: FakeUpload[];
let asked: string[];
let tab: EventTarget;
let hide: () => void;

beforeEach(() => {
  uploads = [];
  asked = [];
  tab = new EventTarget();
  vi.stubGlobal('window', tab);
  vi.stubGlobal('XMLHttpRequest', FakeUpload);
  vi.stubGlobal('fetch', async (url: string, { method, signal }: RequestInit) => {
    signal?.throwIfAborted();
    asked.push(`${method} ${url.replace('/api/', '')}`);
    if (url.endsWith('/preview')) return Response.json({ importId: 'i', suggestedName: '' });
    return Response.json({ importId: 'i' });
  });
  useToastStore.setState({ toasts: [] });
  useImportStore.setState({ step: { at: 'source' } });
  hide = showImport();
});
afterEach(() => {
  hide();
  vi.unstubAllGlobals();
});

const filesOf = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ path: `faces/${i}.png`, file: new File(['12345'], `${i}.png`) }));
const step = () => useImportStore.getState().step;
const underWay = () => vi.waitFor(() => expect(uploads.length).toBeGreaterThan(0));
const asksBeforeLeaving = () => !tab.dispatchEvent(new Event('beforeunload', { cancelable: true }));

describe('an upload of which one file is refused', () => {
  it('ends the others, says which, and lets nothing that comes late take the place of that', async () => {
    const taken = takeSource({ files: filesOf(9) });
    await underWay();
    expect(uploads).toHaveLength(4);
    uploads[1].answer(413, { error: 'faces/1.png: larger than 64 MB' });
    await taken;
    expect(step()).toEqual({ at: 'source', error: 'faces/1.png: larger than 64 MB' });
    expect(uploads.map(({ isOpen }) => isOpen)).toEqual([false, false, false, false]);
    uploads[2].upload.onprogress?.({ loaded: 5 });
    expect(step()).toMatchObject({ at: 'source', error: 'faces/1.png: larger than 64 MB' });
    expect(uploads).toHaveLength(4);
    expect(asked).toEqual(['POST imports', 'DELETE imports/i']);
  });
});

describe('an upload', () => {
  it('is cancelled without an error, and throws away what has come', async () => {
    const taken = takeSource({ files: filesOf(2) });
    await underWay();
    cancelTaking();
    await taken;
    expect(step()).toEqual({ at: 'source', error: undefined });
    expect(asked).toEqual(['POST imports', 'DELETE imports/i']);
  });

  it('goes on when its page is left, and tells when it has been looked at', async () => {
    const taken = takeSource({ files: filesOf(2) });
    await underWay();
    hide();
    uploads[0].answer(200);
    await vi.waitFor(() => expect(step()).toMatchObject({ at: 'upload', progress: { files: 1, totalFiles: 2 } }));
    uploads[1].answer(200);
    await taken;
    expect(step()).toMatchObject({ at: 'review', preview: { suggestedName: 'faces' } });
    expect(useToastStore.getState().toasts).toMatchObject([{ tone: 'info' }]);
  });

  it('whose page was left tells its failure wherever one is', async () => {
    const taken = takeSource({ files: filesOf(1) });
    await underWay();
    hide();
    uploads[0].answer(500, { error: 'the disk is full' });
    await taken;
    expect(useToastStore.getState().toasts).toMatchObject([
      { tone: 'error', text: 'The files could not be taken in: the disk is full' },
    ]);
  });

  it('asks before the tab is closed, and only while it is under way', async () => {
    const taken = takeSource({ files: filesOf(1) });
    await underWay();
    expect(asksBeforeLeaving()).toBe(true);
    uploads[0].answer(200);
    await taken;
    expect(asksBeforeLeaving()).toBe(false);
  });
});
