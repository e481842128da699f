import type { ReactNode } from 'react';
import { Icon } from './icon';
import styles from './table.module.css';

interface TableProps {
  /** what the rows are; read out, not shown */
  readonly caption: string;
  /** a row of <th> or SortHeader */
  readonly head: ReactNode;
  /** rows of <td>; `data-number` on a cell sets figures flush right */
  readonly children: ReactNode;
}

/** Dense rows with a head that stays; wide tables scroll inside their own frame. */
export function Table({ caption, head, children }: TableProps) {
  return (
    <section
      className={styles.frame}
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <table className={styles.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>{head}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

/** Heads of columns of numbers that cannot be sorted. */
export const NumberHeads = ({ names }: { readonly names: readonly string[] }) =>
  names.map((name) => (
    <th key={name} scope="col" data-number>
      {name}
    </th>
  ));

interface SortHeaderProps {
  readonly children: ReactNode;
  /** the present direction; null: another column decides */
  readonly direction: 'asc' | 'desc' | null;
  readonly onSort: () => void;
  readonly number?: boolean;
}

export function SortHeader({ children, direction, onSort, number }: SortHeaderProps) {
  const sorted = direction === null ? 'none' : direction === 'asc' ? 'ascending' : 'descending';
  return (
    <th scope="col" aria-sort={sorted} data-number={number || undefined}>
      <button type="button" className={styles.sort} data-direction={direction ?? undefined} onClick={onSort}>
        {children}
        <Icon name="chevron-down" size={10} />
      </button>
    </th>
  );
}
