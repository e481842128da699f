import type { Annotation } from '@/lib/landmarks/annotation';

/** How the jaw of a turned head is drawn: where its own 3D points lie, or along the outline that is seen. */
export const JAW_CONVENTIONS = ['projected', 'outline'] as const;
export type JawConvention = (typeof JAW_CONVENTIONS)[number];

/** A face annotated either way; the two differ in the 17 jaw landmarks alone. */
export interface BothJaws {
  readonly annotation: Annotation;
  readonly outlineAnnotation: Annotation;
}

export const annotationOf = (face: BothJaws, jaw: JawConvention): Annotation =>
  jaw === 'outline' ? face.outlineAnnotation : face.annotation;
