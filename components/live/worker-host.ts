import { errorLine } from '@/lib/request';
import { type LiveWorker, openLive } from '@/models/live/live-client';
import type { LiveSettings } from '@/models/live/protocol';
import type { BackendName } from '@/models/runtime/protocol';
import { SourceError } from './frame-source';

/** What a live worker is started with; another model or backend needs another worker. */
export interface Engine {
  /** ids of one or two models */
  readonly models: readonly string[];
  readonly backend: BackendName;
}

/** The one live worker of the page. */
export class WorkerHost {
  private worker: LiveWorker | null = null;
  private key = '';

  /** @param onCrash told when the worker in use stops by itself */
  constructor(private readonly onCrash: (error: unknown) => void) {}

  has(engine: Engine): boolean {
    return this.worker !== null && this.key === keyOf(engine);
  }

  get current(): LiveWorker | null {
    return this.worker;
  }

  /**
   * The worker for these models, started when it is another than before.
   *
   * @returns null when something else was asked for meanwhile
   * @throws WorkerError when a model cannot be fetched or read
   */
  async ensure(engine: Engine, settings: LiveSettings): Promise<LiveWorker | null> {
    const key = keyOf(engine);
    if (this.worker && key === this.key) return this.worker;
    this.drop();
    this.key = key;
    const worker = await openLive(
      new Worker('/workers/live.worker.js'),
      { ...engine, settings },
      (error) => this.key === key && this.onCrash(error),
    );
    if (this.key !== key) {
      worker.dispose();
      return null;
    }
    this.worker = worker;
    return worker;
  }

  drop(): void {
    this.worker?.dispose();
    this.worker = null;
    this.key = '';
  }
}

const keyOf = ({ models, backend }: Engine): string => [...models, backend].join(' ');

/** What to tell when no worker could be started, in the form of any other trouble. */
export const notStarted = (cause: unknown): SourceError =>
  new SourceError(
    {
      title: 'The model could not be started',
      text: `${errorLine(cause)}. Choose another model, or another place to compute on, at the side.`,
      canRetry: true,
    },
    { cause },
  );
