// npm run tour: makes the README's pictures in public/tour from a fresh workbench, so that they show what a newcomer sees.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';
import sharp from 'sharp';
import { CHROMIUM_FLAGS, requireChromium, SOFTWARE_GL_FLAGS } from './chromium.mjs';

const root = path.resolve(import.meta.dirname, '..');
const workbenchDir = path.join(root, 'tests/.tmp/tour');
const out = path.join(root, 'public/tour');
const port = '3412';
const base = `http://127.0.0.1:${port}`;

rmSync(workbenchDir, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const server = spawn(process.execPath, [path.join(root, 'models/cli/start.mjs')], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PORT: port, WORKBENCH_DIR: workbenchDir },
});

async function untilUp() {
  for (let second = 0; second < 300; second++) {
    if (
      await fetch(`${base}/api/datasets`).then(
        (response) => response.ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw new Error('tour: the server did not come up within 300 s');
}

/** In 256 colours: a third of the bytes, and nothing that a reader would miss. */
const keep = async (page, name) =>
  sharp(await page.screenshot())
    .png({ palette: true, effort: 10 })
    .toFile(path.join(out, name));

try {
  await untilUp();
  const [dataset] = await (await fetch(`${base}/api/datasets`)).json();
  const [model] = await (await fetch(`${base}/api/models`)).json();
  const browser = await chromium.launch({
    executablePath: requireChromium(),
    args: [...CHROMIUM_FLAGS, ...SOFTWARE_GL_FLAGS],
  });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' });
  const gallery = `${base}/datasets/${dataset.id}?model=${model.id}`;
  await page.goto(gallery);
  await page.getByRole('button', { name: 'Run model' }).click();
  await page.getByRole('button', { name: /^On all/ }).click();
  await page.getByText(`with ${dataset.samples}`).waitFor({ timeout: 120_000 });
  await page.goto(`${gallery}&sort=error`);
  await page.waitForLoadState('networkidle');
  await keep(page, 'gallery.png');
  await page.locator('[data-index="1"] a').click();
  await page.waitForFunction(() => window.__landmarkStage?.landmark(30));
  await page.waitForLoadState('networkidle');
  await keep(page, 'inspector.png');
  await browser.close();
  console.log(`written: ${path.relative(root, out)}/gallery.png, inspector.png`);
} finally {
  server.kill();
}
