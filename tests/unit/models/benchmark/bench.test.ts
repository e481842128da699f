import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, createBench, frameWith, MOST_FACES } from '@/models/benchmark/bench';
import { readPackageNetwork } from '@/models/blazeface/package-node';
import { readModelFolder } from '@/models/facemesh/model-folder-node';
import { loadKernels } from '@/models/inference/load-node';
import { startNodeBackend } from '@/models/runtime/backend-node';
import { kernelBackend } from '@/models/runtime/load-model';
import { projectRoot } from '../../lib/server/workbench';

let bench: Bench;
beforeAll(async () => {
  await startNodeBackend();
  const kernels = await loadKernels();
  const model = await readModelFolder(path.join(projectRoot, 'models/pretrained/facemesh-68-shallow'));
  const networks = { 'close-up': await readPackageNetwork('close-up'), distant: await readPackageNetwork('distant') };
  bench = createBench(kernelBackend(kernels), [model], networks, kernels);
});
afterAll(() => bench.dispose());

describe('a bench', () => {
  it('finds every face of its frames, and times them detected and followed', async () => {
    for (let faces = 1; faces <= MOST_FACES; faces++) {
      const detected = await bench.pipeline('facemesh-68-shallow', faces, false, 1);
      const followed = await bench.pipeline('facemesh-68-shallow', faces, true, 1);
      expect(Math.min(detected.mean, followed.mean)).toBeGreaterThan(0);
    }
  });

  it('times networks by the face and detectors by the frame', async () => {
    expect((await bench.network('facemesh-68-shallow', 4, 2)).rounds).toBe(2);
    expect((await bench.detector('distant', 2)).mean).toBeGreaterThan(0);
    expect(() => bench.network('gone', 1, 1)).toThrow('benchmark: expected one of facemesh-68-shallow, found gone');
  });

  it('shows the same frame every time', () => {
    expect(frameWith(2).data).toEqual(frameWith(2).data);
    expect(frameWith(2).data).not.toEqual(frameWith(1).data);
  });
});
