import { z } from 'zod';
import type { Annotation } from '@/lib/landmarks/annotation';

/** One kept version of a sample's labels, with the labels themselves. */
export interface AnnotationVersion {
  readonly revision: number;
  readonly author: string;
  readonly createdAt: string;
  readonly annotation: Annotation;
}

/** A named point in a dataset's label history; evaluations pin one. */
export interface LabelVersionInfo {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  /** edits of the whole workbench up to which it reaches */
  readonly sequence: number;
  /** runs that were scored against it */
  readonly evaluations: number;
  /** nothing has been edited in the dataset since */
  readonly isCurrent: boolean;
}

export const nameLabelsSchema = z.object({
  name: z
    .string()
    .trim()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._+-]{0,63}$/u, 'expected 1–64 letters, digits, spaces, dots, dashes'),
});
