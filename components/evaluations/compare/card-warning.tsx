import { formatCount } from '@/components/ui/format-number';
import { Icon } from '@/components/ui/icon';
import type { Comparison } from '@/lib/contracts/comparison';
import styles from './card-warning.module.css';

/** What keeps these numbers from standing in one table, said before them. */
export function CardWarning({ comparison }: { readonly comparison: Comparison }) {
  const { differences, runs, labelsDiffer, common } = comparison;
  if (differences.length === 0) return null;
  return (
    <section className={styles.warning} role="alert" aria-label="Metric cards differ">
      <h2>
        <Icon name="warning" /> The metric cards differ: these numbers are not of the same thing
      </h2>
      <table>
        <thead>
          <tr>
            <td />
            {runs.map(({ id, modelTitle }) => (
              <th key={id} scope="col">
                {modelTitle}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {differences.map(({ field, values }) => (
            <tr key={field}>
              <th scope="row">{field}</th>
              {values.map((value, i) => (
                <td key={runs[i].id}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        Below, all runs are totalled over the {formatCount(common)} images that they share
        {labelsDiffer > 0 && `; ${formatCount(labelsDiffer)} of them were scored against different labels`}.
      </p>
    </section>
  );
}
