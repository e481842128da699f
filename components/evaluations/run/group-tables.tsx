import { NumberHeads, Table } from '@/components/ui/table';
import type { EvaluationReport, GroupTotals } from '@/lib/contracts/evaluation';
import { formatShare, plusMinus } from '../verdict';
import styles from './group-tables.module.css';

const TITLES = { split: 'By split', kind: 'By kind', tag: 'By tag' } as const;

/** Totals by what the samples were called when the run was made; a word that all share says nothing and is left out. */
export function GroupTables({ groups }: { readonly groups: EvaluationReport['groups'] }) {
  const shown = (['split', 'kind', 'tag'] as const).filter(
    (by) => groups && (by === 'tag' ? groups.tag.length > 0 : groups[by].length > 1),
  );
  if (!groups || shown.length === 0) return null;
  return (
    <div className={styles.tables}>
      {shown.map((by) => (
        <section key={by} className={styles.card}>
          <h2>{TITLES[by]}</h2>
          <Table
            caption={TITLES[by]}
            head={
              <>
                <th scope="col">{by}</th>
                <NumberHeads names={['Images', 'ME ± Std, px', 'SR@20', 'SR@10', 'NME, %', 'Mean shape, px']} />
              </>
            }
          >
            {groups[by].map((group) => (
              <Row key={group.value} group={group} />
            ))}
          </Table>
        </section>
      ))}
    </div>
  );
}

function Row({ group }: { readonly group: GroupTotals }) {
  const { value, images, sr20, sr10, nmeInterOcular, meanShapeMe, me } = group;
  return (
    <tr>
      <td>{value}</td>
      <td data-number>{images}</td>
      <td data-number>{plusMinus(group)}</td>
      <td data-number>{formatShare(sr20)}</td>
      <td data-number>{formatShare(sr10)}</td>
      <td data-number>{nmeInterOcular.toFixed(2)}</td>
      <td data-number className={me >= meanShapeMe ? styles.worse : undefined}>
        {meanShapeMe.toFixed(2)}
        {me >= meanShapeMe && <span> not beaten</span>}
      </td>
    </tr>
  );
}
