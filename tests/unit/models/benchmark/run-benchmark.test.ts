import { describe, expect, it } from 'vitest';
import type { BenchmarkMachine, Timing } from '@/lib/contracts/benchmark';
import type { ModelInfo } from '@/lib/contracts/model';
import {
  benchmarkCsv,
  benchmarkLines,
  benchmarkMarkdown,
  networkTable,
  pipelineTable,
} from '@/lib/evaluation/benchmark-text';
import { runBenchmark } from '@/models/benchmark/run-benchmark';
import { time } from '@/models/benchmark/timing';
import { sampleCard } from '../facemesh/sample-card';

const machine: BenchmarkMachine = {
  processor: 'Test, "quick"',
  cores: 2,
  memoryGb: null,
  system: 'Linux',
  runtime: 'Node 20',
  graphics: null,
};
const timing = (mean: number): Timing => ({ mean, std: mean / 10, median: mean, rounds: 3 });

const model = (id: string, architecture: 'full' | 'shallow', metrics = {}): ModelInfo => ({
  id,
  title: `Model ${id}`,
  origin: 'pretrained',
  createdAt: '',
  card: sampleCard({ id, architecture, parameters: architecture === 'full' ? 264_317 : 201_853, metrics }),
  weightBytes: 1_080_000,
});

/** Times that tell what was asked for. */
function fakeBench() {
  const asked: string[] = [];
  return {
    asked,
    backend: 'kernels' as const,
    async network(id: string, batch: number) {
      asked.push(`network ${id} ${batch}`);
      return timing(4 / batch);
    },
    async detector(mode: string) {
      asked.push(`detector ${mode}`);
      return timing(5);
    },
    async pipeline(id: string, faces: number, tracks: boolean) {
      asked.push(`pipeline ${id} ${faces} ${tracks}`);
      return timing(faces * (tracks ? 4 : 8));
    },
  };
}

describe('a benchmark', () => {
  const plan = { rounds: 3, batches: [1, 4], faces: [1, 3] };

  it('times every model, batch, detector and number of faces, and lays them out', async () => {
    const bench = fakeBench();
    const told: number[] = [];
    const models = [model('a', 'full', { '300w': { me: 2.806, std: 0.913 } }), model('b', 'shallow')];
    const report = await runBenchmark([bench], models, machine, {
      plan,
      onProgress: (done, total) => told.push(done / total),
    });
    expect(bench.asked).toHaveLength(2 + 2 * (2 + 4));
    expect(told[0]).toBe(0);
    expect(told.at(-1)).toBe(1);
    expect(networkTable(report)[1]).toEqual([
      ...['Model a', '68', '264317', '1.08', '2.81 ± 0.91 (300w)', 'kernels', '1', '4.00 ± 0.40', '250.0'],
    ]);
    expect(networkTable(report)[4]).toEqual([
      ...['Model b', '50', '201853', '1.08', '–', 'kernels', '4', '1.00 ± 0.10', '1000.0'],
    ]);
    expect(pipelineTable(report)[4]).toEqual(['Model a', 'kernels', '3', 'faces followed', '12.00 ± 1.20', '83.3']);
    expect(benchmarkLines(report)[0]).toBe('Test, "quick", 2 cores, Linux, Node 20');
    expect(benchmarkCsv(report).split('\n\n')).toHaveLength(3);
    expect(benchmarkMarkdown(report)).toContain('| close-up | kernels | 5.00 ± 0.50 | 200.0 |');
  });

  it('ends with the cancel', async () => {
    const controller = new AbortController();
    const bench = { ...fakeBench(), detector: () => Promise.reject(controller.signal.reason) };
    controller.abort(new Error('enough'));
    await expect(runBenchmark([bench], [model('a', 'full')], machine, { plan })).rejects.toThrow('enough');
  });
});

describe('time', () => {
  it('warms up, shares a batch’s time out, and stops when told to', async () => {
    let calls = 0;
    const work = async () => {
      calls++;
      await new Promise((resolve) => setTimeout(resolve, 8));
    };
    const { mean, rounds } = await time(work, 3, { share: 4 });
    expect(calls).toBeGreaterThan(3);
    expect(rounds).toBe(3);
    expect(mean).toBeGreaterThan(1.5);
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    await expect(time(work, 3, { signal: controller.signal })).rejects.toThrow('enough');
  });
});
