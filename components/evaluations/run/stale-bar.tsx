'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { countOf, formatPx } from '@/components/ui/format-number';
import { Icon } from '@/components/ui/icon';
import type { EvaluationSummary, LiveTotals } from '@/lib/contracts/evaluation';
import { LABELS } from '@/lib/evaluation/run-file';
import { uniqueId } from '@/lib/unique-id';
import { useQueueStore } from '../queue/queue-store';
import { scopeName, signed } from '../verdict';
import styles from './stale-bar.module.css';

interface StaleBarProps {
  readonly run: EvaluationSummary;
  readonly live: LiveTotals;
}

/** Says that labels have moved on since the run, what that does to its mean error, and offers to score them. */
export function StaleBar({ run, live }: StaleBarProps) {
  const router = useRouter();
  const taskId = useRef<string | null>(null);
  const task = useQueueStore(({ tasks }) => tasks.find(({ id }) => id === taskId.current));
  const made = task?.evaluation?.id;
  useEffect(() => {
    if (made) router.push(`/evaluations/${made}`);
  }, [made, router]);
  if (live.edited.length === 0) return null;
  const change = live.edited.reduce((sum, { scored, now }) => sum + now - scored, 0) / live.images;

  function scoreAgain() {
    taskId.current = uniqueId();
    const { modelId, datasetId, datasetName, split, selection, crop } = run;
    useQueueStore.getState().add([
      {
        id: taskId.current,
        request: {
          model: modelId,
          dataset: datasetId,
          split: split as 'all',
          // what matched the filter then may not match it now: the same images are meant
          selection: selection && { kind: 'run', name: selection.name, run: run.id },
          crop,
        },
        modelTitle: run.modelTitle,
        on: `${datasetName}, ${scopeName(run)}`,
        state: 'waiting',
        message: '',
      },
    ]);
  }

  return (
    <section className={styles.bar} aria-label="Labels edited since">
      <Icon name="edit" />
      <p>
        The labels of <b>{countOf(live.edited.length, 'image')}</b> have been edited since this run. With them its mean
        error would be <b>{formatPx(live.me + change)} px</b> ({signed(change)} px); the crops may move it a little
        more.
      </p>
      <Button onClick={() => router.replace(`?labels=${encodeURIComponent(LABELS.edited)}`, { scroll: false })}>
        Show them
      </Button>
      <Button
        variant="primary"
        icon="redo"
        busy={task !== undefined && task.state !== 'failed' && task.state !== 'cancelled' && task.state !== 'asks'}
        onClick={scoreAgain}
      >
        Score again
      </Button>
      {task && (task.state === 'failed' || task.state === 'asks') && (
        <p role="alert" className={styles.failure}>
          {task.message}
        </p>
      )}
    </section>
  );
}
