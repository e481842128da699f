import { onJob } from '@/lib/server/jobs';
import { onTraining } from '@/lib/server/training-runs';
import { handle } from '../handle';

export const dynamic = 'force-dynamic';

/** Comment lines keep the connection from being taken for dead. */
const PING_EVERY_MS = 20_000;

/** Server-sent events: one `job` at each change of a job, one `training` at each change of a training run. */
export const GET = handle(async (request) => {
  const encoder = new TextEncoder();
  let stop = () => {};
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text));
      send(': connected\n\n');
      const sendEvent = (name: string, data: unknown) => send(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
      const unsubscribe = [onJob((job) => sendEvent('job', job)), onTraining((run) => sendEvent('training', run))];
      const ping = setInterval(() => send(': ping\n\n'), PING_EVERY_MS);
      stop = () => {
        for (const off of unsubscribe) off();
        clearInterval(ping);
        request.signal.removeEventListener('abort', end);
      };
      const end = () => {
        stop();
        controller.close();
      };
      if (request.signal.aborted) end();
      else request.signal.addEventListener('abort', end);
    },
    cancel: () => stop(),
  });
  return new Response(stream, { headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' } });
});
