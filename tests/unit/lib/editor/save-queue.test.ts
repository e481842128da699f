import { describe, expect, it } from 'vitest';
import { createSaveQueue, type SaveStatus, type SendResult } from '@/lib/editor/save-queue';

/** A server whose answers the test gives one by one, and a document that is a counter. */
function harness() {
  let edits = 0;
  let saved = 0;
  const sent: number[] = [];
  const statuses: SaveStatus[] = [];
  const waits: number[] = [];
  const pauses: (() => void)[] = [];
  let answer: (result: SendResult) => void = () => undefined;
  const queue = createSaveQueue({
    hasWork: () => edits !== saved,
    send: () => {
      const at = edits;
      sent.push(at);
      return new Promise((resolve) => {
        answer = (result) => {
          if (result.kind === 'saved') saved = at;
          resolve(result);
        };
      });
    },
    onStatus: (status) => statuses.push(status),
    wait: (ms) => {
      waits.push(ms);
      return new Promise((resolve) => pauses.push(resolve));
    },
  });
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
  return {
    queue,
    sent,
    statuses,
    waits,
    edit() {
      edits++;
      queue.request();
    },
    async reply(result: SendResult) {
      answer(result);
      await settle();
    },
    async endPause() {
      pauses.pop()?.();
      await settle();
    },
    settle,
    lastStatus: () => statuses.at(-1)?.kind,
  };
}

describe('the save queue', () => {
  it('sends one at a time, and everything done meanwhile in one more', async () => {
    const { edit, reply, sent, lastStatus } = harness();
    edit();
    edit();
    edit();
    expect(sent).toEqual([1]);
    await reply({ kind: 'saved' });
    expect(sent).toEqual([1, 3]);
    await reply({ kind: 'saved' });
    expect(sent).toEqual([1, 3]);
    expect(lastStatus()).toBe('idle');
  });

  it('asks an unreachable server again, waiting longer each time, and sends the newest work', async () => {
    const { edit, reply, endPause, sent, waits, lastStatus } = harness();
    edit();
    await reply({ kind: 'unreachable', reason: 'no answer' });
    expect(lastStatus()).toBe('retrying');
    edit();
    await endPause();
    await reply({ kind: 'unreachable', reason: 'no answer' });
    await endPause();
    await reply({ kind: 'saved' });
    expect(waits).toEqual([1000, 2000]);
    expect(sent).toEqual([1, 2, 2]);
    expect(lastStatus()).toBe('idle');
  });

  it('never waits longer than 15 s', async () => {
    const { edit, reply, endPause, waits } = harness();
    edit();
    for (let i = 0; i < 6; i++) {
      await reply({ kind: 'unreachable', reason: 'no answer' });
      await endPause();
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 15000, 15000]);
  });

  it('can be woken from a pause', async () => {
    const { edit, reply, queue, settle, sent } = harness();
    edit();
    await reply({ kind: 'unreachable', reason: 'no answer' });
    queue.retryNow();
    await settle();
    expect(sent).toEqual([1, 1]);
  });

  it('stands still in a conflict until it is decided', async () => {
    const { edit, reply, queue, sent, lastStatus } = harness();
    edit();
    await reply({ kind: 'conflict' });
    edit();
    expect(sent).toEqual([1]);
    expect(lastStatus()).toBe('conflict');
    queue.retryNow();
    expect(sent).toEqual([1, 2]);
    await reply({ kind: 'saved' });
    expect(lastStatus()).toBe('idle');
  });

  it('says why it was refused and tries again with the next edit', async () => {
    const { edit, reply, sent, statuses } = harness();
    edit();
    await reply({ kind: 'refused', reason: 'expected 68 entries, found 67' });
    expect(statuses.at(-1)).toEqual({ kind: 'refused', reason: 'expected 68 entries, found 67' });
    edit();
    expect(sent).toEqual([1, 2]);
  });
});
