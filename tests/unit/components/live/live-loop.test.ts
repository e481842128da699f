import { describe, expect, it } from 'vitest';
import type { FrameSource, GrabbedFrame } from '@/components/live/frame-source';
import { LiveLoop, type SeenFrame } from '@/components/live/live-loop';
import type { LiveWorker } from '@/models/live/live-client';
import type { LiveResult } from '@/models/live/protocol';

/** Pictures that tell whether they were closed. */
class FakePicture {
  closed = 0;
  close() {
    this.closed++;
  }
}

function fakeSource(kind: GrabbedFrame['kind'] = 'live') {
  const pictures: FakePicture[] = [];
  let time = 0;
  const source = {
    pictures,
    async grab() {
      const [picture, twin] = [new FakePicture(), new FakePicture()];
      pictures.push(picture, twin);
      time += 20;
      return { picture, twin, timeMs: time, kind };
    },
  };
  return source as unknown as FrameSource & { pictures: FakePicture[] };
}

const result = (crop: number): LiveResult => ({
  width: 640,
  height: 480,
  models: [{ faces: [], durationMs: 3 }],
  timings: { read: 1, crop, landmarks: 3, total: 5, detect: 8 },
  tensors: 42,
});

/** Answers when it is told to. */
function fakeWorker() {
  const waiting: { resolve(value: LiveResult): void; reject(error: unknown): void }[] = [];
  const times: number[] = [];
  const worker = {
    process(_frame: unknown, timeMs: number) {
      times.push(timeMs);
      return new Promise<LiveResult>((resolve, reject) => waiting.push({ resolve, reject }));
    },
  } as unknown as LiveWorker;
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  return {
    worker,
    times,
    async answer(value: LiveResult = result(1)) {
      waiting.shift()?.resolve(value);
      await settle();
    },
    async refuse(error: Error) {
      waiting.shift()?.reject(error);
      await settle();
    },
    settle,
  };
}

function open(kind?: GrabbedFrame['kind']) {
  const source = fakeSource(kind);
  const { worker, ...answers } = fakeWorker();
  const shown: SeenFrame[] = [];
  const failures: unknown[] = [];
  const loop = new LiveLoop(
    source,
    worker,
    (frame) => shown.push(frame),
    (error) => failures.push(error),
  );
  return { loop, source, shown, failures, ...answers };
}

describe('the loop of a live video', () => {
  it('looks at one frame at a time, and of those that came meanwhile only at the newest', async () => {
    const { loop, times, shown, answer, settle } = open();
    for (let i = 0; i < 5; i++) loop.next();
    await settle();
    expect(times).toEqual([20]);
    await answer();
    expect(times).toEqual([20, 40]); // five were told of: the first, and one for all the others
    await answer();
    await settle();
    expect(times).toHaveLength(2);
    expect(shown.map(({ timeMs }) => timeMs)).toEqual([20, 40]);
  });

  it('closes every picture it was given', async () => {
    const { loop, source, answer, settle } = open();
    loop.next();
    await settle();
    await answer();
    expect(source.pictures.map(({ closed }) => closed > 0)).toEqual([true, true]);
  });

  it('tells once why it ends, and looks at nothing more', async () => {
    const { loop, source, failures, times, refuse, settle } = open();
    loop.next();
    await settle();
    await refuse(new Error('worker: out of memory'));
    expect(failures).toEqual([new Error('worker: out of memory')]);
    expect(source.pictures.every(({ closed }) => closed > 0)).toBe(true);
    loop.next();
    await settle();
    expect(times).toHaveLength(1);
  });

  it('shows nothing that comes after its end, and tells of nothing', async () => {
    const { loop, shown, failures, refuse, settle } = open();
    loop.next();
    await settle();
    loop.end();
    await refuse(new Error('disposed of'));
    expect([shown, failures]).toEqual([[], []]);
  });

  it('counts frames a second while a video runs, and not for stills', async () => {
    const live = open();
    for (const crop of [1, 2, 3]) {
      live.loop.next();
      await live.settle();
      await live.answer(result(crop));
    }
    const stats = live.loop.stats();
    expect(stats).toMatchObject({ crop: 2, landmarks: 3, total: 5, detect: 8, tensors: 42, faces: 0 });
    expect(stats.rate).toBeGreaterThan(0);
    expect(stats.slowRate).toBeLessThanOrEqual(stats.rate as number);

    const still = open('still');
    still.loop.next();
    await still.settle();
    await still.answer();
    expect(still.loop.stats()).toMatchObject({ rate: null, slowRate: null, total: 5 });
  });
});
