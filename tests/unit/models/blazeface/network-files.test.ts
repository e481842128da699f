import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DetectorMode } from '@/models/blazeface/modes';
import { fetchNetwork, formatNetworkFiles, parseNetworkFiles } from '@/models/blazeface/network-files';
import { readPackageNetwork } from '@/models/blazeface/package-node';

describe.each<[DetectorMode, number, number, number]>([
  ['close-up', 128, 896, 101_390],
  ['distant', 192, 2304, 508_308],
])('the package’s %s network', (mode, size, anchors, weightCount) => {
  it('has the size, the outputs and the operations of its kind, constants resolved', async () => {
    const { description, weights } = await readPackageNetwork(mode);
    expect(description.input.shape).toEqual([1, size, size, 3]);
    const outputs = description.operations.filter(({ output }) =>
      [description.regressors, description.logits].includes(output),
    );
    expect(outputs).toHaveLength(2);
    const reshaped = description.operations.filter(({ kind }) => kind === 'reshape');
    const boxes = reshaped.map((operation) => ('shape' in operation ? operation.shape : []));
    expect(boxes.filter(([, , width]) => width === 16).reduce((sum, [, count]) => sum + count, 0)).toBe(anchors);
    expect([...weights.values()].reduce((sum, { values }) => sum + values.length, 0)).toBe(weightCount);
    for (const [name, { values }] of weights) expect(values.every(Number.isFinite), name).toBe(true);
  });

  it('comes back from its files exactly', async () => {
    const model = await readPackageNetwork(mode);
    const { network, bytes } = formatNetworkFiles(model);
    expect(bytes.length).toBe(2 * weightCount);
    const { description, weights } = parseNetworkFiles(JSON.parse(JSON.stringify(network)), bytes);
    expect(description).toEqual(model.description);
    expect([...weights.keys()]).toEqual([...model.weights.keys()]);
    for (const [name, { shape, values }] of model.weights) {
      expect(weights.get(name)!.shape).toEqual(shape);
      expect(Buffer.from(weights.get(name)!.values.buffer).equals(Buffer.from(values.buffer)), name).toBe(true);
    }
  });
});

describe('fetchNetwork', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('reads the two files of a folder', async () => {
    const model = await readPackageNetwork('close-up');
    const { network, bytes } = formatNetworkFiles(model);
    const files: Record<string, string | Uint8Array<ArrayBuffer>> = {
      '/models/blazeface-close-up/network.json': JSON.stringify(network),
      '/models/blazeface-close-up/weights.bin': Uint8Array.from(bytes),
    };
    vi.stubGlobal(
      'fetch',
      async (url: string) => new Response(files[url] ?? null, { status: url in files ? 200 : 404 }),
    );
    expect((await fetchNetwork('/models/blazeface-close-up')).description).toEqual(model.description);
    await expect(fetchNetwork('/models/gone')).rejects.toThrow(
      '/models/gone/network.json: expected status 200, found 404',
    );
  });
});

describe('malformed files', () => {
  it('are refused in one line', async () => {
    const { network, bytes } = formatNetworkFiles(await readPackageNetwork('close-up'));
    const { description, weights } = network;
    expect(() => parseNetworkFiles(network, bytes.subarray(0, -2))).toThrow(
      /^network\.json: \d+: expected weights\.bin to hold bytes up to 202780, found 202778$/,
    );
    expect(() => parseNetworkFiles({ description }, bytes)).toThrow(/^network\.json: weights: /);
    expect(() =>
      parseNetworkFiles({ description, weights: { ...weights, tensors: weights.tensors.slice(1) } }, bytes),
    ).toThrow(`network.json: expected weight ${weights.tensors[0].name}, found none`);
    const operations = [{ kind: 'softmax', input: 0, output: 1 }];
    expect(() => parseNetworkFiles({ description: { ...description, operations }, weights }, bytes)).toThrow(
      /^network\.json: description\.operations\.0/,
    );
  });
});
