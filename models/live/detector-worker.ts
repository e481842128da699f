/** The Web Worker that detectors run in, beside the one that follows faces; bundled into public/workers. */
import { startBrowserBackend } from '../runtime/backend-browser';
import type { Endpoint } from '../runtime/calls';
import { serveDetector } from './detector-server';

serveDetector(globalThis as unknown as Endpoint, startBrowserBackend);
