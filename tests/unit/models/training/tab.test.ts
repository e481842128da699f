import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ModelFile } from '@/lib/contracts/model';
import type { TrainingCurves, TrainingProgress } from '@/lib/contracts/training-config';
import { CHECKPOINT_FILE, CURVES_FILE, SAMPLES_FILE } from '@/lib/contracts/training-files';
import type { TabWish } from '@/lib/contracts/training-tab';
import { encodePng } from '@/lib/image/decode-node';
import { createRgbImage } from '@/lib/image/rgb-image';
import { createRandom } from '@/lib/random';
import { SHALLOW } from '@/models/facemesh/config';
import { checkedModelFolder, modelFolder } from '@/models/facemesh/model-folder';
import { formatCheckpoint } from '@/models/training/checkpoint';
import { ENGINE_VECTORS, type EngineVector } from '@/models/training/engine/training-engine';
import { parseConfig } from '@/models/training/parse-config';
import { HttpFiles } from '@/models/training/tab/http-files';
import { runFileFault } from '@/models/training/tab/run-file-fault-node';
import { ServerLine } from '@/models/training/tab/server-line';
import { randomWeights } from '../facemesh/random-weights';
import { sampleCard } from '../facemesh/sample-card';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const curvesOf = (step: number): TrainingCurves => ({
  training: [{ step, learningRate: 1e-3, landmarks: 2, depth: 0, confidence: 0.5 }],
  validation: [],
});

describe('the files of a run in a tab', () => {
  it('go one after the other, of two states of one file the newer alone', async () => {
    const sent: string[] = [];
    let free = () => {};
    const first = new Promise<void>((resolve) => {
      free = resolve;
    });
    const put = async (file: string, body: BodyInit) => {
      sent.push(`${file} ${body}`);
      if (sent.length === 1) await first;
      return new Response();
    };
    const files = new HttpFiles({ put }, () => {});
    for (const step of [1, 2, 3]) files.keepCurves(curvesOf(step));
    files.keepSamples({ step: 3, faces: [] });
    free();
    await files.settled();
    expect(sent.map((line) => line.slice(0, 40))).toEqual([
      `${CURVES_FILE} {"training":[{"step":1,"lear`,
      `${CURVES_FILE} {"training":[{"step":3,"lear`,
      `${SAMPLES_FILE} {"step":3,"faces":[]}`,
    ]);
  });

  it('end with the first that cannot be kept', async () => {
    const put = vi.fn(async () => {
      throw new Error('the disk is full');
    });
    const told: unknown[] = [];
    const files = new HttpFiles({ put }, (error) => told.push(error));
    files.keepCurves(curvesOf(1));
    await expect(files.settled()).rejects.toThrow('the disk is full');
    files.keepCurves(curvesOf(2));
    await expect(files.settled()).rejects.toThrow('the disk is full');
    expect([put.mock.calls.length, told.length]).toEqual([1, 1]);
  });

  it('are looked at before they are kept', async () => {
    const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
    const config = parseConfig({
      model: 'mine',
      title: 'Mine',
      architecture: 'shallow',
      steps: 9,
      data: [{ dataset: 'a' }],
    });
    const vectors = Object.fromEntries(ENGINE_VECTORS.map((name) => [name, new Float32Array(4)]));
    const parts = formatCheckpoint({
      config,
      fingerprint: 1,
      curves: curvesOf(1),
      state: {
        engine: { step: 3, vectors: vectors as Record<EngineVector, Float32Array> },
        coolDownFrom: null,
        pending: { landmarks: 0, depth: 0, confidence: 0, steps: 0 },
      },
    });
    const checkpoint = new Uint8Array(await new Blob(parts).arrayBuffer());
    expect(await runFileFault('mine', CHECKPOINT_FILE, checkpoint)).toBeNull();
    expect(await runFileFault('other', CHECKPOINT_FILE, checkpoint)).toBe(
      'checkpoint.bin: expected a checkpoint of other, found one of mine',
    );
    expect(await runFileFault('mine', CHECKPOINT_FILE, checkpoint.subarray(0, -8))).toMatch(/too few for/);
    expect(await runFileFault('mine', CURVES_FILE, json(curvesOf(2)))).toBeNull();
    expect(await runFileFault('mine', CURVES_FILE, json({ training: [{ step: 'two' }], validation: [] }))).toMatch(
      /^curves.json: training.0.step: /,
    );
    expect(await runFileFault('mine', '../config.json', json({}))).toMatch(/^expected a file of a training run, found/);
    expect(await runFileFault('mine', 'sample-3.png', await encodePng(createRgbImage(192, 192)))).toBeNull();
    expect(await runFileFault('mine', 'sample-3.png', await encodePng(createRgbImage(64, 192)))).toBe(
      'sample-3.png: expected a PNG of 192×192, found image/png of 64×192',
    );
  });
});

describe('the line to the server', () => {
  const PROGRESS = { step: 7 } as TrainingProgress;
  const answers = (...list: (() => Response)[]) => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => {
      asked.push(`${init?.method ?? 'GET'} ${url} ${init?.body ?? ''}`);
      return (list.length > 1 ? list.shift() : list[0])?.();
    });
    return asked;
  };

  it('brings wishes back, and says when the run is another’s', async () => {
    const asked = answers(
      () => Response.json({ wish: null }),
      () => Response.json({ wish: 'finish' }),
      () => Response.json({ error: 'this tab has the run no more' }, { status: 409 }),
    );
    const wishes: TabWish[] = [];
    const refused: string[] = [];
    const line = new ServerLine(
      'run',
      's',
      (wish) => wishes.push(wish),
      ({ message }) => refused.push(message),
    );
    for (const count of [1, 2, 3]) {
      line.tell(PROGRESS);
      await vi.waitFor(() => expect(asked).toHaveLength(count));
      await new Promise((resolve) => setTimeout(resolve));
    }
    line.close();
    expect(asked[0]).toBe('POST /api/training/run/tab/progress?session=s {"step":7}');
    expect([wishes, refused]).toEqual([['finish'], ['this tab has the run no more']]);
  });

  it('waits for a server that is started again, and gives up on one that refuses', async () => {
    vi.useFakeTimers();
    const asked = answers(
      () => Response.error(),
      () => Response.json({}, { status: 502 }),
      () => Response.json({}),
    );
    const line = new ServerLine(
      'run',
      's',
      () => {},
      () => {},
    );
    const put = line.put('curves.json', '{}');
    await vi.advanceTimersByTimeAsync(4000);
    await put;
    expect(asked.filter((each) => each.startsWith('PUT'))).toHaveLength(3);
    answers(() => Response.json({ error: 'curves.json: expected points' }, { status: 422 }));
    await expect(line.put('curves.json', '{}')).rejects.toThrow('curves.json: expected points');
    line.close();
  });
});

describe('a model folder that a tab has made', () => {
  it('is taken when its files fit each other, and refused when one was changed', async () => {
    const fingerprint = { whole: null, face: new Uint32Array(8).fill(5) };
    const { files } = await modelFolder({
      card: sampleCard(),
      weights: randomWeights(SHALLOW, createRandom(3)),
      trainedOn: { images: [{ contentHash: 'ab'.repeat(32), fingerprint }], isComplete: true },
    });
    const entries = new Map(Object.entries(files) as [ModelFile, Uint8Array][]);
    const folder = await checkedModelFolder(entries);
    expect(folder.card.trainedOn?.images).toBe(1);
    expect(folder.files['trained-on.bin']).toEqual(files['trained-on.bin']);
    const changed = new Uint8Array(files['trained-on.bin'] as Uint8Array);
    changed[40] ^= 1;
    await expect(checkedModelFolder(new Map(entries).set('trained-on.bin', changed))).rejects.toThrow(
      /expected trained-on.bin of sha-256/,
    );
    await expect(checkedModelFolder(new Map([...entries].slice(1)))).rejects.toThrow(
      /expected it in the model's folder/,
    );
  });
});
