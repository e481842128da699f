'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useRunStore } from '@/components/run/run-store';
import { Button, ButtonLink } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { EmptyState } from '@/components/ui/empty-state';
import { countOf, formatDuration } from '@/components/ui/format-number';
import { Progress } from '@/components/ui/progress';
import { Select } from '@/components/ui/select';
import { showInfo } from '@/components/ui/toast-store';
import type { DatasetSummary } from '@/lib/contracts/dataset';
import { type EvaluationSplit, evaluationSplitSchema } from '@/lib/contracts/evaluation';
import { errorLine } from '@/lib/request';
import { type EvaluationPhase, evaluate, isOverlapRefusal } from './evaluate';
import { splitName } from './evaluations-table';
import styles from './new-evaluation.module.css';

interface NewEvaluationProps {
  readonly models: readonly { readonly id: string; readonly title: string }[];
  readonly datasets: readonly DatasetSummary[];
  /** what the address asks for; what does not exist is passed over */
  readonly initial: { readonly model?: string; readonly dataset?: string; readonly split?: string };
}

const SPLIT_ORDER = evaluationSplitSchema.options;

/** Splits of the set that have faces, with their counts; `all` stands for every face. */
function splitsOf(dataset: DatasetSummary): { value: EvaluationSplit; count: number }[] {
  return SPLIT_ORDER.map((value) => ({
    value,
    count: value === 'all' ? dataset.samples : (dataset.splits[value] ?? 0),
  })).filter(({ count }) => count > 0);
}

/** The split that says most about a model: what it was not trained on, where there is such a part. */
const usualSplit = (dataset: DatasetSummary): EvaluationSplit =>
  (['test', 'val'] as const).find((split) => (dataset.splits[split] ?? 0) > 0) ?? 'all';

/** A form that reads like a sentence. Missing predictions are made here, in the browser, before the scoring. */
export function NewEvaluation({ models, datasets, initial }: NewEvaluationProps) {
  const router = useRouter();
  const [modelId, setModelId] = useState(() => models.find(({ id }) => id === initial.model)?.id ?? models[0]?.id);
  const [datasetId, setDatasetId] = useState(
    () => datasets.find(({ id }) => id === initial.dataset)?.id ?? datasets[0]?.id,
  );
  const dataset = datasets.find(({ id }) => id === datasetId);
  const [chosenSplit, setChosenSplit] = useState(initial.split);
  const splits = dataset ? splitsOf(dataset) : [];
  const split = splits.find(({ value }) => value === chosenSplit)?.value ?? (dataset ? usualSplit(dataset) : 'all');
  const [phase, setPhase] = useState<EvaluationPhase | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  // what the leak gate has refused once may be allowed; the choice is of one model, set and split
  const [refused, setRefused] = useState<string | null>(null);
  const [allowOverlap, setAllowOverlap] = useState(false);
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);

  const model = models.find(({ id }) => id === modelId);
  if (!model || !dataset) {
    return (
      <EmptyState
        icon={model ? 'database' : 'model'}
        title={model ? 'No dataset yet' : 'No model yet'}
        actions={<ButtonLink href={model ? '/datasets' : '/models'}>{model ? 'Datasets' : 'Models'}</ButtonLink>}
      >
        An evaluation needs a model and a labelled set: import {model ? 'a set' : 'or train a model'} first.
      </EmptyState>
    );
  }

  const subject = [model.id, dataset.id, split].join(' ');

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (!model || !dataset) return;
    setFailure(null);
    const isAllowed = allowOverlap && refused === subject;
    try {
      const { id, report } = await evaluate({ model, datasetId: dataset.id, split, allowOverlap: isAllowed }, setPhase);
      const open = () => router.push(`/evaluations/${id}`);
      // whoever has gone to another page meanwhile is not torn away from it
      if (isHere.current) open();
      else showInfo(`${model.title} on ${dataset.name}: ME ${report.me.toFixed(2)} px.`, { label: 'Open', run: open });
    } catch (error) {
      setFailure(errorLine(error));
      if (isOverlapRefusal(error)) {
        setRefused(subject);
        setAllowOverlap(false);
      }
      setPhase(null);
    }
  }

  return (
    <form className={styles.form} onSubmit={onSubmit} aria-label="New evaluation">
      <div className={styles.sentence}>
        <span>Score</span>
        <Select
          label="Model"
          hideLabel
          value={model.id}
          options={models.map(({ id, title }) => ({ value: id, label: title }))}
          onChange={setModelId}
          disabled={phase !== null}
        />
        <span>on</span>
        <Select
          label="Dataset"
          hideLabel
          value={dataset.id}
          options={datasets.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setDatasetId}
          disabled={phase !== null}
        />
        <Select
          label="Split"
          hideLabel
          value={split}
          options={splits.map(({ value, count }) => ({ value, label: `${splitName(value)} (${count})` }))}
          onChange={setChosenSplit}
          disabled={phase !== null}
        />
        <span>with crops from the ground truth</span>
        <Button type="submit" variant="primary" icon="play" busy={phase !== null}>
          Evaluate
        </Button>
      </div>
      {phase && <PhaseNote phase={phase} />}
      {failure && (
        <p role="alert" className={styles.failure}>
          {failure}
        </p>
      )}
      {refused === subject && (
        <Checkbox checked={allowOverlap} onChange={setAllowOverlap} disabled={phase !== null}>
          Measure all the same; the metric card will say on how many images the model was trained
        </Checkbox>
      )}
    </form>
  );
}

function PhaseNote({ phase }: { readonly phase: EvaluationPhase }) {
  const run = useRunStore(({ runs }) => runs.find(({ id }) => phase.kind === 'predicting' && id === phase.runId));
  if (!run) {
    return (
      <p className={styles.note} role="status">
        Scoring the stored predictions…
      </p>
    );
  }
  return (
    <div className={styles.progress}>
      <Progress label={run.title} done={run.done} total={run.total} />
      <p role="status">
        {run.message}: {run.done} of {countOf(run.total, 'face')}
        {run.imagesPerSecond !== null && `, ${run.imagesPerSecond.toFixed(1)} a second`}
        {run.secondsLeft !== null && `, ${formatDuration(run.secondsLeft)} left`}
      </p>
      <Button variant="quiet" icon="stop" onClick={run.cancel}>
        Cancel
      </Button>
    </div>
  );
}
