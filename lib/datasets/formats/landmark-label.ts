import { type Annotation, isAnnotated, type Visibility } from '@/lib/landmarks/annotation';
import { type ImagePoint, imagePoint } from '@/lib/landmarks/geometry';
import { FACE_SYNTHETICS_70, IBUG_68 } from '@/lib/landmarks/scheme';
import { visibilityOrNull } from './faces';

/** For tools that keep landmarks in no order: the index as a label of two digits, so that text sorts as numbers do. */
export const labelOfIndex = (index: number): string => String(index).padStart(2, '0');

/** A landmark as such a tool has it. A missing one may be there, with a point that says nothing, or not be there at all. */
export interface LabelledPoint {
  readonly label: string;
  readonly point: ImagePoint;
  readonly state: Visibility;
}

/** Labels that count from 1 need not be ours: 1 to 68, or to 70, of a tool whose user named them so. */
export type LabelOrigin = 0 | 1;

/**
 * From where the labels of a whole file count; they must be numbers. undefined where they do not tell: neither the first of
 * one counting nor the last of the other is there.
 */
export function originOfLabels(labels: Iterable<string>): LabelOrigin | undefined {
  let hasZero = false;
  let max = 0;
  for (const label of labels) {
    if (!/^\d{1,3}$/.test(label)) continue;
    hasZero ||= Number(label) === 0;
    max = Math.max(max, Number(label));
  }
  if (hasZero) return 0;
  return max === IBUG_68.count || max === FACE_SYNTHETICS_70.count ? 1 : undefined;
}

/**
 * The face whose landmarks carry these labels, in whatever order. 70 landmarks where a pupil is among them.
 *
 * @throws what `fail` makes, for a label that is no index and for one that comes twice
 */
export function annotationOfLabels(
  labelled: readonly LabelledPoint[],
  origin: LabelOrigin,
  fail: (reason: string) => Error,
): Annotation | null {
  const byIndex = new Map<number, LabelledPoint>();
  for (const entry of labelled) {
    const index = /^\d{1,3}$/.test(entry.label) ? Number(entry.label) - origin : -1;
    if (index < 0 || index >= FACE_SYNTHETICS_70.count) {
      throw fail(
        `expected a landmark label ${origin} to ${FACE_SYNTHETICS_70.count - 1 + origin}, found '${entry.label}'`,
      );
    }
    if (byIndex.has(index)) throw fail(`expected each landmark once, found '${entry.label}' twice`);
    byIndex.set(index, entry);
  }
  if (labelled.every(({ state }) => state === 'missing')) return null;
  const scheme = Math.max(...byIndex.keys()) >= IBUG_68.count ? FACE_SYNTHETICS_70 : IBUG_68;
  const indices = Array.from({ length: scheme.count }, (_, i) => i);
  const visibility = indices.map((i) => byIndex.get(i)?.state ?? 'missing');
  return {
    scheme: scheme.id,
    points: indices.map((i) => (visibility[i] === 'missing' ? undefined : byIndex.get(i)?.point) ?? imagePoint(0, 0)),
    z: null,
    visibility: visibilityOrNull(visibility),
  };
}

/** Inverse of `annotationOfLabels`, missing landmarks left out. */
export const labelsOfAnnotation = (annotation: Annotation): LabelledPoint[] =>
  annotation.points.flatMap((point, i) =>
    isAnnotated(annotation, i)
      ? [{ label: labelOfIndex(i), point, state: annotation.visibility?.[i] ?? 'visible' }]
      : [],
  );
