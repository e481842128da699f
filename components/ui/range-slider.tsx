import styles from './range-slider.module.css';

interface RangeSliderProps {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  /** one value, or the two ends of a range */
  readonly values: readonly number[];
  readonly onChange: (values: readonly number[]) => void;
  /** a value in words, with its unit */
  readonly format?: (value: number) => string;
}

const END_NAMES = [' from', ' to'] as const;

/** A slider as wide as its place, with one thumb or two; two never pass each other. */
export function RangeSlider({ label, min, max, step = 1, values, onChange, format = String }: RangeSliderProps) {
  const share = (value: number) => (100 * (value - min)) / Math.max(1e-9, max - min);
  const isRange = values.length > 1;
  const [low, high] = isRange ? values : [min, values[0]];

  function move(end: number, value: number) {
    const next = isRange && end === 0 ? Math.min(value, high) : isRange ? Math.max(value, low) : value;
    onChange(values.map((old, i) => (i === end ? next : old)));
  }

  return (
    <span className={styles.slider}>
      <span className={styles.track}>
        <span style={{ left: `${share(low)}%`, right: `${100 - share(high)}%` }} />
      </span>
      {values.map((value, end) => (
        <input
          key={end}
          type="range"
          aria-label={label + (isRange ? END_NAMES[end] : '')}
          aria-valuetext={format(value)}
          // where both stand at the upper end, the lower one must be the one to be caught
          style={isRange && end === 0 && share(low) > 50 ? { zIndex: 1 } : undefined}
          min={min}
          max={max}
          step={step}
          value={value}
          onChange={(event) => move(end, event.target.valueAsNumber)}
        />
      ))}
    </span>
  );
}
