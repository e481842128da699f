'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { Button, ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { countOf } from '@/components/ui/format-number';
import { Segmented } from '@/components/ui/segmented';
import { showInfo } from '@/components/ui/toast-store';
import type { CropSource } from '@/lib/contracts/common';
import type { DatasetSummary } from '@/lib/contracts/dataset';
import { errorLine, postJson } from '@/lib/request';
import { uniqueId } from '@/lib/unique-id';
import { CheckList } from './check-list';
import {
  type FilterTarget,
  filterValue,
  initialTarget,
  PICKED_VALUE,
  partsOf,
  targetGroups,
  targetSummary,
} from './evaluation-targets';
import styles from './new-evaluation.module.css';
import { type PickedSamples, pickedSamples } from './picked-samples';
import { type EvaluationTask, useQueueStore } from './queue/queue-store';

interface NewEvaluationProps {
  readonly models: readonly { readonly id: string; readonly title: string }[];
  readonly datasets: readonly DatasetSummary[];
  readonly filters: readonly FilterTarget[];
  /** what the address asks for; what does not exist is passed over */
  readonly initial: {
    readonly model?: string;
    readonly dataset?: string;
    readonly split?: string;
    /** the one of `filters` that the gallery sent along */
    readonly filter?: string;
    readonly picked?: boolean;
  };
}

const CROPS = [
  { value: 'ground-truth', label: 'ground truth' },
  { value: 'detector', label: 'detector' },
] as const;
const PLACES = [
  { value: 'browser', label: 'in this browser' },
  { value: 'server', label: 'on the server' },
] as const;

/** A form that reads like a sentence: several models on several parts of sets make a queue of evaluations. */
export function NewEvaluation({ models, datasets, filters, initial }: NewEvaluationProps) {
  const router = useRouter();
  const [modelIds, setModelIds] = useState<readonly string[]>(() =>
    [models.find(({ id }) => id === initial.model) ?? models[0]].flatMap((model) => model?.id ?? []),
  );
  const [targets, setTargets] = useState<readonly string[]>(() => {
    const asked = filters.find(({ id }) => id === initial.filter);
    return asked ? [filterValue(asked)] : initialTarget(datasets, initial);
  });
  const [picked, setPicked] = useState<PickedSamples | null>(null);
  const [crop, setCrop] = useState<CropSource>('ground-truth');
  const [place, setPlace] = useState<(typeof PLACES)[number]['value']>('browser');
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const awaited = useAwaitedTask((id) => router.push(`/evaluations/${id}`));

  useEffect(() => {
    if (!initial.picked) return;
    const samples = pickedSamples();
    setPicked(samples);
    if (samples) setTargets([PICKED_VALUE]);
  }, [initial.picked]);
  const groups = useMemo(() => targetGroups(datasets, filters, picked), [datasets, filters, picked]);

  if (models.length === 0 || datasets.length === 0) {
    const hasModel = models.length > 0;
    return (
      <EmptyState
        icon={hasModel ? 'database' : 'model'}
        title={hasModel ? 'No dataset yet' : 'No model yet'}
        actions={<ButtonLink href={hasModel ? '/datasets' : '/models'}>{hasModel ? 'Datasets' : 'Models'}</ButtonLink>}
      >
        An evaluation needs a model and a labelled set: import {hasModel ? 'a set' : 'or train a model'} first.
      </EmptyState>
    );
  }

  const chosenModels = models.filter(({ id }) => modelIds.includes(id));
  const count = chosenModels.length * targets.length;

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    setFailure(null);
    setIsBusy(true);
    try {
      const parts = await partsOf(targets, datasets, filters, picked);
      const tasks = parts.flatMap(({ title, ...part }) =>
        chosenModels.map(
          (model): EvaluationTask => ({
            id: uniqueId(),
            request: { ...part, model: model.id, crop },
            modelTitle: model.title,
            on: title,
            state: 'waiting',
            message: '',
          }),
        ),
      );
      if (place === 'server') {
        await postJson('/api/evaluations/jobs', { requests: tasks.map(({ request }) => request) });
        showInfo(`${countOf(tasks.length, 'evaluation')} on the server: it goes on when this page is closed.`);
      } else {
        useQueueStore.getState().add(tasks);
        if (tasks.length === 1) awaited.current = tasks[0].id;
      }
    } catch (error) {
      setFailure(errorLine(error));
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <form className={styles.form} onSubmit={onSubmit} aria-label="New evaluation">
      <div className={styles.sentence}>
        <span>Score</span>
        <CheckList
          label="Models"
          groups={[{ title: 'Models', items: models.map(({ id, title }) => ({ value: id, label: title })) }]}
          chosen={modelIds}
          onChange={setModelIds}
          summary={
            chosenModels.length === 1
              ? chosenModels[0].title
              : chosenModels.length === 0
                ? 'choose models'
                : countOf(chosenModels.length, 'model')
          }
        />
        <span>on</span>
        <CheckList
          label="Sets"
          groups={groups}
          chosen={targets}
          onChange={setTargets}
          summary={targetSummary(targets, groups)}
        />
        <span>with crops from the</span>
        <Segmented label="Crops from" options={CROPS} value={crop} onChange={setCrop} />
        <Segmented label="Where" options={PLACES} value={place} onChange={setPlace} />
        <Button type="submit" variant="primary" icon="play" busy={isBusy} disabled={count === 0}>
          {count > 1 ? `Evaluate ${count}` : 'Evaluate'}
        </Button>
      </div>
      {failure && (
        <p role="alert" className={styles.failure}>
          {failure}
        </p>
      )}
    </form>
  );
}

/**
 * Whoever asked for one run alone, and is still here when it is done, is taken to it.
 *
 * @returns the task that is waited for
 */
function useAwaitedTask(open: (evaluationId: string) => void) {
  const task = useRef<string | null>(null);
  const latest = useRef(open);
  useEffect(() => {
    latest.current = open;
  });
  useEffect(
    () =>
      useQueueStore.subscribe(({ tasks }) => {
        const done = tasks.find(({ id, state }) => id === task.current && state === 'done');
        if (!done?.evaluation) return;
        task.current = null;
        latest.current(done.evaluation.id);
      }),
    [],
  );
  return task;
}
