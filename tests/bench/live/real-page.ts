import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';
import { CHROMIUM_FLAGS, requireChromium } from '../../chromium.mjs';
import { root } from './harness';

export interface PageRun {
  readonly seconds: number;
  /** tasks of the main thread over 50 ms while the camera ran, ms */
  readonly longTasks: readonly number[];
  /** frames shown a second by the page's own count */
  readonly shown: string;
  /** used heap of the page before and after, bytes, after a collection */
  readonly heap: readonly [number, number];
}

const PORT = '3417';

/** The live page of a real server with a fake camera for so many seconds. */
export async function watchRealPage(camera: string, seconds: number): Promise<PageRun> {
  const workbench = path.join(root, 'tests/.tmp/bench-live');
  rmSync(workbench, { recursive: true, force: true });
  const server = spawn(process.execPath, [path.join(root, 'models/cli/start.mjs')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PORT, WORKBENCH_DIR: workbench },
  });
  try {
    await untilUp(`http://127.0.0.1:${PORT}`);
    const browser = await chromium.launch({
      executablePath: requireChromium(),
      args: [
        ...CHROMIUM_FLAGS,
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-video-capture=${camera}`,
      ],
    });
    try {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await page.goto(`http://127.0.0.1:${PORT}/live`);
      await page.getByRole('button', { name: 'Start the webcam' }).click();
      await page.waitForFunction(() => (window.__live?.faces()[0]?.length ?? 0) > 0, null, { timeout: 120_000 });
      await page.waitForTimeout(5000);
      const devtools = await page.context().newCDPSession(page);
      const usedHeap = async (): Promise<number> => {
        await devtools.send('HeapProfiler.collectGarbage');
        return (await devtools.send('Runtime.getHeapUsage')).usedSize;
      };
      const before = await usedHeap();
      await page.evaluate(() => {
        const tasks: number[] = [];
        Object.assign(window, { longTasks: tasks });
        new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) tasks.push(duration);
        }).observe({ type: 'longtask' });
      });
      await page.waitForTimeout(1000 * seconds);
      const longTasks = await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks);
      const shown = (await page.locator('[data-field=shown]').textContent()) ?? '';
      return { seconds, longTasks, shown, heap: [before, await usedHeap()] };
    } finally {
      await browser.close();
    }
  } finally {
    server.kill();
  }
}

async function untilUp(base: string): Promise<void> {
  for (let second = 0; second < 600; second++) {
    const isUp = await fetch(`${base}/api/datasets`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw new Error('bench:live: the server did not come up within ten minutes');
}
