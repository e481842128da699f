import { afterEach, describe, expect, it, vi } from 'vitest';
import { sessionQuerySchema } from '@/lib/contracts/training-tab';
import { uniqueId } from '@/lib/unique-id';

afterEach(() => vi.unstubAllGlobals());

/** As in a page that came by plain http: `randomUUID` is missing. */
const withDraw = (getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array) =>
  vi.stubGlobal('crypto', { getRandomValues });

describe('uniqueId', () => {
  it('is a UUID, as the server asks of a training session', () => {
    const secure = crypto;
    withDraw((bytes) => secure.getRandomValues(bytes));
    expect(sessionQuerySchema.safeParse({ session: uniqueId() }).success).toBe(true);
  });

  it('states version 4 and its variant whatever is drawn', () => {
    withDraw((bytes) => bytes.fill(0xff));
    expect(uniqueId()).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
    withDraw((bytes) => bytes.fill(0));
    expect(uniqueId()).toBe('00000000-0000-4000-8000-000000000000');
  });

  it('is another one each time', () => {
    expect(new Set(Array.from({ length: 1000 }, uniqueId)).size).toBe(1000);
  });
});
