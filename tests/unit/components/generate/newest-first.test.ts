import { describe, expect, it } from 'vitest';
import { newestFirst } from '@/components/generate/newest-first';

/** Work whose pieces end when they are told to. */
function held() {
  const ends: ((result: string | Error) => void)[] = [];
  const told: string[] = [];
  const begun: number[] = [];
  const worker = newestFirst(
    (wish: number) => {
      begun.push(wish);
      return new Promise<string>((resolve, reject) => {
        ends.push((result) => (result instanceof Error ? reject(result) : resolve(result)));
      });
    },
    (wish, result, error) => told.push(`${wish}: ${result ?? (error as Error).message}`),
  );
  const end = async (result: string | Error) => {
    ends.shift()?.(result);
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { worker, begun, told, end };
}

describe('work for the newest wish', () => {
  it('passes over what came between, and shows each piece that was begun', async () => {
    const { worker, begun, told, end } = held();
    for (const wish of [1, 2, 3]) worker.want(wish);
    await end('one');
    await end('three');
    expect(begun).toEqual([1, 3]);
    expect(told).toEqual(['1: one', '3: three']);
    worker.want(4);
    await end('four');
    expect(told.at(-1)).toBe('4: four');
  });

  it('tells what went wrong and goes on', async () => {
    const { worker, told, end } = held();
    worker.want(1);
    worker.want(2);
    await end(new Error('no'));
    await end('two');
    expect(told).toEqual(['1: no', '2: two']);
  });

  it('tells nothing more once it is stopped', async () => {
    const { worker, begun, told, end } = held();
    worker.want(1);
    worker.want(2);
    worker.stop();
    await end('one');
    expect(begun).toEqual([1]);
    expect(told).toEqual([]);
  });
});
