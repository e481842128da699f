import { benchmarkLines } from '@/lib/evaluation/benchmark-text';
import { listModels, requireModel } from '@/lib/server/models';
import { ready } from '@/lib/server/ready';
import { createBench } from '../benchmark/bench';
import { describeMachine } from '../benchmark/machine-node';
import { runBenchmark, USUAL_PLAN } from '../benchmark/run-benchmark';
import { readPackageNetwork } from '../blazeface/package-node';
import { loadKernels } from '../inference/load-node';
import { startNodeBackend } from '../runtime/backend-node';
import { kernelBackend, tensorBackend } from '../runtime/load-model';
import { type Command, choice, integerOption } from './command';
import { readStoredModel } from './stored-model';

/** What there is in Node; browsers have graphics cards too, and a page of their own for this. */
const BACKENDS = ['kernels', 'wasm'] as const;

export const benchmark: Command = {
  name: 'benchmark',
  usage: 'benchmark [--model ID] [--backend kernels|wasm] [--rounds N]',
  summary: 'milliseconds of landmark networks, detectors and the whole pipeline on this machine',
  options: { model: { type: 'string' }, backend: { type: 'string' }, rounds: { type: 'string' } },
  positionals: 0,
  async run(_, options, { note, signal }) {
    const only = choice(options, 'backend', BACKENDS);
    const rounds = integerOption(options, 'rounds', { min: 1, max: 10_000 }) ?? USUAL_PLAN.rounds;
    await ready();
    const models =
      typeof options.model === 'string'
        ? [await requireModel(options.model)]
        : (await listModels()).filter(({ origin }) => origin === 'pretrained');
    const files = await Promise.all(models.map(readStoredModel));
    await startNodeBackend();
    const networks = { 'close-up': await readPackageNetwork('close-up'), distant: await readPackageNetwork('distant') };
    const module = await loadKernels();
    const benches = BACKENDS.filter((name) => only === undefined || name === only).map((name) =>
      createBench(name === 'kernels' ? kernelBackend(module) : tensorBackend(name), files, networks, module),
    );
    try {
      let told = performance.now();
      const report = await runBenchmark(benches, models, describeMachine(), {
        plan: { ...USUAL_PLAN, rounds },
        signal,
        onProgress(done, total, what) {
          if (performance.now() - told < 2000) return;
          told = performance.now();
          note(`${done}/${total} ${what}`);
        },
      });
      return { json: report, lines: benchmarkLines(report) };
    } finally {
      for (const bench of benches) bench.dispose();
    }
  },
};
