'use client';

import { useEffect, useState } from 'react';
import { formatDate } from '@/components/ui/format-number';
import type { TrainingCurves, TrainingSamples } from '@/lib/contracts/training-config';
import type { TrainingChoices, TrainingRunSummary } from '@/lib/contracts/training-run';
import { fetchJson } from '@/lib/request';
import { CopyConfig } from './copy-config';
import { CurveCharts } from './curve-charts';
import { describeTraining } from './describe';
import { RunActions } from './run-actions';
import { lastStepOf, RunProgress, StateBadge } from './run-progress';
import { RunResult } from './run-result';
import styles from './run-view.module.css';
import { SampleFaces } from './sample-faces';
import { useCurves, useRun, useSamples } from './use-run';

interface RunViewProps {
  readonly summary: TrainingRunSummary;
  readonly curves: TrainingCurves;
  readonly samples: TrainingSamples;
  readonly sets: TrainingChoices['sets'];
}

/** One run: how far it is, its curves, what its weights say of a few faces, and what became of it. */
export function RunView({ summary, curves: firstCurves, samples: firstSamples, sets }: RunViewProps) {
  const run = useRun(summary);
  const curves = useCurves(run, firstCurves);
  const last = curves.validation.at(-1) ?? null;
  const samples = useSamples(run.id, firstSamples, last?.step ?? null);
  const hasModel = useHasModel(summary, run.state);
  const { title, config, startedAt, finishedAt } = run;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1>
            {title} <StateBadge run={run} />
          </h1>
          <p>{describeTraining(config)}</p>
          <p>
            Makes the model <code>{run.id}</code>
            {startedAt && `, begun ${formatDate(startedAt)}`}
            {finishedAt && `, ended ${formatDate(finishedAt)}`}
            {startedAt && ' UTC'}
          </p>
        </div>
        <div className={styles.actions}>
          <RunActions run={run} hasModel={hasModel} />
          <CopyConfig config={config} />
        </div>
      </header>
      <div className={styles.progress}>
        <RunProgress run={run} />
      </div>
      {run.state === 'done' && hasModel && <RunResult id={run.id} last={last} sets={sets} />}
      <div className={styles.columns} data-faces={samples.faces.length > 0 || undefined}>
        <div className={styles.charts}>
          <CurveCharts curves={curves} steps={lastStepOf(run)} waiting={waitingWords(run.state)} />
        </div>
        <SampleFaces id={run.id} samples={samples} />
      </div>
    </div>
  );
}

function waitingWords(state: TrainingRunSummary['state']): string {
  if (state === 'queued') return 'It waits for its turn: one run trains at a time.';
  if (state === 'running') return 'The images are read first; the first point comes after a few steps.';
  return 'It ended before its first point.';
}

/** Whether its model is there: asked for once the run has come to its end. */
function useHasModel({ id, hasModel }: TrainingRunSummary, state: TrainingRunSummary['state']): boolean {
  const [has, setHas] = useState(hasModel);
  useEffect(() => {
    if (state !== 'done' || has) return;
    fetchJson<TrainingRunSummary>(`/api/training/${id}`).then(
      (run) => setHas(run.hasModel),
      () => {},
    );
  }, [id, state, has]);
  return has;
}
