/** The Web Worker that draws generated faces; bundled on its own into public/workers by build-workers.mjs. */
import { serveDrawing } from './drawing-server';
import type { Endpoint } from './protocol';

serveDrawing(globalThis as unknown as Endpoint);
