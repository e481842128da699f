import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { extractCrop } from '@/lib/image/crop';
import { synthesizeFace } from '@/lib/synthesis/synthesize-face';
import { CROP_SAMPLING, createFaceDetector, wholeFrame } from '@/models/blazeface/detector';
import { landmarkBox } from '@/models/blazeface/landmark-box';
import { formatNetworkFiles } from '@/models/blazeface/network-files';
import { readPackageNetwork } from '@/models/blazeface/package-node';
import { openFrameDetector } from '@/models/live/detector-client';
import { serveDetector } from '@/models/live/detector-server';
import { startNodeBackend } from '@/models/runtime/backend-node';
import type { WorkerLike } from '@/models/runtime/worker-client';

const MODES = ['close-up', 'distant'] as const;
const source = { networksUrl: '/models', wasmUrl: '/wasm/' };
const files = new Map<string, BodyInit>();

beforeAll(async () => {
  for (const mode of MODES) {
    const { network, bytes } = formatNetworkFiles(await readPackageNetwork(mode));
    files.set(`/models/blazeface-${mode}/network.json`, JSON.stringify(network));
    files.set(`/models/blazeface-${mode}/weights.bin`, bytes as Uint8Array<ArrayBuffer>);
  }
});

const channels: MessageChannel[] = [];
afterEach(() => {
  for (const { port1 } of channels.splice(0)) port1.close();
  vi.unstubAllGlobals();
});

/** The worker's side and ours, joined by a channel instead of a thread. */
function startWorker(): WorkerLike {
  vi.stubGlobal('fetch', async (url: string) => new Response(files.get(url), { status: files.has(url) ? 200 : 404 }));
  const channel = new MessageChannel();
  channels.push(channel);
  serveDetector(channel.port2, startNodeBackend);
  channel.port1.start();
  channel.port2.start();
  return {
    postMessage: (message, transfer) => channel.port1.postMessage(message, transfer),
    addEventListener: (type: string, listener: (event: never) => void) =>
      channel.port1.addEventListener(type, listener as (event: Event) => void),
    terminate() {},
  };
}

describe('the detectors’ worker', () => {
  it('sees in a frame’s crop what the detector sees in the frame', async () => {
    const detector = await openFrameDetector(startWorker(), source);
    const { image } = synthesizeFace(2);
    for (const mode of MODES) {
      const frame = wholeFrame(image, detector.inputSizes[mode]);
      const pixels = new Uint8Array(extractCrop(image, frame, CROP_SAMPLING).data);
      const { faces, durationMs, tensors } = await detector.detect(mode, pixels, frame);
      expect(pixels.byteLength).toBe(0); // taken over
      const [here] = await createFaceDetector(mode, await readPackageNetwork(mode)).detect(image);
      const { box, angleRad } = landmarkBox(here, mode);
      const close = (value: number) => expect.closeTo(value, 9);
      const [x, y, width, height] = [box.x, box.y, box.width, box.height].map(close);
      expect(faces).toMatchObject([{ box: { x, y, width, height }, angleRad: close(angleRad), score: here.score }]);
      expect(durationMs).toBeGreaterThan(0);
      expect(tensors).toBeGreaterThan(0);
    }
  });

  it('holds as many tensors after many frames as after one', async () => {
    const detector = await openFrameDetector(startWorker(), source);
    const { image } = synthesizeFace(2);
    const frame = wholeFrame(image, detector.inputSizes['close-up']);
    const counts: number[] = [];
    for (let i = 0; i < 12; i++) {
      const pixels = new Uint8Array(extractCrop(image, frame, CROP_SAMPLING).data);
      counts.push((await detector.detect('close-up', pixels, frame)).tensors);
    }
    expect(new Set(counts).size).toBe(1);
  });

  it('searches a photo with both detectors in distant mode, with one close-up', async () => {
    const detector = await openFrameDetector(startWorker(), source);
    const photo = () => synthesizeFace(5).image;
    for (const mode of MODES) expect((await detector.find(mode, photo())).faces).toHaveLength(1);
  });

  it('says what it could not fetch', async () => {
    const opening = openFrameDetector(startWorker(), { ...source, networksUrl: '/gone' });
    await expect(opening).rejects.toThrow('/gone/blazeface-close-up/network.json: expected status 200, found 404');
  });
});
