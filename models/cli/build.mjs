// Everything that is made from the sources, in order: database client, workers and wasm, the app.
//   node models/cli/build.mjs [--no-app] [--force]
// Each step is skipped when what it is made from has not changed since.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '../..');
const stampFile = path.join(root, 'node_modules/.cache/landmark-workbench/build.json');

const LIB = ['lib', 'package-lock.json'];
const STEPS = [
  {
    name: 'database client',
    inputs: ['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json'],
    output: 'prisma/generated/client.ts',
    command: ['node_modules/prisma/build/index.js', 'generate', '--no-hints'],
  },
  {
    name: 'training kernels',
    inputs: ['models/training/kernels', 'models/training/build-kernels.mjs', 'package-lock.json'],
    output: 'public/wasm/training-kernels.wasm',
    command: ['models/training/build-kernels.mjs'],
  },
  {
    name: 'inference kernels',
    inputs: ['models/inference/assembly', 'models/inference/build-kernels.mjs', 'package-lock.json'],
    output: 'public/wasm/inference-kernels-relaxed.wasm',
    command: ['models/inference/build-kernels.mjs'],
  },
  {
    name: 'face detectors',
    inputs: ['models/blazeface', 'package-lock.json'],
    output: 'public/models/blazeface-distant/network.json',
    command: ['--import', 'tsx', 'models/blazeface/build-networks.ts'],
  },
  {
    name: 'browser workers',
    inputs: [...LIB, 'models'],
    output: 'public/workers/bench.worker.js',
    command: ['models/runtime/build-workers.mjs'],
  },
  {
    name: 'app',
    inputs: [
      ...LIB,
      'app',
      'components',
      'models',
      'prisma/schema.prisma',
      'next.config.js',
      'proxy.ts',
      'instrumentation.ts',
      'tsconfig.json',
    ],
    output: path.join(process.env.NEXT_DIST || '.next', 'BUILD_ID'),
    command: ['node_modules/next/dist/bin/next', 'build'],
  },
];

/** Read when they are asked for, and part of nothing that is built: new weights or results are no new program. */
const DATA = ['models/pretrained', 'models/experiments/results', 'models/experiments/plans'];

/** @param {string} input file or folder, relative to the project */
async function hashInto(hash, input) {
  if (DATA.includes(input)) return;
  const full = path.join(root, input);
  const entries = await readdir(full, { withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOTDIR') return null;
    throw error;
  });
  if (entries === null) {
    hash.update(`${input}\0`).update(await readFile(full));
    return;
  }
  for (const { name } of entries.sort((a, b) => (a.name < b.name ? -1 : 1)))
    await hashInto(hash, path.join(input, name));
}

async function inputsHash(inputs) {
  const hash = createHash('sha256').update(process.version);
  for (const input of inputs) await hashInto(hash, input);
  return hash.digest('hex');
}

/**
 * @param {{ app?: boolean, force?: boolean, steps?: readonly string[], tell?: (line: string) => void }} options
 *   app: false leaves out the slow step that only the server needs; steps: names of those that are wanted, all by default
 */
export async function buildAll({ app = true, force = false, steps, tell = console.log } = {}) {
  const stamps = existsSync(stampFile) ? JSON.parse(await readFile(stampFile, 'utf8')) : {};
  for (const { name, inputs, output, command } of STEPS) {
    if ((name === 'app' && !app) || (steps && !steps.includes(name))) continue;
    const stamp = `${await inputsHash(inputs)} ${output}`;
    if (!force && stamps[name] === stamp && existsSync(path.join(root, output))) continue;
    tell(`building: ${name}`);
    const { status } = spawnSync(process.execPath, command, {
      cwd: root,
      // the tools' own output: standard output may be a command's answer
      stdio: ['ignore', 2, 2],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
    });
    if (status !== 0) throw new Error(`building the ${name} failed; its output stands above`);
    stamps[name] = stamp;
    await mkdir(path.dirname(stampFile), { recursive: true });
    await writeFile(stampFile, JSON.stringify(stamps, null, 2));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await buildAll({ app: !process.argv.includes('--no-app'), force: process.argv.includes('--force') });
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
