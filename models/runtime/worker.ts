/** The Web Worker that a model runs in; bundled on its own into public/workers by build-workers.mjs. */
import { startBrowserBackend } from './backend-browser';
import type { Endpoint } from './calls';
import { serveModel } from './worker-server';

serveModel(globalThis as unknown as Endpoint, startBrowserBackend);
