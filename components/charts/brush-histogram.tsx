'use client';

import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react';
import { useElementSize } from '@/components/editor/use-element-size';
import { countOf } from '@/components/ui/format-number';
import { type HistogramMark, type HistogramScale, histogramChart } from '@/lib/charts/histogram';
import type { Bin } from '@/lib/charts/scale';
import type { Ink } from '@/lib/charts/shapes';
import styles from './chart.module.css';
import { ChartFrame } from './chart-frame';
import { ChartShapes } from './chart-shapes';

interface BrushHistogramProps {
  readonly title: string;
  readonly name: string;
  /** one an image, as far as the other filters let it through */
  readonly values: ArrayLike<number>;
  /** of all images, drawn faintly behind */
  readonly ghost?: ArrayLike<number>;
  readonly scale: HistogramScale;
  readonly unit: string;
  readonly axis: string;
  readonly marks?: readonly HistogramMark[];
  readonly inkOf?: (middle: number) => Ink;
  /** the range chosen now; Infinity: open */
  readonly range: readonly [number, number] | null;
  /** @param goesOn the range before is drawn on by another key */
  readonly onRange: (range: readonly [number, number] | null, goesOn?: boolean) => void;
  readonly height?: number;
}

/**
 * How many images have which value. A drag over the bars, or Shift and arrow keys, chooses a range of them; a press on one
 * bar chooses that bar; Escape lets go.
 */
export function BrushHistogram(props: BrushHistogramProps) {
  const { title, name, values, ghost, scale, unit, axis, marks, inkOf, range, onRange, height = 260 } = props;
  const frame = useRef<HTMLDivElement>(null);
  const { width } = useElementSize(frame);
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const chart = useMemo(
    () =>
      width > 0
        ? histogramChart(values, { scale, ghost, axis, marks: marks ?? [], inkOf, size: { width, height } })
        : null,
    [values, ghost, scale, axis, marks, inkOf, width, height],
  );
  const last = chart ? chart.bins.length - 1 : 0;

  const binAt = (event: PointerEvent<SVGSVGElement>): number => {
    if (!chart) return 0;
    const { left } = event.currentTarget.getBoundingClientRect();
    return Math.min(last, Math.max(0, Math.floor(chart.plot.valueAt(event.clientX - left) / chart.binWidth)));
  };
  const rangeOf = (from: number, to: number): readonly [number, number] => {
    const bins = chart?.bins ?? [];
    const [first, final] = [Math.min(from, to), Math.max(from, to)];
    return [first === 0 ? -Infinity : bins[first].from, bins[final].to];
  };
  function finish() {
    if (drag) onRange(rangeOf(drag.from, drag.to));
    setDrag(null);
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape' && (drag || range)) {
      setDrag(null);
      onRange(null);
      event.preventDefault();
      return;
    }
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === 'Enter' && cursor !== null) {
      event.preventDefault();
      onRange(rangeOf(cursor, cursor));
      return;
    }
    if (!step) return;
    event.preventDefault();
    const at = Math.min(last, Math.max(0, (cursor ?? (step > 0 ? -1 : last + 1)) + step));
    setCursor(at);
    if (event.shiftKey) {
      const from = drag?.from ?? cursor ?? at;
      setDrag({ from, to: at });
      onRange(rangeOf(from, at), drag !== null);
    } else setDrag(null);
  }

  const chosen = drag ? rangeOf(drag.from, drag.to) : range;
  const pointed = cursor === null ? null : (chart?.bins[cursor] ?? null);
  return (
    <ChartFrame
      title={title}
      name={name}
      chart={chart}
      reading={
        pointed
          ? readBin(pointed, unit)
          : chosen
            ? `${rangeWords(chosen, unit)}; Escape lets go`
            : 'Drag over the bars to see only those images.'
      }
    >
      <div
        ref={frame}
        className={styles.frame}
        style={{ height }}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys read it and choose
        tabIndex={0}
        role="application"
        aria-label={`${title}. Arrow keys read it, Enter chooses a bar, Shift and arrow keys a range, Escape lets go.`}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setCursor(null);
          setDrag(null);
        }}
      >
        {chart && (
          <svg
            className={styles.svg}
            width={width}
            height={height}
            aria-hidden="true"
            data-testid={`${name}-bars`}
            style={{ touchAction: 'pan-y', cursor: 'ew-resize' }}
            onPointerDown={(event) => {
              event.currentTarget.setPointerCapture(event.pointerId);
              setDrag({ from: binAt(event), to: binAt(event) });
            }}
            onPointerMove={(event) => {
              const bin = binAt(event);
              setCursor(bin);
              if (drag) setDrag({ from: drag.from, to: bin });
            }}
            onPointerUp={finish}
            onPointerCancel={() => setDrag(null)}
            onPointerLeave={() => setCursor(null)}
          >
            <ChartShapes shapes={chart.shapes} />
            {chosen && <Brush chart={chart} range={chosen} />}
          </svg>
        )}
      </div>
    </ChartFrame>
  );
}

function Brush({
  chart: { plot, end, binWidth },
  range: [low, high],
}: {
  readonly chart: NonNullable<ReturnType<typeof histogramChart>>;
  readonly range: readonly [number, number];
}) {
  const left = plot.x(Math.max(0, Math.min(low, end)));
  const right = plot.x(Math.min(high, end + binWidth));
  return (
    <rect
      className={styles.brush}
      x={left}
      y={plot.margin.top - 6}
      width={Math.max(1, right - left)}
      height={plot.height - plot.margin.top - plot.margin.bottom + 6}
    />
  );
}

const readBin = ({ from, to, count }: Bin, unit: string): string =>
  `${countOf(count, 'image')} ${to === Infinity ? `from ${from} ${unit} on` : `from ${from} to ${to} ${unit}`}`;

/** "5 to 20 px", "from 20 px on" */
export function rangeWords([low, high]: readonly [number, number], unit: string): string {
  const round = (value: number) => Number(value.toFixed(2));
  if (!Number.isFinite(high)) return `from ${round(low)} ${unit} on`;
  return Number.isFinite(low) ? `${round(low)} to ${round(high)} ${unit}` : `up to ${round(high)} ${unit}`;
}
