export type JobState = 'running' | 'done' | 'failed' | 'cancelled';

/** Long work of the server, as the top bar's list shows it; `/api/events` sends one at each change. */
export interface JobInfo {
  readonly id: string;
  /** `derive`: numbers of rows that are older than the columns for them */
  readonly kind:
    | 'import'
    | 'export'
    | 'train'
    | 'predict'
    | 'evaluate'
    | 'experiment'
    | 'synthesize'
    | 'derive'
    | 'doctor';
  readonly title: string;
  readonly state: JobState;
  readonly done: number;
  readonly total: number | null;
  readonly message: string;
  /** of work that does not count its images, or has begun in the middle; absent: done over the time since the start */
  readonly pace?: { readonly imagesPerSecond: number; readonly secondsLeft: number };
  readonly result: unknown;
  readonly createdAt: string;
  readonly finishedAt: string | null;
}

/** What a command tells of itself under --progress-json: one object a line, on standard error. */
export interface CommandProgress {
  readonly done: number;
  readonly total: number | null;
  readonly message: string;
}
