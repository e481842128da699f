'use client';

import { BarList } from '@/components/charts/bar-list';
import { CedChart } from '@/components/charts/ced-chart';
import { Histogram } from '@/components/charts/histogram';
import type { EvaluationReport } from '@/lib/contracts/evaluation';
import { REGION_IDS } from '@/lib/landmarks/scheme';
import styles from './evaluation-charts.module.css';

interface EvaluationChartsProps {
  readonly report: EvaluationReport;
  /** one a image */
  readonly errors: readonly number[];
  readonly nmes: readonly number[];
  /** the gallery with the run's model and split, to which an error range is added */
  readonly galleryHref: string;
}

/** How the errors are spread: over images, over regions of the face, over head turns. */
export function EvaluationCharts({ report, errors, nmes, galleryHref }: EvaluationChartsProps) {
  const { regions, yaw, meanShape } = report;
  return (
    <div className={styles.charts}>
      <section aria-label="Cumulative error distribution">
        <h2>Cumulative error distribution</h2>
        <CedChart nmes={nmes} alpha={report.card.thresholds.aucPercent} normaliser="inter-ocular distance" />
      </section>
      <section aria-label="Error histogram">
        <h2>Images by error</h2>
        <Histogram
          values={errors}
          unit="px"
          axis="mean error of an image, px of the reference crop"
          atLeast={20}
          marks={[
            { at: report.me, label: `ME ${report.me.toFixed(2)}` },
            { at: meanShape.me, label: `mean shape ${meanShape.me.toFixed(2)}` },
          ]}
          hrefOf={({ from, to }) => `${galleryHref}&minError=${from}${to === Infinity ? '' : `&maxError=${to}`}`}
        />
      </section>
      <section aria-label="Error by region">
        <h2>By region</h2>
        <BarList
          caption="Region"
          valueLabel="mean error, px"
          rows={REGION_IDS.map((region) => ({
            key: region,
            label: region.replace('-', ' '),
            value: regions[region] ?? null,
          }))}
        />
      </section>
      <section aria-label="Error by yaw">
        <h2>By yaw</h2>
        {yaw ? (
          <>
            <BarList
              caption="|yaw|"
              valueLabel="mean error, px"
              rows={yaw.bins.map(({ bin, images, me }) => ({
                key: bin,
                label: bin,
                note: `n ${images}`,
                value: images > 0 ? me : null,
              }))}
            />
            <p className={styles.note}>
              Unweighted mean of the bins {yaw.meanOfBins.toFixed(2)} ± {yaw.stdOfBins.toFixed(2)}.
            </p>
          </>
        ) : (
          <p className={styles.note}>These images state no head pose.</p>
        )}
      </section>
    </div>
  );
}
