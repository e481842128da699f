/** The images of a run as its page had them when one was opened: the inspector goes through them in that order. */
export interface RunOrder {
  readonly ids: readonly string[];
  /** the run's page with its filters */
  readonly href: string;
}

/** More are not walked through by hand. */
const MOST = 5000;

const keyOf = (runId: string): string => `run-order-${runId}`;

/** Kept for this tab alone; where nothing can be kept, the inspector has the gallery's order only. */
export function rememberOrder(runId: string, ids: readonly string[]): void {
  const href = `${window.location.pathname}${window.location.search}`;
  try {
    window.sessionStorage.setItem(keyOf(runId), JSON.stringify({ ids: ids.slice(0, MOST), href } satisfies RunOrder));
  } catch {
    // full or forbidden
  }
}

export function recallOrder(runId: string): RunOrder | null {
  try {
    return JSON.parse(window.sessionStorage.getItem(keyOf(runId)) ?? 'null');
  } catch {
    return null;
  }
}
