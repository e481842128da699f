// npm test: types, lint, unit and architecture tests, then the journeys in a real browser. Stops at the first step that fails.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { buildAll } from '../models/cli/build.mjs';
import { requireChromium } from './chromium.mjs';

const root = path.resolve(import.meta.dirname, '..');

function step(name, command, env = {}) {
  console.log(`\n— ${name}`);
  const start = Date.now();
  const { status } = spawnSync(process.execPath, command, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (status !== 0) {
    console.error(`\n${name}: failed`);
    process.exit(status ?? 1);
  }
  console.log(`${name}: passed in ${Math.round((Date.now() - start) / 1000)} s`);
}

try {
  await buildAll({ app: false });
  step('page types', ['node_modules/next/dist/bin/next', 'typegen']);
  step('types', ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.']);
  step('lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '.']);
  step('unit tests', ['node_modules/vitest/vitest.mjs', 'run', '-c', 'tests/vitest.config.ts']);
  await buildAll();
  const chromium = requireChromium();
  rmSync(path.join(root, 'tests/.tmp/e2e'), { recursive: true, force: true });
  step('browser journeys', ['node_modules/@playwright/test/cli.js', 'test', '-c', 'tests/e2e/playwright.config.ts'], {
    CHROMIUM_PATH: chromium,
  });
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
