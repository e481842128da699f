'use client';

import { BarList } from '@/components/charts/bar-list';
import { Button } from '@/components/ui/button';
import { Table } from '@/components/ui/table';
import type { BenchmarkReport } from '@/lib/contracts/benchmark';
import {
  benchmarkCsv,
  benchmarkMarkdown,
  type Cells,
  detectorTable,
  framesPerSecond,
  machineLine,
  networkTable,
  pipelineTable,
} from '@/lib/evaluation/benchmark-text';
import { BACKEND_TITLES, type BackendName } from '@/models/runtime/protocol';
import styles from './benchmark.module.css';

interface BenchmarkTablesProps {
  readonly report: BenchmarkReport;
  /** backends that this browser does not have, and why */
  readonly passedOver: readonly string[];
}

const backendTitle = (name: string): string => BACKEND_TITLES[name as BackendName] ?? name;

/** The numbers, as the report lays them out, and as files. */
export function BenchmarkTables({ report, passedOver }: BenchmarkTablesProps) {
  const day = report.createdAt.slice(0, 10);
  return (
    <>
      <div className={styles.result}>
        <p>{machineLine(report.machine)}</p>
        <div className={styles.files}>
          <Save
            name={`benchmark-${day}.json`}
            type="application/json"
            text={() => `${JSON.stringify(report, null, 2)}\n`}
          >
            JSON
          </Save>
          <Save name={`benchmark-${day}.csv`} type="text/csv" text={() => benchmarkCsv(report)}>
            CSV
          </Save>
          <Save name={`benchmark-${day}.md`} type="text/markdown" text={() => benchmarkMarkdown(report)}>
            Markdown
          </Save>
        </div>
      </div>
      {passedOver.map((line) => (
        <p key={line} className={styles.failure}>
          Passed over: {line}
        </p>
      ))}
      <section className={styles.section}>
        <h2>Landmark networks, a frame each</h2>
        <Rows caption="Inference time of the landmark networks" cells={networkTable(report)} numbersFrom={6} />
      </section>
      <section className={styles.section}>
        <h2>Detectors, a frame of 640 × 480</h2>
        <Rows caption="Time of the detectors" cells={detectorTable(report)} numbersFrom={2} />
      </section>
      <section className={styles.section}>
        <h2>Whole pipeline: frames a second</h2>
        <div className={styles.charts}>
          {[...new Set(report.pipelines.map(({ backend }) => backend))].map((backend) => (
            <BarList
              key={backend}
              caption={`${backendTitle(backend)}, faces followed`}
              valueLabel="frames a second"
              digits={0}
              rows={report.pipelines
                .filter((row) => row.backend === backend && row.tracks)
                .map(({ model, faces, perFrame }) => ({
                  key: `${model} ${faces}`,
                  label: report.models.find(({ id }) => id === model)?.title ?? model,
                  note: ` ${faces === 1 ? 'one face' : `${faces} faces`}`,
                  value: framesPerSecond(perFrame),
                }))}
            />
          ))}
        </div>
        <Rows caption="Time of the whole pipeline" cells={pipelineTable(report)} numbersFrom={4} />
      </section>
    </>
  );
}

interface RowsProps {
  readonly caption: string;
  readonly cells: Cells;
  /** the first column of measurements */
  readonly numbersFrom: number;
}

function Rows({ caption, cells: [head, ...rows], numbersFrom }: RowsProps) {
  const backendColumn = head.indexOf('Backend');
  const isNumber = (column: number) => column >= numbersFrom || /^(Layers|Parameters|Size|Faces)/.test(head[column]);
  return (
    <Table
      caption={caption}
      head={head.map((title, column) => (
        <th key={title} scope="col" data-number={isNumber(column) || undefined}>
          {title}
        </th>
      ))}
    >
      {rows.map((row, i) => (
        <tr key={i}>
          {row.map((cell, column) => (
            <td key={head[column]} data-number={isNumber(column) || undefined}>
              {column === backendColumn ? backendTitle(cell) : cell}
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}

interface SaveProps {
  readonly name: string;
  readonly type: string;
  readonly text: () => string;
  readonly children: string;
}

function Save({ name, type, text, children }: SaveProps) {
  function save() {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text()], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }
  return (
    <Button icon="download" onClick={save}>
      {children}
    </Button>
  );
}
