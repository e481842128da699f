import { type InputHTMLAttributes, useId } from 'react';
import { classNames } from './class-names';
import { Icon, type IconName } from './icon';
import styles from './text-field.module.css';

interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  /** keeps the label for screen readers only */
  readonly hideLabel?: boolean;
  readonly icon?: IconName;
  /** what is wrong with the value, and what would be right */
  readonly error?: string;
  readonly hint?: string;
}

export function TextField({ label, hideLabel = false, icon, error, hint, className, ...rest }: TextFieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={classNames(styles.field, className)}>
      <label htmlFor={id} className={hideLabel ? 'visually-hidden' : styles.label}>
        {label}
      </label>
      <div className={styles.box}>
        {icon && <Icon name={icon} size={14} />}
        <input
          id={id}
          type="text"
          autoComplete="off"
          spellCheck={false}
          {...rest}
          aria-invalid={error ? true : undefined}
          aria-describedby={note ? `${id}-note` : undefined}
        />
      </div>
      {note && (
        <p id={`${id}-note`} className={error ? styles.error : styles.hint}>
          {note}
        </p>
      )}
    </div>
  );
}
