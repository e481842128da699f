import os from 'node:os';
import type { BenchmarkMachine } from '@/lib/contracts/benchmark';

/** This machine, as Node sees it. */
export function describeMachine(): BenchmarkMachine {
  const processors = os.cpus();
  return {
    processor: processors[0]?.model.trim() || os.arch(),
    cores: processors.length,
    memoryGb: Math.round(os.totalmem() / 1024 ** 3),
    system: `${os.type()} ${os.release()}`,
    runtime: `Node ${process.versions.node}`,
    graphics: null,
  };
}
