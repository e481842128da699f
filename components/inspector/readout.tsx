'use client';

import { useStore } from 'zustand';
import type { EditorSession } from '@/components/editor/editor-session';
import { formatPx } from '@/components/ui/format-number';
import type { SampleErrors } from '@/lib/contracts/sample';
import { isAnnotated } from '@/lib/landmarks/annotation';
import { landmarkName, SCHEMES } from '@/lib/landmarks/scheme';
import styles from './readout.module.css';
import { SaveState } from './save-state';

interface ReadoutProps {
  readonly session: EditorSession;
  readonly errors: SampleErrors | null;
}

/**
 * One line that reads what is in hand, aloud as well: the point, the error of the face, the version and whether it is
 * kept. Each value carries `data-field`, for tests.
 */
export function Readout({ session, errors }: ReadoutProps) {
  const { document, selection, selected, hovered } = useStore(session.store);
  const index = selected ?? hovered;
  return (
    <div className={styles.line}>
      <output aria-live={selected === null ? 'off' : 'polite'} className={styles.point} data-field="point">
        {selection.length > 1 ? (
          <>
            <b>{selection.length} points</b> in hand
            <span className={styles.hint}> · drag one to move all, with Alt to turn and scale them</span>
          </>
        ) : document && index !== null && isAnnotated(document.annotation, index) ? (
          <>
            <b>{landmarkName(SCHEMES[document.annotation.scheme], index)}</b> ({index}) x{' '}
            {document.annotation.points[index][0].toFixed(2)}, y {document.annotation.points[index][1].toFixed(2)} px
            {errors && typeof errors.points[index] === 'number' && `, error ${formatPx(errors.points[index])} px`}
          </>
        ) : (
          <span className={styles.hint}>
            {document ? (
              <>
                Drag a point to correct it
                <span className={styles.mouse}>, with Shift choose several</span>. Drag elsewhere to move,{' '}
                <span className={styles.mouse}>wheel to zoom, ? for the keys</span>
                <span className={styles.fingers}>pinch to zoom</span>.
              </>
            ) : (
              'No labels yet: l places them one by one.'
            )}
          </span>
        )}
      </output>
      {errors && (
        <span>
          ME{' '}
          <output aria-label="Mean error" data-field="error">
            {formatPx(errors.error)}
          </output>{' '}
          px
        </span>
      )}
      {document && (
        <span>
          version <span data-field="revision">{document.revision}</span>
        </span>
      )}
      <SaveState session={session} />
    </div>
  );
}
