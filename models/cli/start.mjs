// npm start: builds what is missing, makes the sample dataset on the first start, and serves on http://127.0.0.1:3000.
//   PORT, HOST, WORKBENCH_DIR, WORKBENCH_IMPORT_ROOT and WORKBENCH_TOKEN are honoured; --dev serves without a build of the app.
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildAll } from './build.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const isDevelopment = process.argv.includes('--dev');
const port = process.env.PORT || '3000';
const host = process.env.HOST || '127.0.0.1';
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', WORKBENCH_HOME: root };

if (!/^\d+$/.test(port)) fail(`PORT: expected a number, found ${port}`);
if (host !== '127.0.0.1' && host !== 'localhost' && !process.env.WORKBENCH_TOKEN) {
  fail(`HOST=${host} would show faces to other machines: set WORKBENCH_TOKEN to require a login`);
}

try {
  await buildAll({ app: !isDevelopment });
} catch (error) {
  fail(error.message);
}

const samples = spawnSync(
  process.execPath,
  ['--conditions=react-server', '--import', 'tsx', path.join(root, 'models/cli/ensure-sample-dataset.ts')],
  { cwd: root, stdio: 'inherit', env },
);
if (samples.status !== 0) fail('the sample dataset could not be made; its output stands above');

const next = path.join(root, 'node_modules/next/dist/bin/next');
const server = spawn(process.execPath, [next, isDevelopment ? 'dev' : 'start', '-p', port, '-H', host], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
  env,
});
let isTold = false;
server.stdout.on('data', (chunk) => {
  const text = String(chunk);
  if (isDevelopment) process.stdout.write(text);
  if (!isTold && /ready/i.test(text)) {
    isTold = true;
    console.log(`Landmark Workbench: http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}   (Ctrl C ends it)`);
  }
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal ? 0 : 1);
});

function fail(line) {
  console.error(line);
  process.exit(1);
}
