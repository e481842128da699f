import { useId } from 'react';
import { classNames } from '@/components/ui/class-names';
import styles from './inline-field.module.css';

interface InlineFieldProps {
  /** read out; the words around the field say it to the eye */
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** width in characters */
  readonly size?: number;
  /** stands behind it: a unit */
  readonly unit?: string;
  readonly placeholder?: string;
  readonly isText?: boolean;
  readonly error?: string;
  /** of the line that says the error, from FieldErrors */
  readonly errorId?: string;
}

/** A value inside a sentence, as wide as its number. */
export function InlineField({
  label,
  value,
  onChange,
  size = 4,
  unit,
  placeholder,
  isText = false,
  error,
  errorId,
}: InlineFieldProps) {
  const id = useId();
  return (
    <span className={classNames(styles.field, isText && styles.text)}>
      <label htmlFor={id} className="visually-hidden">
        {label}
      </label>
      <input
        id={id}
        type="text"
        inputMode={isText ? undefined : 'decimal'}
        autoComplete="off"
        spellCheck={false}
        style={
          isText ? undefined : { width: `calc(${Math.max(size, value.length, placeholder?.length ?? 0)}ch + 18px)` }
        }
        value={value}
        placeholder={placeholder}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? errorId : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {unit && <span aria-hidden="true">{unit}</span>}
    </span>
  );
}

export const errorIdOf = (field: string): string => `error-${field.replaceAll('.', '-')}`;

interface FieldErrorsProps {
  readonly fields: readonly string[];
  readonly errors: ReadonlyMap<string, string>;
}

/** What is wrong with the fields of a line, under it. */
export function FieldErrors({ fields, errors }: FieldErrorsProps) {
  return fields.flatMap((field) => {
    const error = errors.get(field);
    if (!error) return [];
    return (
      <p key={field} id={errorIdOf(field)} className={styles.error}>
        {error}
      </p>
    );
  });
}
