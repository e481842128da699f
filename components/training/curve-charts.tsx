'use client';

import { useMemo, useState } from 'react';
import { LineChart, type LineSeries } from '@/components/charts/line-chart';
import { useShortcuts } from '@/components/shell/shortcuts';
import { EmptyState } from '@/components/ui/empty-state';
import { Segmented } from '@/components/ui/segmented';
import type { TrainingCurves } from '@/lib/contracts/training-config';
import styles from './curve-charts.module.css';
import { CurveTable } from './curve-table';
import { MEASURES, type Measure, measureOf, setsOf, trainingPoints, validationPoints } from './measures';

interface CurveChartsProps {
  readonly curves: TrainingCurves;
  /** where the run will end */
  readonly steps: number;
  /** what to wait for while there is no point yet */
  readonly waiting: string;
}

/** The loss of training and validation, and what it is worth: ME, success rates and NME of every set, drawn as they come. */
export function CurveCharts({ curves, steps, waiting }: CurveChartsProps) {
  const [scale, setScale] = useState<'log' | 'linear'>('log');
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const [measure, setMeasure] = useState<Measure>(MEASURES[0]);
  useShortcuts('Curves', [
    { keys: 'l', label: 'Loss: logarithmic or linear', run: () => setScale(scale === 'log' ? 'linear' : 'log') },
    { keys: 'd', label: 'Curves or their data as a table', run: () => setView(view === 'chart' ? 'table' : 'chart') },
  ]);
  const sets = useMemo(() => setsOf(curves), [curves]);
  const losses = useMemo((): readonly LineSeries[] => {
    const ofSets = sets.map((set, i) => ({
      key: set,
      label: set,
      points: validationPoints(curves, set, measureOf('loss')),
      tone: 1 + (i % 7),
    }));
    return [{ key: ' training', label: 'training', points: trainingPoints(curves), tone: 0 }, ...ofSets];
  }, [curves, sets]);
  const measured = useMemo(() => measureSeries(curves, sets, measure), [curves, sets, measure]);

  if (curves.training.length + curves.validation.length === 0) {
    return (
      <section className={styles.panel} aria-label="Curves">
        <EmptyState icon="curve" title="No curve yet">
          {waiting}
        </EmptyState>
      </section>
    );
  }
  const views = (
    <Segmented
      label="Curves or table"
      options={[
        { value: 'chart', label: 'Curves' },
        { value: 'table', label: 'Table' },
      ]}
      value={view}
      onChange={setView}
    />
  );
  if (view === 'table') {
    return (
      <section className={styles.panel} aria-label="Data of the curves">
        <header>
          <h2>Data of the curves</h2>
          {views}
        </header>
        <CurveTable curves={curves} sets={sets} />
      </section>
    );
  }
  return (
    <>
      <section className={styles.panel} aria-label="Loss">
        <header>
          <h2>Loss</h2>
          <Segmented
            label="Scale of the loss"
            options={[
              { value: 'log', label: 'log' },
              { value: 'linear', label: 'linear' },
            ]}
            value={scale}
            onChange={setScale}
          />
          {views}
        </header>
        <LineChart
          label="Loss of training and validation by step"
          series={losses}
          xLabel="step"
          yLabel="loss"
          scale={scale}
          xAtLeast={steps}
          formatY={measureOf('loss').format}
        />
      </section>
      {sets.length > 0 && (
        <section className={styles.panel} aria-label="Validation">
          <header>
            <h2>Validation</h2>
            <Segmented
              label="Measure"
              options={MEASURES.filter(({ id }) => id !== 'loss').map(({ id, label }) => ({ value: id, label }))}
              value={measure.id}
              onChange={(id) => setMeasure(measureOf(id))}
            />
          </header>
          <LineChart
            label={`${measure.axis} of every set by step`}
            series={measured}
            xLabel="step"
            yLabel={measure.axis}
            xAtLeast={steps}
            formatY={measure.format}
          />
        </section>
      )}
    </>
  );
}

/** The measure of every set; of ME also what one constant face would have, which the weights must beat. */
function measureSeries(curves: TrainingCurves, sets: readonly string[], measure: Measure): readonly LineSeries[] {
  return sets.flatMap((set, i) => {
    const points = validationPoints(curves, set, measure);
    const line: LineSeries = { key: set, label: set, points, tone: 1 + (i % 7) };
    const baseline = curves.validation.at(-1)?.sets[set]?.meanShapeMe ?? null;
    if (measure.id !== 'me' || baseline === null || points.length === 0) return [line];
    const level = [points[0], points[points.length - 1]].map(({ x }) => ({ x, y: baseline }));
    const label = sets.length > 1 ? `mean shape, ${set}` : 'mean shape';
    return [line, { key: `${set} baseline`, label, points: level, tone: line.tone, isDashed: true }];
  });
}
