'use client';

import { useMemo } from 'react';
import { BarPlot } from '@/components/charts/bar-plot';
import { BrushHistogram } from '@/components/charts/brush-histogram';
import { CedPlot } from '@/components/charts/ced-plot';
import type { CedSeries } from '@/lib/charts/ced';
import { errorColour } from '@/lib/charts/error-scale';
import { histogramScale } from '@/lib/charts/histogram';
import type { Ink } from '@/lib/charts/shapes';
import type { EvaluationReport } from '@/lib/contracts/evaluation';
import { rowsPassing } from '@/lib/evaluation/cross-filter';
import { yawRows } from '@/lib/evaluation/report';
import { pick, regionTotals } from '@/lib/evaluation/totals';
import { REGION_IDS } from '@/lib/landmarks/scheme';
import { mean } from '@/lib/metrics/statistics';
import { YAW_BINS } from '@/lib/metrics/yaw-bins';
import { NUMBER_NAMES } from './dimension-names';
import styles from './run-charts.module.css';
import type { Explorer } from './use-explorer';
import type { RunViewState } from './use-run-view';

interface RunChartsProps {
  readonly report: EvaluationReport;
  readonly explorer: Explorer;
  readonly state: RunViewState;
}

const inkOfError = (error: number): Ink => errorColour(error) as Ink;

/** How the errors are spread, over images, over the face and over head turns; what is chosen in one narrows the others. */
export function RunCharts({ report, explorer, state }: RunChartsProps) {
  const { data, refusals, rows, isFiltered } = explorer;
  const { columns } = data;
  const { model, baseline } = columns;

  const series = useMemo((): CedSeries[] => {
    const constant = pick(baseline.nmeInterOcular, rows).filter((nme) => !Number.isNaN(nme));
    return [
      {
        name: report.card.model,
        ink: 'prediction',
        sorted: Float64Array.from(pick(model.nmeInterOcular, rows)).sort(),
        failures: isFiltered ? 0 : report.card.withoutFace,
      },
      ...(constant.length > 0
        ? [{ name: 'mean shape', ink: 'muted', sorted: Float64Array.from(constant).sort(), isReference: true } as const]
        : []),
    ];
  }, [model, baseline, rows, isFiltered, report.card]);

  const scale = useMemo(() => histogramScale(model.error, 20), [model]);
  const errors = useMemo(() => pick(model.error, rowsPassing(refusals, 'error')), [model, refusals]);
  const me = useMemo(() => (rows.length > 0 ? mean(pick(model.error, rows)) : null), [model, rows]);
  const marks = useMemo(
    () => [
      ...(me === null ? [] : [{ at: me, label: `ME ${me.toFixed(2)}` }]),
      { at: report.meanShape.me, label: `mean shape ${report.meanShape.me.toFixed(2)}` },
    ],
    [me, report.meanShape.me],
  );

  return (
    <div className={styles.charts}>
      <section className={styles.card}>
        <CedPlot
          name="ced"
          series={series}
          alpha={report.card.thresholds.aucPercent}
          normaliser="inter-ocular distance"
        />
      </section>
      <section className={styles.card}>
        <BrushHistogram
          title="Images by error"
          name="errors"
          values={errors}
          ghost={model.error}
          scale={scale}
          unit="px"
          axis="mean error of an image, px of the reference crop"
          marks={marks}
          inkOf={inkOfError}
          range={state.view.filters.ranges.error ?? null}
          onRange={(range, goesOn) => state.setRange('error', range, goesOn ? 'replace' : 'push')}
        />
      </section>
      <section className={styles.card}>
        <RegionBars explorer={explorer} state={state} />
      </section>
      <section className={styles.card}>
        <YawBars explorer={explorer} state={state} />
      </section>
    </div>
  );
}

type PartProps = Omit<RunChartsProps, 'report'>;

function RegionBars({ explorer: { data, rows }, state }: PartProps) {
  const bars = useMemo(() => {
    const own = regionTotals(data.columns.model, rows);
    const constant = regionTotals(data.columns.baseline, rows);
    return [
      ...REGION_IDS.map((region) => ({
        label: region.replace('-', ' '),
        value: own.regions[region],
        baseline: constant.regions[region],
      })),
      { label: 'without the jaw', value: own.innerFace, baseline: constant.innerFace },
    ];
  }, [data, rows]);
  const dimensions = [...REGION_IDS, 'inner-face'] as const;
  const chosen = (dimensions as readonly string[]).indexOf(state.view.sort);
  return (
    <BarPlot
      title="By region"
      name="regions"
      unit="mean error, px"
      bars={bars}
      action="sort the images by it"
      chosen={chosen < 0 ? null : chosen}
      onBar={(index) => state.change({ sort: chosen === index ? 'error' : dimensions[index] })}
      note={
        chosen < 0 ? 'Press a region to sort the images by it.' : `Sorted by ${NUMBER_NAMES[dimensions[chosen]].label}.`
      }
    />
  );
}

function YawBars({ explorer: { data, refusals }, state }: PartProps) {
  const bins = useMemo(() => yawRows(data.columns, rowsPassing(refusals, 'yaw')), [data, refusals]);
  const bars = useMemo(
    () =>
      bins.map(({ bin, rows }) => ({
        label: bin,
        note: `n ${rows.length}`,
        value: mean(pick(data.columns.model.error, rows)),
        baseline: mean(pick(data.columns.baseline.error, rows)),
      })),
    [bins, data],
  );
  if (bins.length === 0) {
    return (
      <div className={styles.none}>
        <h2>By yaw</h2>
        <p>These images state no head pose.</p>
      </div>
    );
  }
  const range = state.view.filters.ranges.yaw ?? null;
  const places = bins.map(({ bin }) => YAW_BINS.findIndex((known) => known.bin === bin));
  const rangeOf = (place: number): readonly [number, number] => [
    // just above the end of the bin below: ends belong to the lower bin
    place === 0 ? 0 : YAW_BINS[place - 1].toDeg + 1e-3,
    YAW_BINS[place].toDeg,
  ];
  const chosen = range === null ? -1 : places.findIndex((place) => Math.abs(rangeOf(place)[0] - range[0]) < 0.01);
  const mean3 = mean(bars.map(({ value }) => value));
  return (
    <BarPlot
      title="By yaw"
      name="yaw"
      unit="mean error, px"
      bars={bars}
      action="see only these images"
      chosen={chosen < 0 ? null : chosen}
      onBar={(index) => state.setRange('yaw', chosen === index ? null : rangeOf(places[index]))}
      note={`AFLW2000-3D's bins; their unweighted mean is ${mean3.toFixed(2)} px.`}
    />
  );
}
