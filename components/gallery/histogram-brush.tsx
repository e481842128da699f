'use client';

import { type PointerEvent, useRef, useState } from 'react';
import { countOf } from '@/components/ui/format-number';
import type { HistogramCounts } from '@/lib/contracts/sample';
import styles from './histogram-brush.module.css';

interface HistogramBrushProps {
  /** what is counted, for tests and for the fields' names: "Error" */
  readonly name: string;
  readonly unit: string;
  readonly counts: HistogramCounts;
  /** the value has an end, and the last bin is not open */
  readonly isClosed?: boolean;
  /** the strip below the bars has the colours of the tiles; without it there is none */
  readonly colourOf?: (value: number) => string;
  /** the range shown now */
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly onChange: (min: number | undefined, max: number | undefined) => void;
}

/** Fewest bins drawn, so that the scale does not jump about. */
const FEWEST_BINS = 18;

/** How a value is spread; a drag over the bars narrows the view to that range, and so do the two fields. */
export function HistogramBrush({ name, unit, counts, isClosed, colourOf, min, max, onChange }: HistogramBrushProps) {
  const bars = useRef<HTMLDivElement>(null);
  const [brush, setBrush] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const { binWidth } = counts;
  const last = counts.counts.findLastIndex((count) => count > 0);
  const shown = counts.counts.slice(0, Math.max(FEWEST_BINS, last + 1));
  const most = Math.max(1, ...shown);
  const isOpen = (bin: number) => !isClosed && bin === counts.counts.length - 1;
  /** without the dust of binary fractions */
  const edge = (bin: number) => Number((bin * binWidth).toPrecision(12));

  const binAt = (event: PointerEvent): number => {
    const box = bars.current?.getBoundingClientRect();
    if (!box) return 0;
    return Math.min(shown.length - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * shown.length)));
  };
  const isInside = (bin: number): boolean => {
    if (brush) return bin >= Math.min(brush.from, brush.to) && bin <= Math.max(brush.from, brush.to);
    const end = isOpen(bin) ? Infinity : edge(bin + 1);
    return end > (min ?? 0) && edge(bin) < (max ?? Infinity);
  };
  function finish() {
    if (!brush) return;
    const first = Math.min(brush.from, brush.to);
    const final = Math.max(brush.from, brush.to);
    setBrush(null);
    onChange(first === 0 ? undefined : edge(first), isOpen(final) ? undefined : edge(final + 1));
  }

  return (
    <div>
      <div
        ref={bars}
        className={styles.bars}
        aria-hidden="true"
        data-testid={`histogram-${name}`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setBrush({ from: binAt(event), to: binAt(event) });
        }}
        onPointerMove={(event) => brush && setBrush({ ...brush, to: binAt(event) })}
        onPointerUp={finish}
        onPointerCancel={() => setBrush(null)}
      >
        {shown.map((count, bin) => (
          <div
            key={bin}
            title={`${edge(bin)}${isOpen(bin) ? ` ${unit} and more` : `–${edge(bin + 1)} ${unit}`}: ${countOf(count, 'face')}`}
            data-outside={!isInside(bin) || undefined}
          >
            <div style={{ height: count === 0 ? 0 : `max(2px, ${(100 * count) / most}%)` }} />
          </div>
        ))}
      </div>
      {colourOf && (
        <div className={styles.scale} aria-hidden="true">
          {shown.map((_, bin) => (
            <div key={bin} style={{ background: colourOf((bin + 0.5) * binWidth) }} />
          ))}
        </div>
      )}
      <div className={styles.axis} aria-hidden="true">
        <span>0</span>
        <span>
          {edge(shown.length)}
          {isOpen(shown.length - 1) && '+'} {unit}
        </span>
      </div>
      <div className={styles.range}>
        <Bound label={`${name} from, ${unit}`} value={min} onChange={(value) => onChange(value, max)} />
        <span aria-hidden="true">to</span>
        <Bound label={`${name} to, ${unit}`} value={max} onChange={(value) => onChange(min, value)} />
        <span aria-hidden="true">{unit}</span>
      </div>
    </div>
  );
}

interface BoundProps {
  readonly label: string;
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
}

/** Taken when Enter is pressed or the field is left, not at each digit. */
function Bound({ label, value, onChange }: BoundProps) {
  function take(input: HTMLInputElement) {
    const next = input.value === '' || !(input.valueAsNumber >= 0) ? undefined : input.valueAsNumber;
    if (next !== value) onChange(next);
  }
  return (
    <input
      // a new value from outside is a new field
      key={value ?? ''}
      type="number"
      aria-label={label}
      min={0}
      step="any"
      placeholder="any"
      defaultValue={value}
      onBlur={(event) => take(event.currentTarget)}
      onKeyDown={(event) => event.key === 'Enter' && take(event.currentTarget)}
    />
  );
}
