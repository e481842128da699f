import { resolveObjectURL } from 'node:buffer';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveController } from '@/components/live/live-controller';
import type { Pane } from '@/components/live/pane';
import { useRecordingStore } from '@/components/live/recording-store';
import { useToastStore } from '@/components/ui/toast-store';

vi.mock('@/components/live/open-files', () => ({
  openFiles: async () => ({
    kind: 'video',
    title: 'clip.mp4',
    isMirror: false,
    start() {},
    playback: () => null,
    grab: async () => ({ picture: { close() {} }, twin: { close() {} }, timeMs: 0, kind: 'live' }),
    close() {},
  }),
}));
vi.mock('@/components/live/webcam-source', () => ({ listCameras: async () => [] }));
vi.mock('@/components/live/worker-host', () => ({
  WorkerHost: class {
    current = null;
    has = () => true;
    drop() {}
    ensure = async () => ({
      models: [],
      async configure() {},
      async reset() {},
      process: async () => ({
        width: 640,
        height: 480,
        models: [{ faces: [], durationMs: 1 }],
        timings: { read: 0, crop: 0, landmarks: 0, total: 0, detect: 0 },
        tensors: 0,
      }),
    });
  },
}));

/** Hands its last bytes out and stops some time after it was asked to, as browsers do. */
class FakeMediaRecorder extends EventTarget {
  static isTypeSupported = () => true;
  state = 'inactive';
  mimeType = 'video/webm;codecs=vp9';
  constructor(readonly stream: unknown) {
    super();
  }
  start() {
    this.state = 'recording';
  }
  stop() {
    this.state = 'inactive';
    setTimeout(() => {
      this.dispatchEvent(Object.assign(new Event('dataavailable'), { data: new Blob(['film']) }));
      this.dispatchEvent(new Event('stop'));
    }, 5);
  }
}

const links: unknown[] = [];

beforeEach(() => {
  links.length = 0;
  useToastStore.setState({ toasts: [] });
  useRecordingStore.setState({ last: null });
  vi.stubGlobal('window', {});
  vi.stubGlobal('MediaRecorder', FakeMediaRecorder);
  vi.stubGlobal('document', {
    createElement(name: string) {
      if (name === 'canvas') return { captureStream: () => ({ getTracks: () => [] }) };
      const link = { click: () => links.push(link) };
      return link;
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

const choices = {
  mode: 'close-up',
  maxFaces: 1,
  smooths: true,
  isMirrored: false,
  layers: {},
  dataset: 'Live frames',
} as unknown as ConstructorParameters<typeof LiveController>[0];

/** The page with a video that is being recorded. */
async function recording() {
  const controller = new LiveController(choices, { models: ['facemesh-68'], backend: 'wasm' });
  const pane = { show() {}, composeOn() {}, clear() {}, redraw() {} } as unknown as Pane;
  controller.setPanes([pane]);
  const leave = controller.mount();
  await controller.openFiles([]);
  await controller.toggleRecording();
  await vi.waitFor(() => expect(controller.state.getState().recordingSeconds).not.toBeNull());
  await new Promise((resolve) => setTimeout(resolve)); // a frame is shown
  return { controller, leave };
}

const last = () => useRecordingStore.getState().last;

describe('a recording', () => {
  it('of a page that is left is ended, kept and offered', async () => {
    const { leave } = await recording();
    leave();
    await vi.waitFor(() => expect(last()).toMatchObject({ files: [{ label: 'Video' }, {}, {}] }));
    const [video] = last()?.files ?? [];
    expect(await resolveObjectURL(video.url)?.text()).toBe('film');
    const [{ text, action }] = useToastStore.getState().toasts;
    expect(text).toMatch(/^The recording ended with the page, after \d+\.\d s\. Live still has its files\.$/);
    action?.run();
    expect(links).toMatchObject([{ href: video.url, download: video.name }]);
  });

  it('that was ended before the page is left stays, without a word', async () => {
    const { controller, leave } = await recording();
    await controller.toggleRecording();
    leave();
    const urls = last()?.files.map(({ url }) => url) ?? [];
    expect(urls).toHaveLength(3);
    expect(urls.every((url) => resolveObjectURL(url) !== undefined)).toBe(true);
    expect(useToastStore.getState().toasts).toEqual([]);
  });

  it('takes the place of the one before, whose files are let go of', async () => {
    const { controller } = await recording();
    await controller.toggleRecording();
    const before = last()?.files.map(({ url }) => url) ?? [];
    await controller.toggleRecording();
    await new Promise((resolve) => setTimeout(resolve));
    await controller.toggleRecording();
    expect(before.some((url) => resolveObjectURL(url) !== undefined)).toBe(false);
    expect(last()?.files.every(({ url }) => resolveObjectURL(url) !== undefined)).toBe(true);
  });
});
