import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { evaluate, OpenQuestion } from '@/components/evaluations/queue/evaluate';
import { goOnWith } from '@/components/evaluations/queue/queue-runner';
import { type EvaluationTask, isEnded, useQueueStore } from '@/components/evaluations/queue/queue-store';

// the store keeps its tasks in the browser, which is not here
vi.hoisted(() => {
  const kept = new Map<string, string>();
  const localStorage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  };
  Object.assign(globalThis, { window: { localStorage } });
});

const task = (id: string, changes: Partial<EvaluationTask> = {}): EvaluationTask => ({
  id,
  request: { model: 'm', dataset: 'd', split: 'val' },
  modelTitle: 'Model',
  on: 'faces, val',
  state: 'waiting',
  message: '',
  ...changes,
});
const only = () => useQueueStore.getState().tasks[0];

beforeEach(() => useQueueStore.setState({ tasks: [] }));
afterEach(() => vi.unstubAllGlobals());

const server = (status: number, body: unknown) => vi.stubGlobal('fetch', async () => Response.json(body, { status }));

describe('the queue', () => {
  it('keeps what is open before what has ended, and not every ended one for ever', () => {
    const { add } = useQueueStore.getState();
    add(Array.from({ length: 40 }, (_, i) => task(`old-${i}`, { state: 'done' })));
    add([task('open', { state: 'running' })]);
    add([task('new')]);
    const { tasks } = useQueueStore.getState();
    expect(tasks.filter(isEnded)).toHaveLength(30);
    expect(tasks.slice(-2).map(({ id }) => id)).toEqual(['open', 'new']);
  });

  it('goes on with the answer that a task has asked for', () => {
    useQueueStore.getState().add([task('t', { state: 'asks', question: 'without-face', message: 'three lack' })]);
    goOnWith(only());
    expect(only()).toMatchObject({ state: 'waiting', message: '', request: { withoutFace: 'count' } });
    useQueueStore.getState().patch('t', { state: 'asks', question: 'overlap' });
    goOnWith(only());
    expect(only().request).toMatchObject({ withoutFace: 'count', allowOverlap: true });
  });
});

describe('one evaluation', () => {
  it('is the run that the server has made, where every prediction is there', async () => {
    server(200, { id: 'run' });
    expect(await evaluate(task('t'), () => undefined)).toEqual({ id: 'run' });
  });

  it.each([
    ['overlap', { error: 'seen in training', overlap: { images: 3 } }],
    ['without-face', { error: 'the file lacks 2', missing: ['a'], canFail: true }],
  ])('asks about %s instead of deciding', async (about, body) => {
    server(409, body);
    const asked = await evaluate(task('t'), () => undefined).catch((error) => error);
    expect(asked).toBeInstanceOf(OpenQuestion);
    expect(asked).toMatchObject({ about, message: body.error });
  });

  it('tells what the server refuses', async () => {
    server(422, { error: 'expected labelled faces, found none' });
    await expect(evaluate(task('t'), () => undefined)).rejects.toMatchObject({
      name: 'RequestError',
      status: 422,
      message: 'expected labelled faces, found none',
    });
  });
});
