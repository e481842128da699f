'use client';

import { useStore } from 'zustand';
import type { EditorSession } from '@/components/editor/editor-session';
import { useComparison } from '@/components/editor/use-comparison';
import { Button } from '@/components/ui/button';
import { formatDate } from '@/components/ui/format-number';
import type { AnnotationVersionInfo } from '@/lib/contracts/sample';
import { applyStep, goToState, type LandmarkDocument } from '@/lib/editor/document';
import type { Step } from '@/lib/editor/history';
import { patchBetween } from '@/lib/editor/patches';
import styles from './history-tab.module.css';
import { LabelVersions } from './label-versions';
import { VersionDiff } from './version-diff';

const AUTHORS: Readonly<Record<AnnotationVersionInfo['authorKind'], string>> = {
  import: 'imported by',
  person: 'edited by',
  model: 'made by model',
};

/** Every version that was ever kept, newest first, what has moved since any of them, and the steps of this visit. */
export function HistoryTab({ session }: { readonly session: EditorSession }) {
  const { detail, document, compared } = useStore(session.store);
  const comparison = useComparison(session);
  const newest = detail.versions.at(-1)?.revision;
  return (
    <div className={styles.tab}>
      <section aria-label="Versions">
        <h2>Versions</h2>
        {detail.versions.length === 0 && <p className={styles.empty}>None: nobody has labelled this face.</p>}
        <ol className={styles.list}>
          {detail.versions.toReversed().map(({ revision, parentRevision, authorKind, author, createdAt }) => (
            <li key={revision} aria-current={comparison.revision === revision || undefined}>
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
              <Button
                variant="quiet"
                aria-pressed={comparison.revision === revision}
                aria-label={`Compare with version ${revision}`}
                onClick={() => comparison.toggle(revision)}
              >
                Compare
              </Button>
            </li>
          ))}
        </ol>
      </section>
      {document && compared && (
        <VersionDiff
          version={compared}
          annotation={document.annotation}
          onHover={session.hover}
          onSelect={session.select}
          onRevert={() =>
            session.run((at) =>
              applyStep(at, patchBetween(`Back to version ${compared.revision}`, at.annotation, compared.annotation)),
            )
          }
        />
      )}
      {document && <Steps document={document} onGo={(state) => session.run((at) => goToState(at, state))} />}
      <LabelVersions datasetId={detail.datasetId} datasetName={detail.datasetName} />
    </div>
  );
}

interface StepsProps {
  readonly document: LandmarkDocument;
  readonly onGo: (state: number) => void;
}

/** The steps since this face was opened; a click goes back to one, or forward again. */
function Steps({ document: { history, state }, onGo }: StepsProps) {
  const steps: readonly Step[] = [...history.done, ...history.undone.toReversed()];
  const start = steps[0]?.from ?? state;
  const entries = [
    { state: start, label: 'As it was opened' },
    ...steps.map((s) => ({ state: s.to, label: s.patch.label })),
  ];
  return (
    <section aria-label="Steps of this visit">
      <h2>Steps of this visit</h2>
      {steps.length === 0 ? (
        <p className={styles.empty}>None yet. Drag a point, or choose one and press an arrow key.</p>
      ) : (
        <ol className={styles.steps}>
          {entries.toReversed().map((entry, fromEnd) => (
            <li key={entry.state}>
              <button
                type="button"
                aria-current={entry.state === state ? 'step' : undefined}
                data-undone={fromEnd < history.undone.length || undefined}
                onClick={() => onGo(entry.state)}
              >
                {entry.label}
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
