'use client';

import { useMemo, useState } from 'react';
import { CedPlot } from '@/components/charts/ced-plot';
import { FaceMapPlot } from '@/components/charts/face-map-plot';
import { Segmented } from '@/components/ui/segmented';
import { CHANGE_GRADIENT, changeColour } from '@/lib/charts/error-scale';
import { faceMap } from '@/lib/charts/face-map';
import { niceCeil } from '@/lib/charts/scale';
import type { Ink } from '@/lib/charts/shapes';
import type { ComparedRun, Comparison } from '@/lib/contracts/comparison';
import { commonRows } from '@/lib/evaluation/compare';
import type { ResultColumns } from '@/lib/evaluation/result-columns';
import { pick } from '@/lib/evaluation/totals';
import type { MeanShape } from '@/lib/metrics/mean-shape';
import { useRunData } from '../run/use-run-data';
import { signed } from '../verdict';
import { GainsSheet } from './gains-sheet';
import styles from './pair-explorer.module.css';
import { PairScatter } from './pair-scatter';

interface PairExplorerProps {
  readonly comparison: Comparison;
  readonly datasetId: string;
  /** what landmarks are drawn on */
  readonly shape: MeanShape;
}

const SERIES: readonly Ink[] = ['series-1', 'series-2', 'series-3', 'series-4', 'series-5', 'series-6'];
const SIDE = 380;

/** One run against the first, image by image and landmark by landmark. */
export function PairExplorer({ comparison, datasetId, shape }: PairExplorerProps) {
  const [first, ...others] = comparison.runs;
  const [otherId, setOtherId] = useState(others[0].id);
  const other = others.find(({ id }) => id === otherId) ?? others[0];
  const a = useRunData(first.id);
  const b = useRunData(other.id);
  const failed = [a, b].find((run) => run.state === 'failed');
  return (
    <>
      {others.length > 1 && (
        <Segmented
          label="Against the first"
          options={others.map(({ id, modelTitle }) => ({ value: id, label: modelTitle }))}
          value={other.id}
          onChange={setOtherId}
        />
      )}
      {failed?.state === 'failed' && (
        <p role="alert" className={styles.failure}>
          The results cannot be shown: {failed.reason}
        </p>
      )}
      {a.state === 'ready' && b.state === 'ready' ? (
        <Pair
          key={other.id}
          first={first}
          other={other}
          a={a.data.columns}
          b={b.data.columns}
          landmarks={comparison.pairs.find(({ id }) => id === other.id)?.landmarks ?? null}
          datasetId={datasetId}
          shape={shape}
        />
      ) : (
        !failed && (
          <p role="status" className={styles.loading}>
            Loading the results…
          </p>
        )
      )}
    </>
  );
}

interface PairProps {
  readonly first: ComparedRun;
  readonly other: ComparedRun;
  readonly a: ResultColumns;
  readonly b: ResultColumns;
  readonly landmarks: readonly (number | null)[] | null;
  readonly datasetId: string;
  readonly shape: MeanShape;
}

function Pair({ first, other, a, b, landmarks, datasetId, shape }: PairProps) {
  const pair = useMemo(() => {
    const [rowsA, rowsB] = commonRows([a, b]);
    const errorsA = pick(a.model.error, rowsA);
    const errorsB = pick(b.model.error, rowsB);
    return {
      ids: Array.from(rowsA, (row) => a.ids[row]),
      errorsA,
      errorsB,
      series: [
        { run: first, columns: a, rows: rowsA },
        { run: other, columns: b, rows: rowsB },
      ].map(({ run, columns, rows }, i) => ({
        name: i === 1 && run.modelTitle === first.modelTitle ? `${run.modelTitle} (2)` : run.modelTitle,
        ink: SERIES[i],
        sorted: Float64Array.from(pick(columns.model.nmeInterOcular, rows)).sort(),
      })),
    };
  }, [a, b, first, other]);
  const change = useMemo(() => (landmarks ? changeMap(shape, landmarks) : null), [landmarks, shape]);
  return (
    <div className={styles.pair}>
      <section className={styles.card}>
        <PairScatter
          ids={pair.ids}
          xs={pair.errorsA}
          ys={pair.errorsB}
          xTitle={`${first.modelTitle}, px`}
          yTitle={`${other.modelTitle}, px`}
          datasetId={datasetId}
          run={other}
        />
      </section>
      <section className={styles.card}>
        <CedPlot name="ced" series={pair.series} alpha={8} normaliser="inter-ocular distance" height={360} />
      </section>
      {change && landmarks && (
        <section className={styles.card}>
          <FaceMapPlot
            title="Change by landmark"
            name="landmark-change"
            chart={change.chart}
            read={(i) => changeWords(landmarks[i])}
            legend={
              <span className={styles.legend}>
                −{change.full} px
                <span style={{ backgroundImage: CHANGE_GRADIENT }} />+{change.full} px; green: {other.modelTitle} is
                nearer
              </span>
            }
          />
        </section>
      )}
      <GainsSheet
        ids={pair.ids}
        before={pair.errorsA}
        after={pair.errorsB}
        datasetId={datasetId}
        first={first}
        other={other}
      />
    </div>
  );
}

function changeMap(shape: MeanShape, landmarks: readonly (number | null)[]) {
  const full = niceCeil(Math.max(0.1, ...landmarks.map((change) => Math.abs(change ?? 0))), 4);
  return {
    full,
    chart: faceMap(shape, landmarks, {
      title: 'Change by landmark',
      side: SIDE,
      valueLabel: 'change of the mean error, px',
      colourOf: (change) => changeColour(change, full) as Ink,
      full,
    }),
  };
}

const changeWords = (change: number | null): string => (change === null ? 'never annotated' : `${signed(change)} px`);
