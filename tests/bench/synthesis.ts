/**
 * Generated faces a second, 256 × 256 with 2 × 2 samples a pixel, as the server's job makes them: threads on all cores, PNG
 * files, labels and rows in a database of its own. `npm run bench:synthesis -- [faces]`.
 *
 * The machine may have other work: beside the time that passed it tells how many two free cores would make, from the
 * processor time of all threads. That is what the bar is held against.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { generateSetSchema } from '@/lib/contracts/synthesis';
import { closeDatabase } from '@/lib/server/database';
import { generateSet, openSet } from '@/lib/server/generate-set';
import { ready } from '@/lib/server/ready';

/** faces a second on two cores */
const BAR = 15;
const CORES = 2;
const FACES = Number(process.argv[2] ?? 128);
/** drawn before the clock starts: threads have compiled what they run by then */
const WARM_UP = 24;

const folder = await mkdtemp(path.join(os.tmpdir(), 'bench-synthesis-'));
process.env.WORKBENCH_DIR = folder;
try {
  await ready();
  const { dataset, run } = await openSet(
    generateSetSchema.parse({ dataset: 'Bench', count: WARM_UP + FACES, seed: 1, size: 256 }),
  );
  let start = 0;
  let before = process.cpuUsage();
  await generateSet(dataset, run, {
    workers: CORES,
    progress(made) {
      if (made !== WARM_UP) return;
      start = performance.now();
      before = process.cpuUsage();
    },
  });
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  const cpuSeconds = (user + system) / 1e6;
  const onFreeCores = (CORES * FACES) / cpuSeconds;
  console.log(
    [
      `${FACES} faces in ${seconds.toFixed(1)} s: ${(FACES / seconds).toFixed(1)} a second`,
      `${((1000 * cpuSeconds) / FACES).toFixed(0)} ms of processor time a face, of ${os.availableParallelism()} cores ${(cpuSeconds / seconds).toFixed(2)} were ours (load average ${os.loadavg()[0].toFixed(1)})`,
      `${onFreeCores.toFixed(1)} a second on ${CORES} free cores (bar ${BAR})`,
    ].join('\n'),
  );
  process.exitCode = onFreeCores >= BAR ? 0 : 1;
} finally {
  await closeDatabase();
  await rm(folder, { recursive: true, force: true });
}
