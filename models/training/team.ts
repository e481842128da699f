import type { TrainingLosses } from '@/lib/contracts/training-config';
import { Barrier } from './barrier';
import { REQUEST, type Request, type SharedCells } from './messages';

/** How a replica keeps in step with the others of its run, and hears what is asked of all of them. */
export interface Team {
  /** whether this replica is the one that speaks for all */
  readonly leads: boolean;
  /** Before the work of a step: what was asked for by now counts at its end, in every replica alike. */
  begin(step: number): void | Promise<void>;
  /**
   * After backward: makes `exchange` the mean over all replicas.
   *
   * @param meanwhile a small piece of work for whoever is early; false when there is none left
   * @returns the mean losses, and what is asked for
   */
  average(step: number, exchange: Float32Array, own: TrainingLosses, meanwhile: () => boolean): Meeting;
  /** Returns once all have called it. */
  wait(): void;
}

export interface Meeting {
  readonly losses: TrainingLosses;
  readonly request: Request;
}

/** Threads of one process: shared memory, and a barrier that blocks. */
export class SharedTeam implements Team {
  readonly leads: boolean;
  private readonly barrier: Barrier;
  private readonly requests: Int32Array;
  private readonly decisions: Int32Array;
  private readonly losses: Float64Array;
  /** [half][replica], each [floats of the exchange] */
  private readonly slots: readonly (readonly Float32Array[])[];

  /** @param floats length of an engine's exchange */
  constructor(
    shared: SharedCells,
    private readonly replica: number,
    private readonly replicas: number,
    floats: number,
  ) {
    this.leads = replica === 0;
    this.barrier = new Barrier(shared.barrier, replicas);
    this.requests = new Int32Array(shared.requests);
    this.decisions = new Int32Array(shared.decisions);
    this.losses = new Float64Array(shared.losses);
    this.slots = [0, 1].map((half) =>
      Array.from(
        { length: replicas },
        (_, other) => new Float32Array(shared.exchange, 4 * floats * (half * replicas + other), floats),
      ),
    );
  }

  begin(step: number): void {
    if (this.leads) Atomics.store(this.decisions, step % 2, Atomics.load(this.requests, 0));
  }

  /** Summed in the same order everywhere: replicas stay equal. */
  average(step: number, exchange: Float32Array, own: TrainingLosses, meanwhile: () => boolean): Meeting {
    const { replica, replicas, losses } = this;
    const half = step % 2;
    losses.set([own.landmarks, own.depth, own.confidence], (half * replicas + replica) * 3);
    this.slots[half][replica].set(exchange);
    this.barrier.wait(meanwhile);
    const [first, ...others] = this.slots[half];
    exchange.set(first);
    for (const other of others) for (let i = 0; i < exchange.length; i++) exchange[i] += other[i];
    if (replicas > 1) for (let i = 0; i < exchange.length; i++) exchange[i] /= replicas;
    const mean = [0, 0, 0];
    for (let other = 0; other < replicas; other++) {
      for (let k = 0; k < 3; k++) mean[k] += losses[(half * replicas + other) * 3 + k] / replicas;
    }
    return {
      losses: { landmarks: mean[0], depth: mean[1], confidence: mean[2] },
      request: Atomics.load(this.decisions, half) as Request,
    };
  }

  wait(): void {
    this.barrier.wait();
  }
}

/** A replica alone, as in a browser's worker: it is asked through a plain field, so the loop lets messages in. */
export class SoloTeam implements Team {
  readonly leads = true;
  asked: Request = REQUEST.goOn;
  private decision: Request = REQUEST.goOn;

  /** @param turn lets the events that wait in */
  constructor(private readonly turn: () => Promise<void>) {}

  async begin(): Promise<void> {
    await this.turn();
    this.decision = this.asked;
  }

  average(_step: number, _exchange: Float32Array, losses: TrainingLosses): Meeting {
    return { losses, request: this.decision };
  }

  wait(): void {}
}
