'use client';

import { useMemo } from 'react';
import { FaceMapPlot } from '@/components/charts/face-map-plot';
import { ErrorLegend } from '@/components/overlay/error-legend';
import { errorColour } from '@/lib/charts/error-scale';
import { arrowFactor, faceMap, vectorMap } from '@/lib/charts/face-map';
import { niceCeil } from '@/lib/charts/scale';
import type { Ink } from '@/lib/charts/shapes';
import type { EvaluationReport } from '@/lib/contracts/evaluation';
import { type LandmarkTotals, landmarkTotals } from '@/lib/evaluation/landmark-totals';
import type { MeanShape } from '@/lib/metrics/mean-shape';
import { signed } from '../verdict';
import styles from './run-charts.module.css';
import type { Explorer } from './use-explorer';
import { useOffsets } from './use-run-data';

interface LandmarkMapsProps {
  readonly runId: string;
  readonly report: EvaluationReport;
  readonly shape: MeanShape;
  readonly explorer: Explorer;
}

const SIDE = 380;

/** Where on the face the errors are, and where they pull; of the images that the filters let through. */
export function LandmarkMaps({ runId, report, shape, explorer }: LandmarkMapsProps) {
  const { rows, isFiltered } = explorer;
  const offsets = useOffsets(runId, isFiltered);
  const totals = useMemo(
    (): LandmarkTotals | null => (isFiltered && offsets ? landmarkTotals(offsets, rows) : report.landmarks),
    [isFiltered, offsets, rows, report.landmarks],
  );
  const maps = useMemo(() => totals && mapsOf(shape, totals), [shape, totals]);
  if (!totals || !maps) {
    return <p className={styles.card}>This run was made before landmarks were kept apart. Score again to see them.</p>;
  }
  const isWhole = isFiltered && !offsets;
  const px = (value: number | null) => (value === null ? 'never annotated' : `${value.toFixed(2)} px`);
  return (
    <div className={styles.charts}>
      <section className={styles.card}>
        <FaceMapPlot
          title="Error on the mean face"
          name="landmark-errors"
          chart={maps.errors}
          read={(i) => `mean error ${px(totals.error[i])}`}
          legend={
            <span className={styles.legend}>
              <ErrorLegend max={maps.full} />
              {isWhole && 'of the whole run; the landmarks of the images shown are on their way'}
            </span>
          }
        />
      </section>
      <section className={styles.card}>
        <FaceMapPlot
          title="Mean error vectors"
          name="landmark-vectors"
          chart={maps.vectors}
          read={(i) =>
            totals.dx[i] === null
              ? 'never annotated'
              : `on the mean ${signed(totals.dx[i] ?? 0, 2)} px across, ${signed(totals.dy[i] ?? 0, 2)} px down, of an error of ${px(totals.error[i])}`
          }
          legend={`From the label to where predictions lie on the mean, drawn ${maps.times} times as long: a long arrow is a bias, not a scatter.`}
        />
      </section>
    </div>
  );
}

function mapsOf(shape: MeanShape, totals: LandmarkTotals) {
  const full = niceCeil(Math.max(2, ...totals.error.map((error) => error ?? 0)), 4);
  const times = arrowFactor(totals.dx, totals.dy);
  return {
    full,
    times,
    errors: faceMap(shape, totals.error, {
      title: 'Error on the mean face',
      side: SIDE,
      valueLabel: 'mean error, px',
      colourOf: (error) => errorColour(error, full) as Ink,
      full,
    }),
    vectors: vectorMap(shape, totals, { side: SIDE, times }),
  };
}
