import { recipeParameters } from '@/lib/synthesis/face-recipe';
import { renderFace } from '@/lib/synthesis/render-face';
import { createSetReport } from '@/lib/synthesis/set-report';
import { type Endpoint, serveCalls } from './calls';
import type { DrawingCalls, DrawnFace } from './drawing-protocol';

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

/** A turn of the event loop lets cancellations in: drawing itself cannot be interrupted. */
async function turn(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  signal.throwIfAborted();
}

/**
 * Draws faces for a page, one after another. What is cancelled before its turn is never begun.
 *
 * @param endpoint the worker's global scope, or one end of a MessageChannel
 */
export function serveDrawing(endpoint: Endpoint): void {
  serveCalls<DrawingCalls>(endpoint, {
    async draw(request, signal) {
      await turn(signal);
      return draw(request);
    },
    async report(request, signal) {
      await turn(signal);
      return report(request);
    },
  });
}
