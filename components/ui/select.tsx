import type { SelectHTMLAttributes } from 'react';
import { classNames } from './class-names';
import { Icon } from './icon';
import type { Option } from './segmented';
import styles from './select.module.css';

interface SelectProps<Value extends string>
  extends Omit<SelectHTMLAttributes<HTMLSelectElement>, 'value' | 'onChange' | 'children'> {
  readonly label: string;
  readonly options: readonly Option<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  /** keeps the label for screen readers only */
  readonly hideLabel?: boolean;
}

export function Select<Value extends string>({
  label,
  options,
  value,
  onChange,
  hideLabel = false,
  className,
  ...rest
}: SelectProps<Value>) {
  return (
    <label className={classNames(styles.field, className)}>
      <span className={hideLabel ? 'visually-hidden' : styles.label}>{label}</span>
      <span className={styles.box}>
        {/* named here as well: where there is little room a page takes the words before it away */}
        <select {...rest} aria-label={label} value={value} onChange={(event) => onChange(event.target.value as Value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
        <Icon name="chevron-down" size={12} />
      </span>
    </label>
  );
}
