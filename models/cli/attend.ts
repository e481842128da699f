import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export interface Attendant {
  /** the run is to end now, with a checkpoint */
  readonly stop: AbortSignal;
  /** the run is to come to a good end soon */
  readonly finishEarly: AbortSignal;
  /** lets the process end */
  release(): void;
}

/**
 * Hears what the server that started this process wants: the lines `stop` and `finish` on standard input. Its end is the
 * end of the server, however that came, and means stop.
 */
export function attend(input: Readable = process.stdin): Attendant {
  const stop = new AbortController();
  const finishEarly = new AbortController();
  const lines = createInterface({ input });
  lines.on('line', (line) => {
    if (line === 'stop') stop.abort(new Error('stopped'));
    if (line === 'finish') finishEarly.abort();
  });
  lines.on('close', () => stop.abort(new Error('the server has ended')));
  // a dead server reads no answer: that is no reason to end before the checkpoint is written
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {});
  return {
    stop: stop.signal,
    finishEarly: finishEarly.signal,
    release() {
      lines.close();
      input.destroy();
    },
  };
}
