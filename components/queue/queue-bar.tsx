import Link from 'next/link';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { Icon } from '@/components/ui/icon';
import { Progress } from '@/components/ui/progress';
import styles from './queue-bar.module.css';
import type { SampleQueue } from './use-sample-queue';

interface QueueBarProps {
  readonly queue: SampleQueue;
  /** back to where the queue was begun; its address goes on with it later */
  readonly leaveHref: string;
  /** what can be decided about the face that is shown */
  readonly children: ReactNode;
  /** what can be done when nothing is left */
  readonly whenOver: ReactNode;
}

/** How far a queue has come, and what can be decided here. */
export function QueueBar({ queue, leaveHref, children, whenOver }: QueueBarProps) {
  const { title, progress, isOver, failure, tryAgain } = queue;
  return (
    <section aria-label={`${title} queue`} className={styles.bar}>
      <Link href={leaveHref} className={styles.leave}>
        <Icon name="close" size={14} />
        Leave
      </Link>
      <strong>{title}</strong>
      {progress && (
        <>
          <span className={styles.progress}>
            <Progress label={`${title}: faces done`} done={progress.done} total={progress.total} />
          </span>
          <output data-field="queue-progress" aria-label={`${title}: faces done`}>
            {formatCount(progress.done)} of {formatCount(progress.total)} done
          </output>
        </>
      )}
      {failure && (
        <>
          <span role="alert">The queue cannot be read: {failure}</span>
          <Button onClick={tryAgain}>Try again</Button>
        </>
      )}
      <span className={styles.decisions}>{isOver ? whenOver : children}</span>
    </section>
  );
}
