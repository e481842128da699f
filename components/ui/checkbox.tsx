import { type ReactNode, useId } from 'react';
import styles from './checkbox.module.css';

interface CheckboxProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ReactNode;
  /** stands at the right end, as a count does */
  readonly aside?: ReactNode;
  readonly disabled?: boolean;
}

export function Checkbox({ checked, onChange, children, aside, disabled }: CheckboxProps) {
  const id = useId();
  return (
    <div className={styles.row}>
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label htmlFor={id}>{children}</label>
      {aside !== undefined && <span className={styles.aside}>{aside}</span>}
    </div>
  );
}
