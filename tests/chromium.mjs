// Which browser the tests drive: CHROMIUM_PATH, else Playwright's own when it is installed, else a system Chromium or Chrome.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Works as root and keeps the browser from calling its maker. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** WebGL without a GPU, for the 3D views. */
export const SOFTWARE_GL_FLAGS = ['--enable-unsafe-swiftshader', '--use-gl=angle', '--use-angle=swiftshader'];

/** @returns {string | null} path of a browser */
export function findChromium() {
  const candidates = [process.env.CHROMIUM_PATH, chromium.executablePath(), ...SYSTEM];
  return candidates.find((candidate) => candidate && existsSync(candidate)) ?? null;
}

/**
 * @returns {string} path of a browser, installed by apt-get where that is possible
 * @throws {Error} that says in one line what to do
 */
export function requireChromium() {
  const found = findChromium();
  if (found) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    console.log('no Chromium found: apt-get install chromium');
    spawnSync('sh', ['-c', 'apt-get update -qq && apt-get install -y -qq chromium >/dev/null'], { stdio: 'inherit' });
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(
    'no Chromium: run `npx playwright install chromium`, or `apt-get install chromium`, or set CHROMIUM_PATH',
  );
}
