/** The Web Worker that follows faces through a video; bundled on its own into public/workers by build-workers.mjs. */
import { fetchKernels } from '../inference/load-browser';
import { startBrowserBackend } from '../runtime/backend-browser';
import type { Endpoint } from '../runtime/calls';
import type { WorkerLike } from '../runtime/worker-client';
import { openFrameDetector } from './detector-client';
import { FrameReader } from './frame-reader';
import { serveLive } from './live-server';

serveLive(globalThis as unknown as Endpoint, {
  startBackend: startBrowserBackend,
  loadKernels: fetchKernels,
  openDetector: (url, source) => openFrameDetector(new Worker(url) as WorkerLike, source),
  reader: new FrameReader(),
});
