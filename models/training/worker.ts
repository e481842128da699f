/** A training worker: one replica in step with the others. Started by trainer.ts with a WorkerSetup. */
import { parentPort, workerData } from 'node:worker_threads';
import { WasmEngine } from './engine/wasm-engine';
import type { WorkerSetup } from './messages';
import { PIXEL_RANGE } from './replica';
import { runReplica } from './replica-loop';
import { SharedTeam } from './team';

const setup = workerData as WorkerSetup;

// a rejection ends the thread, and the trainer hears of it
void runReplica({
  setup,
  createEngine: (architecture, images) => new WasmEngine(setup.kernels, architecture, images, PIXEL_RANGE),
  joinTeam: (floats) => new SharedTeam(setup.shared, setup.replica, setup.config.workers, floats),
  tell: (message) => parentPort?.postMessage(message),
});
