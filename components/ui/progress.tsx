import styles from './progress.module.css';

interface ProgressProps {
  /** what is under way */
  readonly label: string;
  readonly done: number;
  /** null: not known yet */
  readonly total: number | null;
}

/** Share of the whole, 0–1; null where the whole is unknown. */
const shareOf = (done: number, total: number | null): number | null =>
  total === null ? null : total === 0 ? 1 : Math.min(1, done / total);

export function Progress({ label, done, total }: ProgressProps) {
  const share = shareOf(done, total);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total ?? undefined}
      aria-valuenow={share === null ? undefined : done}
      className={styles.bar}
      data-unknown={share === null || undefined}
    >
      <div style={{ transform: share === null ? undefined : `scaleX(${share})` }} />
    </div>
  );
}

const RADIUS = 6.5;
const ROUND = 2 * Math.PI * RADIUS;

/** The same as a small ring; decoration beside words that say it. */
export function ProgressRing({ done, total }: Omit<ProgressProps, 'label'>) {
  const share = shareOf(done, total) ?? 0.25;
  return (
    <svg width={16} height={16} viewBox="0 0 16 16" className={styles.ring} aria-hidden="true">
      <circle cx={8} cy={8} r={RADIUS} />
      <circle cx={8} cy={8} r={RADIUS} pathLength={ROUND} strokeDasharray={`${share * ROUND} ${ROUND}`} />
    </svg>
  );
}
