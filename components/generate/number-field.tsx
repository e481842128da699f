'use client';

import { useEffect, useId, useState } from 'react';
import styles from './number-field.module.css';

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly isWhole?: boolean;
  readonly unit?: string;
  /** keeps the label for screen readers only */
  readonly hideLabel?: boolean;
  readonly onChange: (value: number) => void;
}

/** A number that is taken as soon as it is allowed; anything else is refused beside it with the allowed range. */
export function NumberField({ label, value, min, max, isWhole, unit = '', hideLabel, onChange }: NumberFieldProps) {
  const id = useId();
  const [text, setText] = useState(String(value));
  // a slider, a preset or Back may have moved it
  useEffect(() => setText((old) => (Number(old) === value && old.trim() !== '' ? old : String(value))), [value]);
  const refusal = refusalOf(text, { min, max, isWhole });

  return (
    <span className={styles.field}>
      <label htmlFor={id} className={hideLabel ? 'visually-hidden' : styles.label}>
        {label}
      </label>
      <span className={styles.box}>
        <input
          id={id}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          value={text}
          aria-invalid={refusal ? true : undefined}
          aria-describedby={refusal ? `${id}-refusal` : undefined}
          onChange={(event) => {
            setText(event.target.value);
            if (!refusalOf(event.target.value, { min, max, isWhole })) onChange(Number(event.target.value));
          }}
        />
        {unit && <span className={styles.unit}>{unit}</span>}
      </span>
      {refusal && (
        <span id={`${id}-refusal`} role="alert" className={styles.refusal}>
          {refusal}
        </span>
      )}
    </span>
  );
}

function refusalOf(
  text: string,
  { min, max, isWhole }: { min: number; max: number; isWhole?: boolean },
): string | null {
  const value = Number(text);
  const isAllowed = text.trim() !== '' && value >= min && value <= max && (!isWhole || Number.isInteger(value));
  return isAllowed
    ? null
    : `Expected ${isWhole ? 'a whole number ' : ''}${min} to ${max}, found ${text.trim() || 'nothing'}.`;
}
