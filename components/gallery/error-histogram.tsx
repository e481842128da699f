'use client';

import { type PointerEvent, useRef, useState } from 'react';
import { errorColour } from '@/components/overlay/error-scale';
import { countOf } from '@/components/ui/format-number';
import type { SampleFacets } from '@/lib/contracts/sample';
import styles from './error-histogram.module.css';

interface ErrorHistogramProps {
  readonly errors: SampleFacets['errors'];
  /** the range shown now, reference-crop px */
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly onChange: (min: number | undefined, max: number | undefined) => void;
}

/** Fewest bins drawn, so that the scale does not jump about. */
const FEWEST_BINS = 20;

/** How errors are spread; a drag over the bars narrows the view to that range. The strip below has the colours of the tiles. */
export function ErrorHistogram({ errors, min, max, onChange }: ErrorHistogramProps) {
  const bars = useRef<HTMLDivElement>(null);
  const [brush, setBrush] = useState<{ readonly from: number; readonly to: number } | null>(null);
  if (!errors) return <p className={styles.none}>No errors here yet: run the model to have them.</p>;

  const { binWidth, counts } = errors;
  const last = counts.findLastIndex((count) => count > 0);
  const shown = counts.slice(0, Math.max(FEWEST_BINS, last + 1));
  const most = Math.max(1, ...shown);
  const isOpen = (bin: number) => bin === counts.length - 1;

  const binAt = (event: PointerEvent): number => {
    const box = bars.current?.getBoundingClientRect();
    if (!box) return 0;
    return Math.min(shown.length - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * shown.length)));
  };
  const isInside = (bin: number): boolean => {
    if (brush) return bin >= Math.min(brush.from, brush.to) && bin <= Math.max(brush.from, brush.to);
    const end = isOpen(bin) ? Infinity : (bin + 1) * binWidth;
    return end > (min ?? 0) && bin * binWidth < (max ?? Infinity);
  };
  function finish() {
    if (!brush) return;
    const first = Math.min(brush.from, brush.to);
    const final = Math.max(brush.from, brush.to);
    setBrush(null);
    onChange(first === 0 ? undefined : first * binWidth, isOpen(final) ? undefined : (final + 1) * binWidth);
  }

  return (
    <div>
      <div
        ref={bars}
        className={styles.bars}
        aria-hidden="true"
        data-testid="error-histogram"
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
            title={`${bin * binWidth}${isOpen(bin) ? ' px and more' : `–${(bin + 1) * binWidth} px`}: ${countOf(count, 'face')}`}
            data-outside={!isInside(bin) || undefined}
          >
            <div style={{ height: count === 0 ? 0 : `max(2px, ${(100 * count) / most}%)` }} />
          </div>
        ))}
      </div>
      <div className={styles.scale} aria-hidden="true">
        {shown.map((_, bin) => (
          <div key={bin} style={{ background: errorColour((bin + 0.5) * binWidth) }} />
        ))}
      </div>
      <div className={styles.axis} aria-hidden="true">
        <span>0</span>
        <span>
          {shown.length * binWidth}
          {isOpen(shown.length - 1) && '+'} px
        </span>
      </div>
      <div className={styles.range}>
        <Bound label="Smallest error, px" value={min} onChange={(value) => onChange(value, max)} />
        <span aria-hidden="true">to</span>
        <Bound label="Largest error, px" value={max} onChange={(value) => onChange(min, value)} />
        <span aria-hidden="true">px</span>
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
