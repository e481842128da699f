/** The Web Worker that draws generated faces; bundled on its own into public/workers by build-workers.mjs. */
import type { Endpoint } from './calls';
import { serveDrawing } from './drawing-server';

serveDrawing(globalThis as unknown as Endpoint);
