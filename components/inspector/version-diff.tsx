import { Button } from '@/components/ui/button';
import type { AnnotationVersion } from '@/lib/contracts/annotation-versions';
import { movedLandmarks } from '@/lib/editor/version-diff';
import type { Annotation } from '@/lib/landmarks/annotation';
import { landmarkName, SCHEMES } from '@/lib/landmarks/scheme';
import styles from './history-tab.module.css';

interface VersionDiffProps {
  readonly version: AnnotationVersion;
  /** the labels as they are now */
  readonly annotation: Annotation;
  readonly onHover: (index: number | null) => void;
  readonly onSelect: (index: number) => void;
  readonly onRevert: () => void;
}

/** What has moved since a version, farthest first; on the picture the same is drawn as grey arrows. */
export function VersionDiff({ version, annotation, onHover, onSelect, onRevert }: VersionDiffProps) {
  const moved = movedLandmarks(version.annotation, annotation);
  const distances = moved.flatMap(({ distance }) => (distance === null ? [] : [distance]));
  const mean = distances.reduce((sum, distance) => sum + distance, 0) / Math.max(1, distances.length);
  return (
    <section aria-label={`Changes since version ${version.revision}`}>
      <h2>Changes since version {version.revision}</h2>
      {moved.length === 0 ? (
        <p className={styles.empty}>None: the labels are the same.</p>
      ) : (
        <>
          <p className={styles.summary}>
            {moved.length} of {annotation.points.length} landmarks differ
            {distances.length > 0 && `, moved by ${mean.toFixed(2)} px on average`}.
            <Button onClick={onRevert}>Go back to it</Button>
          </p>
          <table className={styles.moved}>
            <thead>
              <tr>
                <th scope="col">Landmark</th>
                <th scope="col">Moved, px</th>
              </tr>
            </thead>
            <tbody>
              {moved.map(({ index, distance, visibility }) => (
                <tr key={index} onPointerEnter={() => onHover(index)} onPointerLeave={() => onHover(null)}>
                  <th scope="row">
                    <button type="button" onClick={() => onSelect(index)}>
                      {landmarkName(SCHEMES[annotation.scheme], index)} <small>{index}</small>
                    </button>
                  </th>
                  <td>
                    {distance?.toFixed(2)}
                    {visibility && <small> {visibility}</small>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}
