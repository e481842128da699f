'use client';

import type { JawConvention } from '@/lib/synthesis/jaw';
import { annotationOf } from '@/lib/synthesis/jaw';
import type { DrawnFace } from '@/models/runtime/drawing-protocol';
import { FaceCanvas } from './face-canvas';
import { FaceOverlay } from './face-overlay';
import styles from './sheet.module.css';

interface SheetProps {
  readonly faces: readonly (DrawnFace | null)[];
  /** of earlier settings */
  readonly isBehind: boolean;
  readonly jaw: JawConvention;
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}

/** The first faces of the set, as it will be made. */
export function Sheet({ faces, isBehind, jaw, chosen, onChoose }: SheetProps) {
  return (
    <section aria-label="What the set will look like" className={styles.sheet}>
      <h2>What the set will look like</h2>
      <ol className={styles.faces} data-behind={isBehind || undefined} data-testid="sheet">
        {faces.map((face, index) => (
          <li key={index}>
            <button
              type="button"
              aria-label={`Show face ${index}`}
              aria-pressed={index === chosen}
              onClick={() => onChoose(index)}
            >
              {face && <FaceCanvas face={face} label={`Generated face ${index}`} />}
              {face && <FaceOverlay annotation={annotationOf(face, jaw)} size={face.size} />}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
