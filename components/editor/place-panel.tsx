import { useKeysOf } from '@/components/shell/keymap-store';
import { Button } from '@/components/ui/button';
import { keysText } from '@/components/ui/kbd';
import { nextToPlace } from '@/lib/editor/place-order';
import { type Annotation, isAnnotated } from '@/lib/landmarks/annotation';
import { landmarkName, SCHEMES } from '@/lib/landmarks/scheme';
import styles from './place-panel.module.css';
import { TEMPLATE_FACE } from './template-face';

interface PlacePanelProps {
  readonly annotation: Annotation;
  /** the landmark that the next click places */
  readonly next: number;
  /** goes on with another missing landmark, or ends */
  readonly onNext: (index: number | null) => void;
}

/** Which landmark the next click places, by name and on a small face. */
export function PlacePanel({ annotation, next, onNext }: PlacePanelProps) {
  const scheme = SCHEMES[annotation.scheme];
  const undoKeys = keysText(useKeysOf('editor.undo', 'Mod+z'));
  const endKeys = keysText(useKeysOf('editor.end-placing', 'Escape'));
  const left = annotation.points.filter((_, index) => !isAnnotated(annotation, index)).length;
  return (
    <section className={styles.panel} aria-label="Place landmarks">
      <svg viewBox="-6 -6 112 112" className={styles.face} aria-hidden="true">
        {scheme.contours.map(({ name, indices, closed }) => {
          const path = indices.filter((index) => index < TEMPLATE_FACE.length).map((index) => TEMPLATE_FACE[index]);
          return path.length > 1 && <path key={name} d={`M${path.join('L')}${closed ? 'Z' : ''}`} />;
        })}
        {TEMPLATE_FACE.map(([x, y], index) => (
          <circle
            key={index}
            cx={x}
            cy={y}
            r={index === next ? 3.4 : 1.7}
            data-state={index === next ? 'next' : isAnnotated(annotation, index) ? 'placed' : 'missing'}
          />
        ))}
      </svg>
      <p aria-live="polite">
        Click the <b>{landmarkName(scheme, next)}</b> ({next}).
        <small>
          {left} to go. Left and right are the face's own.
          {undoKeys && ` ${undoKeys} takes the last one back.`}
          {endKeys && ` ${endKeys} ends.`}
        </small>
      </p>
      <Button onClick={() => onNext(nextToPlace(annotation, next + 1))}>Skip</Button>
      <Button onClick={() => onNext(null)}>End</Button>
    </section>
  );
}
