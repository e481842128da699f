'use client';

import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { IconButton } from '@/components/ui/icon-button';
import { Menu } from '@/components/ui/menu';
import { Table } from '@/components/ui/table';
import { showError } from '@/components/ui/toast-store';
import type { Chart, ChartTable } from '@/lib/charts/shapes';
import { errorLine } from '@/lib/request';
import styles from './chart.module.css';
import { type ChartFileFormat, saveChart } from './save-chart';

interface ChartFrameProps {
  readonly title: string;
  /** of the files it is saved as, without an ending */
  readonly name: string;
  /** null while there is nothing to draw */
  readonly chart: Chart | null;
  /** the chart on the page */
  readonly children: ReactNode;
  /** what is pointed at, or what can be done */
  readonly reading?: ReactNode;
  /** stands beside the title */
  readonly aside?: ReactNode;
  readonly level?: 2 | 3;
}

const SAVED: readonly { readonly format: ChartFileFormat; readonly label: string }[] = [
  { format: 'svg', label: 'Picture as SVG' },
  { format: 'png', label: 'Picture as PNG' },
  { format: 'csv', label: 'Data as CSV' },
];

/** What stands round every chart: its title, its numbers as a table, its files, the reading under it. */
export function ChartFrame({ title, name, chart, children, reading, aside, level = 2 }: ChartFrameProps) {
  const [showsData, setShowsData] = useState(false);
  const Heading = `h${level}` as const;
  const save = (format: ChartFileFormat) => {
    if (chart) saveChart(chart, name, format).catch((error) => showError(`${title}: ${errorLine(error)}`));
  };
  return (
    <figure className={styles.figure} aria-label={title}>
      <div className={styles.head}>
        <Heading>{title}</Heading>
        <div className={styles.tools}>
          {aside}
          <Menu
            label={`${title}: data and files`}
            align="end"
            items={[
              { label: 'Show the data', icon: 'indices', run: () => setShowsData(true) },
              ...SAVED.map(({ format, label }) => ({ label, icon: 'download' as const, run: () => save(format) })),
            ]}
            trigger={(props) => (
              <IconButton label={`Data and files of ${title}`} icon="more" disabled={!chart} {...props} />
            )}
          />
        </div>
      </div>
      {children}
      {reading !== undefined && (
        <figcaption className={styles.reading} aria-live="polite">
          {reading}
        </figcaption>
      )}
      <Dialog
        open={showsData && chart !== null}
        onClose={() => setShowsData(false)}
        title={title}
        width={720}
        footer={
          <Button icon="download" onClick={() => save('csv')}>
            Save as CSV
          </Button>
        }
      >
        {chart && <DataTable title={title} table={chart.table} />}
      </Dialog>
    </figure>
  );
}

const SHOWN_ROWS = 500;

function DataTable({ title, table: { columns, rows } }: { readonly title: string; readonly table: ChartTable }) {
  return (
    <div className={styles.data}>
      <Table
        caption={`Data of ${title}`}
        head={columns.map((column, i) => (
          <th key={column} scope="col" data-number={isNumeric(rows, i) || undefined}>
            {column}
          </th>
        ))}
      >
        {rows.slice(0, SHOWN_ROWS).map((cells, row) => (
          // rows of a chart have no other name, and never move
          <tr key={row}>
            {cells.map((cell, i) => (
              <td key={columns[i]} data-number={typeof cell === 'number' || undefined}>
                {cellText(cell)}
              </td>
            ))}
          </tr>
        ))}
      </Table>
      {rows.length > SHOWN_ROWS && (
        <p className={styles.reading}>
          The first {SHOWN_ROWS} of {rows.length} rows; the CSV file has them all.
        </p>
      )}
    </div>
  );
}

const isNumeric = (rows: ChartTable['rows'], column: number): boolean =>
  rows.some((cells) => typeof cells[column] === 'number');

function cellText(cell: string | number | null): string {
  if (cell === null) return '–';
  return typeof cell === 'number' && !Number.isInteger(cell) ? String(Number(cell.toPrecision(6))) : String(cell);
}
