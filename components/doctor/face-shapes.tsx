import { formatPercent } from '@/components/ui/format-number';
import type { DatasetHealth, ShapeMode } from '@/lib/datasets/quality/health';
import { contoursPath, toOutline } from '@/lib/landmarks/outline';
import styles from './face-shapes.module.css';

const MARGIN = 6;

/** Square around points, as a viewBox. */
function viewOf(points: readonly (readonly [number, number])[]): string {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const size = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)) + 2 * MARGIN;
  const middle = (values: readonly number[]) => (Math.max(...values) + Math.min(...values)) / 2;
  return `${middle(xs) - size / 2} ${middle(ys) - size / 2} ${size} ${size}`;
}

/** The mean face with how far each landmark strays from its place. */
export function MeanFace({ health: { meanShape, landmarks } }: { readonly health: DatasetHealth }) {
  if (!meanShape) return <p>Some landmark is nowhere annotated: there is no mean face.</p>;
  return (
    <figure className={styles.shape}>
      <svg viewBox={viewOf(meanShape)} role="img" aria-label="Mean face with the spread of each landmark">
        {landmarks.map(({ index, spreadPx }) =>
          spreadPx === null ? null : (
            <circle key={index} cx={meanShape[index][0]} cy={meanShape[index][1]} r={spreadPx / 2} />
          ),
        )}
        <path d={contoursPath(toOutline(meanShape))} />
      </svg>
      <figcaption>Mean face; circles show half of each landmark’s spread</figcaption>
    </figure>
  );
}

/** What varies most: the mean face moved both ways along a mode. */
export function ModeFace({ mode: { share, low, high }, index }: { readonly mode: ShapeMode; readonly index: number }) {
  const name = `Mode ${index + 1}, ${formatPercent(share)} of all variance`;
  return (
    <figure className={styles.shape}>
      <svg viewBox={viewOf([...low, ...high])} role="img" aria-label={name}>
        <path data-is="low" d={contoursPath(toOutline(low))} />
        <path d={contoursPath(toOutline(high))} />
      </svg>
      <figcaption>{name}; −2 and +2 standard deviations</figcaption>
    </figure>
  );
}
