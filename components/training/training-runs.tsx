'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useMemo, useRef, useState } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import type { TrainingRunSummary } from '@/lib/contracts/training-run';
import { CompareCurves } from './compare-curves';
import { CurrentRun } from './current-run';
import { type ComparedView, comparedHref, parseComparedView } from './runs-query';
import { type RunRow, RunsTable } from './runs-table';
import styles from './training-runs.module.css';
import { useTrainingStore } from './training-store';
import { isUnderWay } from './use-run';

/** The queue, and the runs behind it side by side. */
export function TrainingRuns({ runs: initial }: { readonly runs: readonly TrainingRunSummary[] }) {
  const router = useRouter();
  const params = useSearchParams();
  const address = params.toString();
  const [view, setView] = useState(() => parseComparedView(new URLSearchParams(address)));
  // back and forward
  useEffect(() => setView(parseComparedView(new URLSearchParams(address))), [address]);
  const told = useTrainingStore((store) => store.runs);
  const runs = useMemo(
    () => initial.map((run): RunRow => (told.has(run.id) ? { ...run, ...told.get(run.id) } : run)),
    [initial, told],
  );
  const current = runs.filter(isUnderWay).toSorted(byTurn);
  const queued = current.filter(({ state }) => state === 'queued');
  const compared = useMemo(() => view.runs.flatMap((id) => runs.find((run) => run.id === id) ?? []), [view.runs, runs]);
  // of a run that has ended, or begun elsewhere, the server knows more than this list
  const known = initial.map(({ id }) => id);
  const news = [...told.values()]
    .filter((run) => !known.includes(run.id) || !isUnderWay(run))
    .map(({ id, state }) => `${id} ${state}`)
    .join();
  const read = useRef(news);
  useEffect(() => {
    if (news === read.current) return;
    read.current = news;
    router.refresh();
  }, [router, news]);

  function change(part: Partial<ComparedView>) {
    const next = { ...view, ...part };
    setView(next);
    // nothing of it concerns the server
    window.history.replaceState(null, '', comparedHref(next));
  }

  if (runs.length === 0) {
    return (
      <EmptyState icon="curve" title="No run yet">
        Put one together above. It trains beside the server, also while this page is closed, and becomes a model of the
        workbench.
      </EmptyState>
    );
  }
  return (
    <>
      {current.length > 0 && (
        <section className={styles.list} aria-label="Queue">
          <h2>Queue</h2>
          {current.map((run) => (
            <CurrentRun
              key={run.id}
              run={run}
              place={run.state === 'queued' && !run.isEnding ? 1 + queued.indexOf(run) : null}
            />
          ))}
        </section>
      )}
      {compared.length > 0 && <CompareCurves runs={compared} view={view} onChange={change} />}
      {runs.length > 0 && (
        <section className={styles.list} aria-label="Runs">
          <h2>Runs</h2>
          <p>Tick runs to lay their curves over each other.</p>
          <RunsTable
            runs={runs}
            compared={view.runs}
            onCompare={(id, isCompared) =>
              change({ runs: isCompared ? [...view.runs, id] : view.runs.filter((other) => other !== id) })
            }
          />
        </section>
      )}
    </>
  );
}

/** The one at work first, then those that have waited longest. */
const byTurn = (a: RunRow, b: RunRow): number =>
  Number(a.state === 'queued') - Number(b.state === 'queued') || a.queuedAt.localeCompare(b.queuedAt);
