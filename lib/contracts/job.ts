export type JobState = 'running' | 'done' | 'failed' | 'cancelled';

/** Long work of the server, as the top bar's list shows it; `/api/events` sends one at each change. */
export interface JobInfo {
  readonly id: string;
  /** `derive`: numbers of rows that are older than the columns for them */
  readonly kind: 'import' | 'export' | 'train' | 'predict' | 'derive' | 'doctor';
  readonly title: string;
  readonly state: JobState;
  readonly done: number;
  readonly total: number | null;
  readonly message: string;
  readonly result: unknown;
  readonly createdAt: string;
  readonly finishedAt: string | null;
}
