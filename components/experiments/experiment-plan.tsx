import { LineChart } from '@/components/charts/line-chart';
import type { PlanState } from '@/models/experiments/plan-report-node';
import type { ReportChart, ReportTable } from '@/models/experiments/report';
import { Table } from '../ui/table';
import styles from './experiments.module.css';
import { PerformPlan } from './perform-plan';

interface ExperimentPlanProps {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly state: Pick<PlanState, 'done' | 'total' | 'report'>;
}

/** One plan: how far it is, and what its finished seeds say. */
export function ExperimentPlan({ id, title, about, state: { done, total, report } }: ExperimentPlanProps) {
  return (
    <section className={styles.plan} aria-labelledby={`plan-${id}`}>
      <header className={styles.head}>
        <h2 id={`plan-${id}`}>{title}</h2>
        <PerformPlan plan={id} done={done} total={total} />
      </header>
      <p className={styles.about}>{report?.about ?? about}</p>
      {report && report.findings.length > 0 && (
        <dl className={styles.findings}>
          {report.findings.map(({ question, answer }) => (
            <div key={question}>
              <dt>{question}</dt>
              <dd>{answer}</dd>
            </div>
          ))}
        </dl>
      )}
      {report?.charts.map((chart) => (
        <Chart key={chart.title} chart={chart} />
      ))}
      {report?.tables.map((table) => (
        <ResultTable key={table.title} table={table} />
      ))}
    </section>
  );
}

function Chart({ chart: { title, xLabel, yLabel, isLogarithmic, lines } }: { readonly chart: ReportChart }) {
  return (
    <div className={styles.part}>
      <h3>{title}</h3>
      <LineChart
        label={title}
        xLabel={xLabel}
        yLabel={yLabel}
        scale={isLogarithmic ? 'log' : 'linear'}
        xScale={isLogarithmic ? 'log' : 'linear'}
        series={lines.map(({ name, points }, i) => ({ key: name, label: name, points, tone: (i % 7) + 1 }))}
      />
    </div>
  );
}

function ResultTable({ table: { title, columns, rows, note } }: { readonly table: ReportTable }) {
  return (
    <div className={styles.part}>
      <h3>{title}</h3>
      <Table
        caption={title}
        head={columns.map((column) => (
          <th key={column} scope="col">
            {column}
          </th>
        ))}
      >
        {rows.map(([name, ...cells]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {cells.map((cell, i) => (
              <td key={columns[i + 1]}>{cell}</td>
            ))}
          </tr>
        ))}
      </Table>
      {note && <p className={styles.note}>{note}</p>}
    </div>
  );
}
