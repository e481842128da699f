import { beforeAll, describe, expect, it, vi } from 'vitest';
import { openSession } from '@/components/editor/session-cache';
import { sampleDetail } from './sample-detail';

beforeAll(() => {
  vi.stubGlobal('window', globalThis); // sessions are kept in a browser only
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('fetch', () => new Promise(() => undefined));
});

describe('a face that is opened again', () => {
  it('goes on in its session', () => {
    const session = openSession(sampleDetail('a'));
    expect(openSession(sampleDetail('a'))).toBe(session);
  });

  it('is met anew where somebody else has saved meanwhile', () => {
    const session = openSession(sampleDetail('b'));
    expect(openSession(sampleDetail('b', 2))).not.toBe(session);
  });

  it('keeps a drag that has not ended, whatever somebody else has saved', () => {
    const session = openSession(sampleDetail('c'));
    session.beginDrag(33);
    session.dragTo(33, [50, 60], false);
    expect(openSession(sampleDetail('c', 2))).toBe(session);
    session.commitDrag();
    expect(session.store.getState()).toMatchObject({ unsaved: 1, document: { gesture: null, state: 1 } });
  });
});
