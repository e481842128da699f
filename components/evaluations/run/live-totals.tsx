'use client';

import { useEffect, useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { formatCount, formatPercent, formatPx } from '@/components/ui/format-number';
import { Slider } from '@/components/ui/slider';
import type { ErrorColumns, ResultColumns } from '@/lib/evaluation/result-columns';
import { pick, totalsOf } from '@/lib/evaluation/totals';
import { bootstrapIntervals } from '@/lib/metrics/bootstrap';
import { type Interval, shareInterval } from '@/lib/metrics/share-interval';
import { countBelow } from '@/lib/metrics/totals';
import styles from './live-totals.module.css';

interface LiveTotalsProps {
  readonly columns: ResultColumns;
  /** images that the filters let through */
  readonly rows: Uint32Array;
  readonly isFiltered: boolean;
  /** faces without an answer: they belong to the whole run, no filter knows them */
  readonly withoutFace: number;
  readonly threshold: number;
  readonly onThreshold: (threshold: number) => void;
  readonly onClear: () => void;
}

/** Totals of the images shown, the constant face's beside them; the slider moves the success rate's threshold. */
export function LiveTotals(props: LiveTotalsProps) {
  const { columns, rows, isFiltered, withoutFace, threshold, onThreshold, onClear } = props;
  const failures = isFiltered ? 0 : withoutFace;
  const totals = useMemo(() => totalsOf(columns.model, rows, failures), [columns, rows, failures]);
  const constant = useMemo(() => totalsOf(columns.baseline, rows), [columns, rows]);
  const interval = useMeanInterval(columns, rows);
  return (
    <section className={styles.totals} aria-label="Totals of the images shown">
      <header>
        <h2>
          {formatCount(rows.length)} of {formatCount(columns.count)} images
        </h2>
        {isFiltered && (
          <Button variant="quiet" icon="close" onClick={onClear}>
            Clear
          </Button>
        )}
      </header>
      <Slider
        label="SR below"
        min={1}
        max={40}
        step={0.5}
        value={threshold}
        onChange={onThreshold}
        format={(value) => `${value} px`}
      />
      <output className={styles.rate} data-field="sr">
        <SuccessRate columns={columns.model} rows={rows} threshold={threshold} failures={failures} />
        <small>
          SR@{threshold}, mean shape <SuccessRate columns={columns.baseline} rows={rows} threshold={threshold} />
        </small>
      </output>
      {totals && constant ? (
        <table>
          <thead>
            <tr>
              <td />
              <th scope="col">model</th>
              <th scope="col">mean shape</th>
            </tr>
          </thead>
          <tbody>
            <tr data-field="me">
              <th scope="row">ME ± Std, px</th>
              <td>
                <b>
                  {formatPx(totals.me)} ± {formatPx(totals.std)}
                </b>
              </td>
              <td>{known(constant.me)}</td>
            </tr>
            <tr>
              <th scope="row">95 %</th>
              <td>{interval ? `${formatPx(interval[0])} – ${formatPx(interval[1])}` : '…'}</td>
              <td />
            </tr>
            <tr>
              <th scope="row">Median, px</th>
              <td>{formatPx(totals.median)}</td>
              <td>{known(constant.median)}</td>
            </tr>
            <tr>
              <th scope="row">NME, %</th>
              <td>{totals.nmeInterOcular.toFixed(2)}</td>
              <td>{known(constant.nmeInterOcular)}</td>
            </tr>
            <tr>
              <th scope="row">AUC@8, %</th>
              <td>{totals.auc8.toFixed(1)}</td>
              <td>{known(constant.auc8, 1)}</td>
            </tr>
          </tbody>
        </table>
      ) : (
        <p>No image passes these filters.</p>
      )}
      {totals && constant && totals.me >= constant.me && (
        <p className={styles.verdict}>On these images the model does not beat the mean shape.</p>
      )}
      {withoutFace > 0 && (
        <p className={styles.note}>
          {formatCount(withoutFace)} faces without an answer{' '}
          {isFiltered ? 'belong to no filter.' : 'count as failures.'}
        </p>
      )}
    </section>
  );
}

const known = (value: number, digits = 2): string => (Number.isNaN(value) ? '–' : value.toFixed(digits));

interface SuccessRateProps {
  readonly columns: ErrorColumns;
  readonly rows: Uint32Array;
  readonly threshold: number;
  readonly failures?: number;
}

function SuccessRate({ columns, rows, threshold, failures = 0 }: SuccessRateProps) {
  const errors = useMemo(() => pick(columns.error, rows), [columns, rows]);
  const all = errors.length + failures;
  if (all === 0 || Number.isNaN(errors[0])) return <span>–</span>;
  const successes = countBelow(errors, threshold);
  const [low, high] = shareInterval(successes, all);
  return (
    <span title={`95 %: ${formatPercent(low, 1)} to ${formatPercent(high, 1)}`}>
      <b>{(successes / all).toFixed(3)}</b> {low.toFixed(2)}–{high.toFixed(2)}
    </span>
  );
}

/** Waits until the filters rest, then draws. */
const REST_MS = 250;

function useMeanInterval(columns: ResultColumns, rows: Uint32Array): Interval | null {
  const [interval, setInterval] = useState<{ readonly rows: Uint32Array; readonly value: Interval } | null>(null);
  useEffect(() => {
    if (rows.length === 0) return;
    const ending = new AbortController();
    const timer = setTimeout(() => {
      bootstrapIntervals([pick(columns.model.error, rows)], { signal: ending.signal }).then(
        ({ means: [value] }) => setInterval({ rows, value }),
        () => undefined, // other rows are meant by now
      );
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [columns, rows]);
  return interval?.rows === rows ? interval.value : null;
}
