/** A machine that can train: where a run is sent, and how the form says it. */
export interface TrainingPlace {
  readonly id: string;
  /** behind "Train FULL on …" */
  readonly label: string;
  readonly url: string;
}

/** One so far; with a second the form gets a choice. */
export const PLACES: readonly [TrainingPlace, ...TrainingPlace[]] = [
  { id: 'server', label: 'this machine’s processor', url: '/api/training' },
];
