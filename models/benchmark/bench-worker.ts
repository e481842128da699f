/** The Web Worker that a benchmark times networks in; bundled on its own into public/workers. */
import { fetchKernels } from '../inference/load-browser';
import { startBrowserBackend } from '../runtime/backend-browser';
import type { Endpoint } from '../runtime/calls';
import { serveBench } from './bench-server';

serveBench(globalThis as unknown as Endpoint, startBrowserBackend, fetchKernels);
