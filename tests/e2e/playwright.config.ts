import path from 'node:path';
import { defineConfig, devices } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium, SOFTWARE_GL_FLAGS } from '../chromium.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const port = Number(process.env.E2E_PORT ?? 3411);

/** `npm test` empties this folder first: the journey begins as a newcomer's does, with the generated faces alone. */
const workbenchDir = path.join(root, 'tests/.tmp/e2e');

export default defineConfig({
  testDir: '.',
  outputDir: '../.tmp/playwright',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: { executablePath: findChromium() ?? undefined, args: [...CHROMIUM_FLAGS, ...SOFTWARE_GL_FLAGS] },
  },
  webServer: {
    command: 'node models/cli/start.mjs',
    cwd: root,
    url: `http://127.0.0.1:${port}/api/datasets`,
    reuseExistingServer: false,
    timeout: 240_000,
    env: { PORT: String(port), WORKBENCH_DIR: workbenchDir, NEXT_TELEMETRY_DISABLED: '1' },
  },
});
