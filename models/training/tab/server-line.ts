import type { TrainingConfig, TrainingProgress } from '@/lib/contracts/training-config';
import { CHECKPOINT_FILE } from '@/lib/contracts/training-files';
import type { EndTab, TabAnswer, TabWish } from '@/lib/contracts/training-tab';
import { fetchJson, fetchOk, postJson, RequestError } from '@/lib/request';
import { type Checkpoint, parseCheckpoint } from '../checkpoint';

/** Wishes come with the answers, so it is asked at least so often, also while images are read. */
const HEARTBEAT_MS = 5000;
/** how long a server that does not answer is waited for: about as long as it takes to be started again */
const PATIENCE_MS = 120_000;
const PAUSE_MS = 2000;

/** A run's line to its server: what it has reached goes there, what is wished of it comes back. */
export class ServerLine {
  private readonly timer: ReturnType<typeof setInterval>;
  private isTelling = false;
  private waiting: TrainingProgress | null = null;

  constructor(
    private readonly run: string,
    private readonly session: string,
    /** hears a wish once it is there, and each time it is repeated */
    private readonly onWish: (wish: TabWish) => void,
    /** told when the server lets this session train no more */
    private readonly onRefused: (error: RequestError) => void,
  ) {
    this.timer = setInterval(() => this.tell(null), HEARTBEAT_MS);
  }

  readConfig = (): Promise<TrainingConfig> =>
    fetchJson<{ readonly config: TrainingConfig }>(`/api/training/${this.run}`).then(({ config }) => config);

  /** @returns null before the first one. @throws TrainingError when what the server has is no checkpoint */
  async readCheckpoint(): Promise<Checkpoint | null> {
    const response = await fetchOk(this.address(`files/${CHECKPOINT_FILE}`));
    if (response.status === 204) return null;
    return parseCheckpoint(new Uint8Array(await response.arrayBuffer()), CHECKPOINT_FILE);
  }

  /** Tells where the run is, the newest only where the server is slow; null: it is still at work. */
  tell(progress: TrainingProgress | null): void {
    this.waiting = progress ?? this.waiting;
    if (!this.isTelling) void this.tellNow();
  }

  private async tellNow(): Promise<void> {
    this.isTelling = true;
    try {
      do {
        const progress = this.waiting;
        this.waiting = null;
        const { wish } = await postJson<TabAnswer>(this.address('progress'), progress);
        if (wish) this.onWish(wish);
      } while (this.waiting);
    } catch (error) {
      // no answer at all: told again with the next step
      if (error instanceof RequestError && error.status >= 400 && error.status < 500) this.onRefused(error);
    } finally {
      this.isTelling = false;
    }
  }

  /** Puts a file into the run's folder. @throws RequestError when the server refuses it or does not answer for long */
  put = (file: string, body: BodyInit): Promise<Response> =>
    this.patiently(() => fetchOk(this.address(`files/${file}`), { method: 'PUT', body }));

  /** Brings the model in. */
  postModel = (form: FormData): Promise<Response> =>
    this.patiently(() => fetchOk(this.address('model'), { method: 'POST', body: form }));

  /** Says how the session ended: nothing can be told behind it. */
  async end(how: EndTab): Promise<void> {
    clearInterval(this.timer);
    await this.patiently(() => postJson(this.address('end'), how));
  }

  close(): void {
    clearInterval(this.timer);
  }

  private address = (what: string): string =>
    `/api/training/${encodeURIComponent(this.run)}/tab/${what}?session=${this.session}`;

  /** A server that is started again, or fails once, is asked again. */
  private async patiently<T>(ask: () => Promise<T>): Promise<T> {
    for (const end = Date.now() + PATIENCE_MS; ; ) {
      try {
        return await ask();
      } catch (error) {
        const isPassing = error instanceof RequestError && (error.status === 0 || error.status >= 500);
        if (!isPassing || Date.now() > end) throw error;
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
  }
}
