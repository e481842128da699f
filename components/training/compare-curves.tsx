'use client';

import { useEffect, useMemo, useState } from 'react';
import { LineChart, type LineSeries } from '@/components/charts/line-chart';
import { Segmented } from '@/components/ui/segmented';
import { Select } from '@/components/ui/select';
import type { TrainingCurves } from '@/lib/contracts/training-config';
import type { TrainingRunInfo } from '@/lib/contracts/training-run';
import { fetchJson } from '@/lib/request';
import styles from './curve-charts.module.css';
import { MEASURES, measureOf, setsOf, validationPoints } from './measures';
import type { ComparedView } from './runs-query';

interface CompareCurvesProps {
  readonly runs: readonly TrainingRunInfo[];
  readonly view: ComparedView;
  readonly onChange: (change: Partial<ComparedView>) => void;
}

/** One measure of one set along several runs. */
export function CompareCurves({ runs, view, onChange }: CompareCurvesProps) {
  const curves = useManyCurves(runs);
  const { measure, along } = view;
  const sets = useMemo(() => [...new Set([...curves.values()].flatMap(setsOf))].sort(), [curves]);
  const shared = sets.find((set) => runs.every(({ id }) => setsOf(curves.get(id) ?? EMPTY).includes(set)));
  const set = view.set ?? shared ?? sets[0] ?? null;
  const series = useMemo(
    () =>
      runs.map((run, i): LineSeries => {
        const points = set === null ? [] : validationPoints(curves.get(run.id) ?? EMPTY, set, measure);
        const factor = along === 'images' ? run.config.batch : 1;
        return {
          key: run.id,
          label: run.title,
          points: points.map(({ x, y }) => ({ x: x * factor, y })),
          tone: 1 + (i % 7),
        };
      }),
    [runs, curves, set, measure, along],
  );
  const without = series.filter(({ points }) => points.length === 0);
  return (
    <section className={styles.panel} aria-label="Compared curves">
      <header>
        <h2>
          {measure.label}
          {set !== null && ` on ${set}`}
        </h2>
        <Segmented
          label="Measure"
          options={MEASURES.map(({ id, label }) => ({ value: id, label }))}
          value={measure.id}
          onChange={(id) => onChange({ measure: measureOf(id) })}
        />
        {sets.length > 1 && (
          <Select
            label="Validation set"
            hideLabel
            value={set ?? ''}
            options={sets.map((name) => ({ value: name, label: name }))}
            onChange={(name) => onChange({ set: name })}
          />
        )}
        <Segmented
          label="Along"
          options={[
            { value: 'steps', label: 'steps' },
            { value: 'images', label: 'images seen' },
          ]}
          value={along}
          onChange={(next) => onChange({ along: next })}
        />
      </header>
      {without.length < series.length && (
        <LineChart
          label={`${measure.axis}${set === null ? '' : ` on ${set}`} of ${runs.length} runs`}
          series={series}
          xLabel={along === 'images' ? 'images seen' : 'step'}
          yLabel={measure.axis}
          scale={measure.id === 'loss' ? 'log' : 'linear'}
          formatY={measure.format}
          height={280}
        />
      )}
      {without.length > 0 && (
        <p className={styles.note}>
          Without a measurement{set !== null && ` on ${set}`}: {without.map(({ label }) => label).join(', ')}.
        </p>
      )}
    </section>
  );
}

const EMPTY: TrainingCurves = { training: [], validation: [] };

/** The curves of every chosen run; those under way are asked for again as they grow. */
function useManyCurves(runs: readonly TrainingRunInfo[]): ReadonlyMap<string, TrainingCurves> {
  const [curves, setCurves] = useState<ReadonlyMap<string, TrainingCurves>>(new Map());
  const wanted = runs.map(({ id, live, state }) => `${id} ${live?.curvePoints ?? state}`).join('\n');
  useEffect(() => {
    if (!wanted) return;
    const stop = new AbortController();
    for (const line of wanted.split('\n')) {
      const [id] = line.split(' ');
      fetchJson<TrainingCurves>(`/api/training/${id}/curves`, { signal: stop.signal }).then(
        (read) => setCurves((before) => new Map(before).set(id, read)),
        () => {},
      );
    }
    return () => stop.abort();
  }, [wanted]);
  return curves;
}
