import { Badge } from '@/components/ui/badge';
import { ButtonLink } from '@/components/ui/button';
import { formatCount, formatPercent, formatPx } from '@/components/ui/format-number';
import { NumberHeads, Table } from '@/components/ui/table';
import type { LastValidation, TrainingChoices } from '@/lib/contracts/training-run';
import styles from './run-result.module.css';

interface RunResultProps {
  /** of the model */
  readonly id: string;
  readonly last: LastValidation;
  readonly sets: TrainingChoices['sets'];
}

/** What became of a run: the numbers of its last validation, and where its model can be used. */
export function RunResult({ id, last, sets }: RunResultProps) {
  const measured = Object.entries(last?.sets ?? {});
  const set = sets.find(({ name }) => name === measured[0]?.[0]) ?? sets[0];
  const split = set && (['test', 'val'] as const).find((candidate) => set.counts[candidate]);
  return (
    <section className={styles.result} aria-label="Result">
      {measured.length > 0 && (
        <Table
          caption="Last validation"
          head={
            <>
              <th scope="col">Validation set</th>
              <NumberHeads names={['Images', 'ME ± Std, px', 'SR@20', 'SR@10', 'NME, %', 'Mean shape, px']} />
            </>
          }
        >
          {measured.map(([name, result]) => (
            <tr key={name}>
              <td>
                {name}{' '}
                {result.meanShapeMe !== null && result.me >= result.meanShapeMe && (
                  <Badge tone="warning">does not beat the mean shape</Badge>
                )}
              </td>
              <td data-number>{formatCount(result.images)}</td>
              <td data-number>
                <b>
                  {formatPx(result.me)} ± {formatPx(result.std)}
                </b>
              </td>
              <td data-number>{formatPercent(result.sr20, 1)}</td>
              <td data-number>{formatPercent(result.sr10, 1)}</td>
              <td data-number>{formatPx(result.nmeInterOcular)}</td>
              <td data-number>{result.meanShapeMe === null ? '–' : formatPx(result.meanShapeMe)}</td>
            </tr>
          ))}
        </Table>
      )}
      <div className={styles.next}>
        <ButtonLink href={`/models#${id}`} icon="model">
          Model card
        </ButtonLink>
        {set && (
          <>
            <ButtonLink
              href={`/evaluations?new=1&dataset=${set.id}&model=${id}&split=${split ?? 'all'}`}
              icon="check"
              variant="primary"
            >
              Evaluate
            </ButtonLink>
            <ButtonLink href={`/datasets/${set.id}?model=${id}`} icon="grid">
              Open in the gallery
            </ButtonLink>
          </>
        )}
      </div>
    </section>
  );
}
