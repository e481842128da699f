import { formatDate } from '@/components/ui/format-number';
import type { AnnotationVersionInfo } from '@/lib/contracts/sample';
import type { History } from '@/lib/editor/history';
import styles from './history-tab.module.css';

interface HistoryTabProps {
  readonly versions: readonly AnnotationVersionInfo[];
  /** steps since this face was opened; null: there is nothing to edit */
  readonly history: History | null;
}

const AUTHORS: Readonly<Record<AnnotationVersionInfo['authorKind'], string>> = {
  import: 'imported by',
  person: 'edited by',
  model: 'made by model',
};

/** Every version that was ever kept, newest first, and the steps of this visit that undo can still take back. */
export function HistoryTab({ versions, history }: HistoryTabProps) {
  const newest = versions.at(-1)?.revision;
  return (
    <div className={styles.tab}>
      <section aria-label="Versions">
        <h2>Versions</h2>
        {versions.length === 0 && <p className={styles.empty}>None: nobody has labelled this face.</p>}
        <ol className={styles.list}>
          {versions.toReversed().map(({ revision, parentRevision, authorKind, author, createdAt }) => (
            <li key={revision}>
              <span className={styles.revision}>{revision}</span>
              <div>
                <p>
                  {AUTHORS[authorKind]} {author}
                  {revision === newest && <em> · current</em>}
                </p>
                <p className={styles.when}>
                  <time dateTime={createdAt}>{formatDate(createdAt)} UTC</time>
                  {parentRevision !== null && `, from version ${parentRevision}`}
                </p>
              </div>
            </li>
          ))}
        </ol>
      </section>
      {history && (
        <section aria-label="Steps of this visit">
          <h2>Steps of this visit</h2>
          {history.done.length + history.undone.length === 0 && (
            <p className={styles.empty}>None yet. Drag a point, or choose one and press an arrow key.</p>
          )}
          <ol className={styles.list}>
            {history.undone.map(({ patch, to }) => (
              <li key={to} className={styles.undone}>
                <span className={styles.revision} />
                {patch.label} (undone)
              </li>
            ))}
            {history.done.toReversed().map(({ patch, to }) => (
              <li key={to}>
                <span className={styles.revision} />
                {patch.label}
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}
