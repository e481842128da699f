import { z } from 'zod';
import type { Annotation } from '@/lib/landmarks/annotation';
import { SCHEMES, type SchemeId } from '@/lib/landmarks/scheme';
import { cropSourceSchema, idSchema, kindSchema, modelIdSchema, splitSchema } from './common';

const listOf = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (typeof value === 'string' ? value.split(',').filter(Boolean) : value), z.array(item));

/**
 * The gallery's view as it stands in the URL: which samples, in which order. The same words in the page's address,
 * the API and the filmstrip.
 */
export const sampleQuerySchema = z.object({
  /** dataset ids; absent: all */
  dataset: listOf(idSchema).optional(),
  split: listOf(splitSchema).optional(),
  kind: listOf(kindSchema).optional(),
  /** part of the name */
  q: z.string().max(200).optional(),
  /** the model whose predictions and errors are meant */
  model: modelIdSchema.optional(),
  crop: cropSourceSchema.default('ground-truth'),
  predicted: z.enum(['yes', 'no']).optional(),
  /** corrected by a person */
  edited: z.enum(['yes', 'no']).optional(),
  /** has labels, whoever made them */
  labelled: z.enum(['yes', 'no']).optional(),
  /** error range, reference-crop px, both ends included */
  minError: z.coerce.number().min(0).optional(),
  maxError: z.coerce.number().min(0).optional(),
  /** `error` needs a model; samples without an error come last */
  sort: z.enum(['name', 'error', 'newest']).default('name'),
  order: z.enum(['asc', 'desc']).optional(),
});
export type SampleQuery = z.infer<typeof sampleQuerySchema>;

export const samplePageSchema = sampleQuerySchema.extend({
  /** opaque; from the page before */
  cursor: z.string().max(4096).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export type SamplePageQuery = z.infer<typeof samplePageSchema>;

/** A flat list x0 y0 x1 y1 … in image px, for drawing only (rounded to 0.01 px). */
export type Outline = readonly number[];

export interface SampleTile {
  readonly id: string;
  readonly datasetId: string;
  readonly datasetName: string;
  readonly kind: 'synthetic' | 'real';
  readonly name: string;
  readonly split: string;
  readonly revision: number;
  /** the square of the image that the thumbnail shows, image px (may leave the image; the rest is filled) */
  readonly view: { readonly x: number; readonly y: number; readonly size: number };
  readonly groundTruth: Outline | null;
  readonly prediction: Outline | null;
  /** reference-crop px */
  readonly error: number | null;
  /** percent */
  readonly nme: number | null;
}

export interface SamplePage {
  readonly items: readonly SampleTile[];
  readonly nextCursor: string | null;
}

export interface SampleFacets {
  /** samples that match the whole query */
  readonly total: number;
  readonly datasets: readonly { readonly id: string; readonly name: string; readonly count: number }[];
  readonly splits: readonly { readonly value: string; readonly count: number }[];
  readonly kinds: readonly { readonly value: string; readonly count: number }[];
  readonly predicted: number;
  readonly edited: number;
  /** errors of the chosen model over the query without its error range; equal bins from 0, the last open */
  readonly errors: { readonly binWidth: number; readonly counts: readonly number[] } | null;
}

export interface SamplePrediction {
  readonly modelId: string;
  readonly modelTitle: string;
  readonly crop: 'ground-truth' | 'detector';
  /** [68] image px, with depth (image px, grows away from the camera) where the model learnt it */
  readonly landmarks: readonly (readonly [number, number] | readonly [number, number, number])[];
  readonly confidence: number | null;
  readonly durationMs: number;
  /** null without ground truth */
  readonly errors: SampleErrors | null;
}

export interface SampleErrors {
  /** mean over annotated landmarks, reference-crop px */
  readonly error: number;
  readonly nmeInterOcular: number;
  /** by the labelled pupils where the set has them, else by the means of the eyes' points; null where an eye is incomplete */
  readonly nmeInterPupil: number | null;
  readonly nmeBox: number;
  readonly nmeDiagonal: number;
  /** [68] reference-crop px, null where not annotated */
  readonly points: readonly (number | null)[];
  /** mean by region, reference-crop px; null where no landmark of it is annotated */
  readonly regions: Readonly<Record<string, number | null>>;
}

export interface AnnotationVersionInfo {
  readonly revision: number;
  readonly parentRevision: number | null;
  readonly authorKind: 'import' | 'person' | 'model';
  readonly author: string;
  readonly createdAt: string;
}

export interface SampleDetail {
  readonly id: string;
  readonly datasetId: string;
  readonly datasetName: string;
  readonly kind: 'synthetic' | 'real';
  readonly name: string;
  readonly key: string;
  readonly split: string;
  readonly person: string | null;
  readonly imageId: string;
  readonly imageWidth: number;
  readonly imageHeight: number;
  readonly revision: number;
  readonly annotation: Annotation | null;
  readonly pose: { readonly pitchRad: number; readonly yawRad: number; readonly rollRad: number } | null;
  readonly faceSize: number | null;
  readonly predictions: readonly SamplePrediction[];
  readonly versions: readonly AnnotationVersionInfo[];
}

/** The samples beside one in the query's order, also where a fix has taken it out of the query; null at an end. */
export interface SampleNeighbours {
  readonly previous: string | null;
  readonly next: string | null;
  /** the filmstrip: up to `window` tiles on either side, the sample itself among them */
  readonly strip: readonly SampleTile[];
}

const coordinate = z.number().finite().min(-100_000).max(100_000);

export const annotationSchema = z
  .object({
    scheme: z.enum(Object.keys(SCHEMES) as [SchemeId, ...SchemeId[]]),
    points: z.array(z.tuple([coordinate, coordinate])),
    z: z.array(coordinate).nullable(),
    visibility: z.array(z.enum(['visible', 'hidden', 'missing'])).nullable(),
  })
  .superRefine((value, context) => {
    const { count } = SCHEMES[value.scheme];
    for (const [what, list] of Object.entries({ points: value.points, z: value.z, visibility: value.visibility })) {
      if (list && list.length !== count) {
        context.addIssue({ code: 'custom', path: [what], message: `expected ${count} entries, found ${list.length}` });
      }
    }
  })
  .transform((value) => value as unknown as Annotation);

export const saveAnnotationSchema = z.object({
  /** the revision the edit was made on; anything but the newest is refused with 409 */
  baseRevision: z.number().int().nonnegative(),
  annotation: annotationSchema,
  author: z.string().trim().min(1).max(80).default('local'),
  /** made by the sender, once an edit: sent again because its answer was lost, the edit is not kept twice */
  saveId: idSchema.optional(),
});

/** Answer to a saved edit: what moved with it. */
export interface SavedAnnotation {
  /** this edit's own; the newest stands last in `versions` */
  readonly revision: number;
  readonly predictions: readonly SamplePrediction[];
  readonly versions: readonly AnnotationVersionInfo[];
}

/** Body of a 409: the labels somebody else has saved meanwhile. */
export interface AnnotationConflict {
  readonly error: string;
  readonly revision: number;
  /** who saved it */
  readonly author: string;
  readonly annotation: Annotation | null;
}
