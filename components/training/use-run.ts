'use client';

import { useEffect, useRef, useState } from 'react';
import type { TrainingCurves, TrainingSamples } from '@/lib/contracts/training-config';
import type { TrainingRunInfo, TrainingRunSummary } from '@/lib/contracts/training-run';
import { fetchJson } from '@/lib/request';
import { useTrainingStore } from './training-store';

/** asked in case the stream of events is silent */
const ASK_EVERY_MS = 5000;

export const isUnderWay = ({ state, isEnding }: TrainingRunInfo): boolean =>
  state === 'queued' || state === 'running' || isEnding;

/** A run as it stands now: what the page came with, until the server tells more. */
export function useRun(initial: TrainingRunSummary): TrainingRunInfo {
  const told = useTrainingStore((store) => store.runs.get(initial.id));
  const put = useTrainingStore((store) => store.put);
  const run = told ?? initial;
  const { id } = initial;
  const follows = isUnderWay(run);
  useEffect(() => {
    const ask = () => fetchJson<TrainingRunSummary>(`/api/training/${id}`).then(put, () => {});
    // at once: a page that was gone back to knows the past only
    void ask();
    if (!follows) return;
    const timer = setInterval(ask, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [follows, id, put]);
  return run;
}

/** The run's curves: new points are fetched when they are told of, and all again when it went back to a checkpoint. */
export function useCurves(run: TrainingRunInfo, initial: TrainingCurves): TrainingCurves {
  const [curves, setCurves] = useState(initial);
  const have = curves.training.length + curves.validation.length;
  const wanted = run.live?.curvePoints ?? null;
  // without a process nothing is told of: what it wrote last is asked for once
  const ask = wanted === null ? `${run.state} ${run.finishedAt}` : wanted === have ? null : `${wanted} at ${run.step}`;
  const [answered, setAnswered] = useState(ask);
  const newest = useRef(curves);
  newest.current = curves;
  useEffect(() => {
    if (ask === null || ask === answered) return;
    const stop = new AbortController();
    const goesOn = wanted !== null && have < wanted;
    const after = (points: readonly { readonly step: number }[]) => (goesOn ? (points.at(-1)?.step ?? 0) : 0);
    const { training, validation } = newest.current;
    const query = `training=${after(training)}&validation=${after(validation)}`;
    fetchJson<TrainingCurves>(`/api/training/${run.id}/curves?${query}`, { signal: stop.signal }).then(
      (more) => {
        setCurves((before) => (goesOn ? joined(before, more) : more));
        setAnswered(ask);
      },
      () => {}, // asked again at the next event
    );
    return () => stop.abort();
  }, [run.id, ask, answered, wanted, have]);
  return curves;
}

const joined = (before: TrainingCurves, more: TrainingCurves): TrainingCurves => ({
  training: [...before.training, ...more.training],
  validation: [...before.validation, ...more.validation],
});

/** The sample predictions of the last validation. @param step of that validation; null before the first */
export function useSamples(id: string, initial: TrainingSamples, step: number | null): TrainingSamples {
  const [samples, setSamples] = useState(initial);
  useEffect(() => {
    if (step === null || step === samples.step) return;
    const stop = new AbortController();
    fetchJson<TrainingSamples>(`/api/training/${id}/samples`, { signal: stop.signal }).then(setSamples, () => {});
    return () => stop.abort();
  }, [id, step, samples.step]);
  return samples;
}
