import { recipeParameters } from '@/lib/synthesis/face-recipe';
import { renderFace } from '@/lib/synthesis/render-face';
import { createSetReport } from '@/lib/synthesis/set-report';
import type { DrawingAnswer, DrawingCalls, DrawingRequest, DrawnFace } from './drawing-protocol';
import type { Endpoint } from './protocol';

function draw({ recipe, index, size, supersample }: DrawingCalls['draw']['request']): DrawnFace {
  const start = performance.now();
  const face = renderFace(recipeParameters(recipe, index), { size, supersample });
  const { annotation, outlineAnnotation, parameters } = face;
  const pixels = new Uint8ClampedArray(size * size * 4);
  for (let from = 0, to = 0; to < pixels.length; from += 3, to += 4) {
    pixels[to] = face.image.data[from];
    pixels[to + 1] = face.image.data[from + 1];
    pixels[to + 2] = face.image.data[from + 2];
    pixels[to + 3] = 255;
  }
  return { size, pixels, annotation, outlineAnnotation, parameters, durationMs: performance.now() - start };
}

function report({ recipe, faces }: DrawingCalls['report']['request']) {
  const tally = createSetReport();
  for (let index = 0; index < faces; index++) tally.add(recipeParameters(recipe, index));
  return tally.report();
}

/**
 * Draws faces for a page, one after another. What is cancelled before its turn is never begun; drawing itself cannot be
 * interrupted.
 *
 * @param endpoint the worker's global scope, or one end of a MessageChannel
 */
export function serveDrawing(endpoint: Endpoint): void {
  const waiting: Exclude<DrawingRequest, { call: 'cancel' }>[] = [];
  let isBusy = false;

  function answer(request: (typeof waiting)[number]): void {
    try {
      const response = request.call === 'draw' ? draw(request.request) : report(request.request);
      const transfer = 'pixels' in response ? [response.pixels.buffer] : [];
      endpoint.postMessage({ id: request.id, response } satisfies DrawingAnswer, transfer);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      endpoint.postMessage({ id: request.id, error: message } satisfies DrawingAnswer, []);
    }
  }

  /** A turn of the event loop between two answers lets cancellations in. */
  function next(): void {
    const request = waiting.shift();
    isBusy = request !== undefined;
    if (!request) return;
    answer(request);
    setTimeout(next);
  }

  endpoint.addEventListener('message', ({ data }) => {
    const request = data as DrawingRequest;
    if (request.call !== 'cancel') {
      waiting.push(request);
      if (!isBusy) {
        isBusy = true;
        setTimeout(next);
      }
      return;
    }
    const place = waiting.findIndex(({ id }) => id === request.id);
    if (place >= 0) waiting.splice(place, 1);
  });
}
