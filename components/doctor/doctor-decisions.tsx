'use client';

import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { EditorSession } from '@/components/editor/editor-session';
import type { QueueEndProps, QueuePanelProps } from '@/components/queue/queue-kind';
import { LaterOrSkip } from '@/components/review/later-or-skip';
import { ACCEPT } from '@/components/review/review-words';
import { useKeysOf } from '@/components/shell/keymap-store';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Button, ButtonLink } from '@/components/ui/button';
import { formatPercent } from '@/components/ui/format-number';
import { Kbd } from '@/components/ui/kbd';
import type { SampleFindings } from '@/lib/contracts/doctor';
import { applyStep, settledAnnotation } from '@/lib/editor/document';
import { patchBetween } from '@/lib/editor/patches';
import styles from './doctor-decisions.module.css';
import { doctorHref } from './doctor-url';
import { type SuggestedFix, suggestedFix } from './suggested-fix';
import { useFindings } from './use-findings';

const FIX = { action: 'doctor.fix', keys: 'Mod+Enter' } as const;

/** What speaks against the labels that are shown, and the ways on: mend them, say that they are right, or neither. */
export function DoctorDecisions({ session, review }: QueuePanelProps) {
  const { detail, document } = useStore(session.store);
  const { findings: found, failure } = useFindings(detail.id);
  const fix = useFix(session, found);
  const isCorrected = document !== null && session.hasCorrections();
  const accept = useKeysOf(ACCEPT.action, ACCEPT.keys);
  const fixKeys = useKeysOf(FIX.action, FIX.keys);

  function mend() {
    if (!fix) return;
    session.run((at) => applyStep(at, patchBetween(fix.label, settledAnnotation(at), fix.annotation)));
  }
  useShortcuts('Label doctor', [
    { name: FIX.action, keys: FIX.keys, label: fix?.label ?? 'Take the fix', enabled: fix !== null, run: mend },
  ]);

  return (
    <div className={styles.doctor}>
      <Findings session={session} found={found} failure={failure} isCorrected={isCorrected} />
      <span className={styles.buttons}>
        {fix && (
          <Button variant="primary" icon="edit" onClick={mend}>
            {fix.label} <Kbd keys={fixKeys} />
          </Button>
        )}
        <Button variant={fix ? 'plain' : 'primary'} icon="check" onClick={review.accept}>
          {isCorrected ? 'Fixed, next' : 'Label is right'} <Kbd keys={accept} />
        </Button>
        <LaterOrSkip review={review} />
      </span>
    </div>
  );
}

/** What one key would do to the labels as they were examined; nothing once somebody has changed them. */
function useFix(session: EditorSession, found: SampleFindings | null): SuggestedFix | null {
  const { detail, document } = useStore(session.store);
  const annotation = document && !document.gesture && !session.hasCorrections() ? document.annotation : null;
  return useMemo(() => {
    if (!annotation || !found || found.state !== 'open') return null;
    const known = detail.predictions.find(({ modelId, crop }) => modelId === found.model && crop === 'ground-truth');
    return suggestedFix(annotation, found.findings, known?.landmarks ?? null);
  }, [annotation, found, detail.predictions]);
}

interface FindingsProps {
  readonly session: EditorSession;
  readonly found: SampleFindings | null;
  readonly failure: string | null;
  readonly isCorrected: boolean;
}

function Findings({ session, found, failure, isCorrected }: FindingsProps) {
  if (failure) return <p role="alert">The findings cannot be read: {failure}</p>;
  if (!found) return <p className={styles.quiet}>Reading what was found…</p>;
  if (found.findings.length === 0) return <p className={styles.quiet}>Nothing is said against this face.</p>;
  return (
    <section aria-label="Findings" className={styles.findings}>
      {found.state === 'edited' && <p className={styles.quiet}>Edited since it was examined:</p>}
      <ul data-past={isCorrected || found.state === 'edited' || undefined}>
        {found.findings.map(({ key, text, landmarks, probability, verdict }) => (
          <li key={key}>
            <button
              type="button"
              disabled={landmarks.length === 0}
              title={landmarks.length > 0 ? 'Choose these points' : undefined}
              onClick={() => session.selectMany(landmarks)}
            >
              <b>{formatPercent(probability)}</b> {text}
              {verdict && ` (${VERDICTS[verdict]})`}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const VERDICTS = { right: 'the label is right', fixed: 'fixed' } as const;

/** Every suspect has its answer. */
export function DoctorEnd({ scope }: QueueEndProps) {
  return (
    <>
      <span>Every suspect has been looked at.</span>
      <ButtonLink variant="primary" href={doctorHref(scope)}>
        Back to the doctor
      </ButtonLink>
    </>
  );
}
