import type { CSSProperties } from 'react';
import styles from './slider.module.css';

interface SliderProps {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly value: number;
  readonly onChange: (value: number) => void;
  /** the value in words, with its unit */
  readonly format?: (value: number) => string;
  readonly hideLabel?: boolean;
}

export function Slider({ label, min, max, step = 1, value, onChange, format = String, hideLabel }: SliderProps) {
  const share = max > min ? (value - min) / (max - min) : 0;
  return (
    <label className={styles.field} title={`${label}: ${format(value)}`}>
      <span className={hideLabel ? 'visually-hidden' : styles.label}>{label}</span>
      <input
        type="range"
        className={styles.range}
        style={{ '--share': share } as CSSProperties}
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={format(value)}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
    </label>
  );
}
