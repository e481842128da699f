import { countOf, formatCount } from '@/components/ui/format-number';
import type { CopiesReport } from '@/lib/contracts/doctor';
import { Faces } from './copy-group';
import { GroupActions } from './group-actions';
import styles from './people-list.module.css';

/** Persons whose faces stand in more than one split: a model that has seen somebody knows him again. */
export function PeopleList({ copies: { people, peopleCount } }: { readonly copies: CopiesReport }) {
  if (people.length === 0) return null;
  return (
    <section aria-labelledby="people">
      <h2 id="people">The same person in several splits</h2>
      <p className={styles.quiet}>By the names that the set gives: {countOf(peopleCount, 'person', 'persons')}.</p>
      <ul>
        {people.map(({ person, splits, members }) => (
          <li key={person}>
            <details className={styles.person}>
              <summary>
                <strong>{person.replaceAll('_', ' ')}</strong>
                <span>
                  {Object.entries(splits)
                    .map(([split, count]) => `${split === 'none' ? 'no split' : split} ${formatCount(count)}`)
                    .join(', ')}
                </span>
              </summary>
              <GroupActions members={members} />
              <Faces members={members} />
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
