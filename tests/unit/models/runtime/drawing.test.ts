import { afterEach, describe, expect, it } from 'vitest';
import { type FaceRecipe, recipeParameters } from '@/lib/synthesis/face-recipe';
import { renderFace } from '@/lib/synthesis/render-face';
import { reportSet } from '@/lib/synthesis/set-report';
import type { DrawingCalls } from '@/models/runtime/drawing-protocol';
import { serveDrawing } from '@/models/runtime/drawing-server';
import { takeWorker, type WorkerLike } from '@/models/runtime/worker-client';

const recipe: FaceRecipe = { seed: 2, limits: { camera: { yawDeg: [-10, 10] } } };
const face = (index: number) => ({ recipe, index, size: 32, supersample: 1 });

const channels: MessageChannel[] = [];
afterEach(() => {
  for (const { port1 } of channels.splice(0)) port1.close();
});

/** The thread's side and the page's, joined by a channel. */
function start() {
  const { port1, port2 } = new MessageChannel();
  channels.push({ port1, port2 } as MessageChannel);
  serveDrawing(port2);
  port1.start();
  port2.start();
  let crash = (_: { message?: string }) => {};
  const worker: WorkerLike = {
    postMessage: (message, transfer) => port1.postMessage(message, transfer),
    addEventListener(type: string, listener: (event: never) => void) {
      if (type === 'message') port1.addEventListener('message', listener as (event: MessageEvent) => void);
      if (type === 'error') crash = listener as typeof crash;
    },
    terminate: () => port1.close(),
  };
  return {
    drawer: takeWorker<DrawingCalls>(worker, 'the thread that draws faces'),
    crash: (message: string) => crash({ message }),
  };
}

describe('the thread that draws faces', () => {
  it('gives the face that the recipe stands for, as a canvas takes it', async () => {
    const { drawer } = start();
    const drawn = await drawer.call('draw', face(5));
    const here = renderFace(recipeParameters(recipe, 5), { size: 32, supersample: 1 });
    expect(drawn.size).toBe(32);
    expect([...drawn.pixels.slice(400, 404)]).toEqual([...here.image.data.slice(300, 303), 255]);
    expect(drawn.annotation).toEqual(here.annotation);
    expect(drawn.outlineAnnotation).toEqual(here.outlineAnnotation);
    expect(drawn.parameters).toEqual(here.parameters);
  });

  it('tells what a set is made of without drawing it', async () => {
    const { drawer } = start();
    const expected = reportSet(Array.from({ length: 50 }, (_, index) => recipeParameters(recipe, index)));
    expect(await drawer.call('report', { recipe, faces: 50 })).toEqual(expected);
  });

  it('never begins what is cancelled before its turn, and answers the rest', async () => {
    const { drawer } = start();
    const stop = new AbortController();
    const first = drawer.call('draw', face(0));
    const second = drawer.call('draw', face(1), { signal: stop.signal });
    const third = drawer.call('draw', face(2));
    stop.abort(new Error('no longer wanted'));
    await expect(second).rejects.toThrow('no longer wanted');
    expect((await first).parameters).toEqual(recipeParameters(recipe, 0));
    expect((await third).parameters).toEqual(recipeParameters(recipe, 2));
    await expect(drawer.call('draw', face(3), { signal: stop.signal })).rejects.toThrow('no longer wanted');
  });

  it('tells which limit is wrong, and goes on', async () => {
    const { drawer } = start();
    const wrong = { ...recipe, limits: { camera: { yawDeg: 90 } } };
    await expect(drawer.call('draw', { ...face(0), recipe: wrong })).rejects.toThrow(
      'camera.yawDeg: expected a number -75 to 75, found 90',
    );
    expect((await drawer.call('draw', face(0))).size).toBe(32);
  });

  it('ends every call when it crashes', async () => {
    const { drawer, crash } = start();
    const open = drawer.call('draw', face(0));
    crash('out of memory');
    await expect(open).rejects.toThrow('the thread that draws faces: out of memory');
    await expect(drawer.call('draw', face(1))).rejects.toThrow('out of memory');
  });
});
