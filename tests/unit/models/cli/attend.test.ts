import { PassThrough } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { attend } from '@/models/cli/attend';

const attended = () => {
  const input = new PassThrough();
  return { input, attendant: attend(input) };
};

describe('an attended training', () => {
  it('stops when it is told to', async () => {
    const { input, attendant } = attended();
    input.write('nonsense\nstop\n');
    await vi.waitFor(() => expect(attendant.stop.aborted).toBe(true), { timeout: 10_000 });
    expect(attendant.stop.reason).toMatchObject({ message: 'stopped' });
    expect(attendant.finishEarly.aborted).toBe(false);
  });

  it('finishes early when it is told to', async () => {
    const { input, attendant } = attended();
    input.write('finish\n');
    await vi.waitFor(() => expect(attendant.finishEarly.aborted).toBe(true), { timeout: 10_000 });
    expect(attendant.stop.aborted).toBe(false);
  });

  it('stops when its server has died', async () => {
    const { input, attendant } = attended();
    input.end();
    await vi.waitFor(() => expect(attendant.stop.aborted).toBe(true), { timeout: 10_000 });
    expect(attendant.stop.reason).toMatchObject({ message: 'the server has ended' });
  });

  it('lets the process end', () => {
    const { input, attendant } = attended();
    attendant.release();
    expect(input.destroyed).toBe(true);
  });
});
