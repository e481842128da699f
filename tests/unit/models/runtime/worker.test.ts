import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ModelCard } from '@/lib/contracts/model-card';
import type { FacePrediction } from '@/lib/evaluation/predictor';
import { createRandom } from '@/lib/random';
import { synthesizeFace } from '@/lib/synthesis/synthesize-face';
import { createFaceFinder } from '@/models/blazeface/finder';
import { formatNetworkFiles } from '@/models/blazeface/network-files';
import { readPackageNetwork } from '@/models/blazeface/package-node';
import { CROP_BYTES } from '@/models/facemesh/codec';
import { SHALLOW } from '@/models/facemesh/config';
import { createCropPredictor } from '@/models/facemesh/crop-predictor';
import { formatModelFiles } from '@/models/facemesh/model-files';
import { predictPhoto } from '@/models/pipeline';
import { startNodeBackend } from '@/models/runtime/backend-node';
import { tensorBackend } from '@/models/runtime/load-model';
import type { ModelSource } from '@/models/runtime/protocol';
import { loadFaceMeshWorker, type WorkerLike } from '@/models/runtime/worker-client';
import { serveModel } from '@/models/runtime/worker-server';
import { randomWeights } from '../facemesh/random-weights';
import { sampleCard } from '../facemesh/sample-card';

const weights = randomWeights(SHALLOW, createRandom(41));

const dataUrl = (bytes: Uint8Array): string => `data:;base64,${Buffer.from(bytes).toString('base64')}`;
const jsonUrl = (value: unknown): string => dataUrl(Buffer.from(JSON.stringify(value)));

/** The three files of a model as URLs that need no server. */
async function modelSource(changes: Partial<ModelCard> = {}): Promise<ModelSource> {
  const { card, manifest, bytes } = await formatModelFiles({ card: sampleCard(), weights }, 'float32');
  return {
    cardUrl: jsonUrl({ ...card, ...changes }),
    manifestUrl: jsonUrl(manifest),
    weightsUrl: dataUrl(bytes),
    wasmUrl: '/wasm/',
  };
}

const channels: MessageChannel[] = [];
afterEach(() => {
  for (const { port1 } of channels.splice(0)) port1.close();
  vi.unstubAllGlobals();
});

/** The worker's side and the page's, joined by a channel instead of a thread. */
function startWorker(): WorkerLike & { crash(message: string): void; readonly ended: () => boolean } {
  const channel = new MessageChannel();
  channels.push(channel);
  const { port1, port2 } = channel;
  serveModel(port2, async () => {
    await startNodeBackend();
    return tensorBackend('wasm');
  });
  port1.start();
  port2.start();
  const crashes: ((event: { message?: string }) => void)[] = [];
  let ended = false;
  return {
    postMessage: (message, transfer) => port1.postMessage(message, transfer),
    addEventListener(type: string, listener: (event: never) => void) {
      if (type === 'message') port1.addEventListener('message', listener as (event: MessageEvent) => void);
      else crashes.push(listener as (event: { message?: string }) => void);
    },
    terminate() {
      ended = true;
    },
    crash: (message) => {
      for (const listener of crashes) listener({ message });
    },
    ended: () => ended,
  };
}

function randomCrops(count: number): Uint8Array<ArrayBuffer> {
  const random = createRandom(42);
  const crops = new Uint8Array(count * CROP_BYTES);
  return crops.map(() => random.integer(256));
}

describe('a model behind a worker', () => {
  it('answers as it does in this thread, and takes the crops’ buffer over', async () => {
    const model = await loadFaceMeshWorker(startWorker(), await modelSource());
    expect(model.backend).toBe('wasm');
    expect(model.card.id).toBe('sample');
    const here = await createCropPredictor(sampleCard(), weights).predictCrops(randomCrops(2));
    const crops = randomCrops(2);
    const there = await model.predictCrops(crops);
    expect(there.predictions).toEqual(here.predictions);
    expect(there.durationMsPerFace).toBeGreaterThan(0);
    expect(crops.byteLength).toBe(0);
  });

  it('finds the faces of a photo there as in this thread', async () => {
    const networks = { 'close-up': await readPackageNetwork('close-up'), distant: await readPackageNetwork('distant') };
    const files = new Map<string, BodyInit>();
    for (const mode of ['close-up', 'distant'] as const) {
      const { network, bytes } = formatNetworkFiles(networks[mode]);
      files.set(`/models/blazeface-${mode}/network.json`, JSON.stringify(network));
      files.set(`/models/blazeface-${mode}/weights.bin`, bytes as Uint8Array<ArrayBuffer>);
    }
    const original = fetch;
    vi.stubGlobal('fetch', async (url: string, init?: RequestInit) =>
      files.has(url) ? new Response(files.get(url)) : original(url, init),
    );
    const source = { ...(await modelSource()), detectorsUrl: '/models' };
    const model = await loadFaceMeshWorker(startWorker(), source);
    const { image } = synthesizeFace(2);
    const whole = { model: createCropPredictor(sampleCard(), weights), finder: createFaceFinder(networks) };
    const here = await predictPhoto(whole, image, null);
    expect(here).toHaveLength(1);
    const there = await model.predictPhoto({ ...image, data: image.data.slice() }, null);
    const points = (faces: readonly FacePrediction[]) => faces.map(({ box, landmarks }) => ({ box, landmarks }));
    expect(points(there)).toEqual(points(here));

    const elsewhere = { x: 0, y: 0, width: 20, height: 20 };
    expect(await model.predictPhoto({ ...image, data: image.data.slice() }, elsewhere)).toEqual([]);
    const [found] = await model.predictPhoto({ ...image, data: image.data.slice() }, here[0].box);
    expect(found.landmarks).toEqual(here[0].landmarks);
  });

  it('passes on what went wrong there: name and message', async () => {
    const worker = startWorker();
    const loading = loadFaceMeshWorker(worker, await modelSource({ parameters: 5 }));
    await expect(loading).rejects.toMatchObject({
      name: 'ModelFormatError',
      message: 'card.json: parameters: expected 201853, found 5',
    });
    expect(worker.ended()).toBe(true);
  });

  it('says which file the server does not have', async () => {
    vi.stubGlobal('fetch', async () => new Response('', { status: 404 }));
    const source = { cardUrl: '/card', manifestUrl: '/manifest', weightsUrl: '/weights', wasmUrl: '/wasm/' };
    await expect(loadFaceMeshWorker(startWorker(), source)).rejects.toThrow('/card: expected status 200, found 404');
  });

  it('refuses bytes that are no whole crops and goes on working', async () => {
    const model = await loadFaceMeshWorker(startWorker(), await modelSource());
    await expect(model.predictCrops(new Uint8Array(7))).rejects.toMatchObject({ name: 'RangeError' });
    expect((await model.predictCrops(randomCrops(1))).predictions).toHaveLength(1);
  });

  it('lets go of a cancelled call at once, leaves out those still waiting, and goes on working', async () => {
    const model = await loadFaceMeshWorker(startWorker(), await modelSource());
    const controller = new AbortController();
    const calls = [1, 2].map(() => model.predictCrops(randomCrops(16), controller.signal));
    controller.abort(new Error('enough'));
    for (const call of calls) await expect(call).rejects.toThrow('enough');
    await expect(model.predictCrops(randomCrops(1), controller.signal)).rejects.toThrow('enough');
    expect((await model.predictCrops(randomCrops(1))).predictions).toHaveLength(1);
  });

  it('ends open and later calls when the worker crashes or is disposed of', async () => {
    const worker = startWorker();
    const model = await loadFaceMeshWorker(worker, await modelSource());
    const open = model.predictCrops(randomCrops(1));
    worker.crash('out of memory');
    await expect(open).rejects.toThrow('worker: out of memory');
    await expect(model.predictCrops(randomCrops(1))).rejects.toThrow('worker: out of memory');
    model.dispose();
    expect(worker.ended()).toBe(true);
    await expect(model.predictCrops(randomCrops(1))).rejects.toThrow('worker: expected to be in use');
  });
});
