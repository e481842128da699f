import styles from './bar-list.module.css';

export interface BarRow {
  readonly key: string;
  readonly label: string;
  /** null: there is nothing to measure */
  readonly value: number | null;
  /** a quiet word after the label, such as a count */
  readonly note?: string;
  readonly colour?: string;
}

interface BarListProps {
  readonly caption: string;
  /** head of the value column, with its unit */
  readonly valueLabel: string;
  readonly rows: readonly BarRow[];
  readonly digits?: number;
}

/** Bars with their numbers beside them: a table that can be read at a glance. */
export function BarList({ caption, valueLabel, rows, digits = 2 }: BarListProps) {
  const most = Math.max(1e-9, ...rows.map(({ value }) => value ?? 0));
  return (
    <table className={styles.bars}>
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{caption}</th>
          <th scope="col" colSpan={2} data-number>
            {valueLabel}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label, value, note, colour }) => (
          <tr key={key}>
            <th scope="row">
              {label}
              {note && <small>{note}</small>}
            </th>
            <td className={styles.track} aria-hidden="true">
              {value !== null && (
                <span className={styles.bar} style={{ width: `${(100 * value) / most}%`, background: colour }} />
              )}
            </td>
            <td data-number>{value === null ? '–' : value.toFixed(digits)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
