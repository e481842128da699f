import { z } from 'zod';
import type { Annotation } from '@/lib/landmarks/annotation';
import type { Outline } from '@/lib/landmarks/outline';
import { REGION_IDS, SCHEMES, type SchemeId } from '@/lib/landmarks/scheme';
import { cropSourceSchema, idSchema, kindSchema, modelIdSchema, splitSchema } from './common';
import {
  type LandmarkNote,
  type ReviewState,
  reviewStateSchema,
  type TagCount,
  tagSchema,
  VERDICTS,
  type Verdict,
} from './review';

const listOf = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (typeof value === 'string' ? value.split(',').filter(Boolean) : value), z.array(item));

const bound = z.coerce.number().min(0).optional();

/** `error`, `nme` and `disagreement` need a model; samples without a value come last. `yaw`: the most turned first. */
export const SORTS = ['name', 'error', 'nme', 'disagreement', 'yaw', 'newest'] as const;

/**
 * The gallery's view as it stands in the URL: which samples, in which order. The same words in the page's address,
 * the API and the filmstrip. Bounds count as inside.
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
  review: listOf(reviewStateSchema).optional(),
  /** `none`: nobody has said whose mistake it is */
  verdict: listOf(z.enum([...VERDICTS, 'none'])).optional(),
  /** all of them */
  tag: listOf(tagSchema).optional(),
  /** nobody has decided about it since then */
  reviewedBefore: z.iso.datetime().optional(),
  /** error, reference-crop px */
  minError: bound,
  maxError: bound,
  /** NME by the inter-ocular distance, percent */
  minNme: bound,
  maxNme: bound,
  /** |yaw|, degrees */
  minYaw: bound,
  maxYaw: bound,
  /** longer side of the face, image px */
  minSize: bound,
  maxSize: bound,
  /** mean error of one region, reference-crop px */
  region: z.enum(REGION_IDS).optional(),
  minRegion: bound,
  maxRegion: bound,
  /** a second model, and how far it lies from the first: mean over the landmarks, reference-crop px */
  other: modelIdSchema.optional(),
  minDisagreement: bound,
  maxDisagreement: bound,
  sort: z.enum(SORTS).default('name'),
  order: z.enum(['asc', 'desc']).optional(),
});
export type SampleQuery = z.infer<typeof sampleQuerySchema>;

export const samplePageSchema = sampleQuerySchema.extend({
  /** opaque; from the page before */
  cursor: z.string().max(4096).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export type SamplePageQuery = z.infer<typeof samplePageSchema>;

export interface SampleTile {
  readonly id: string;
  readonly datasetId: string;
  readonly datasetName: string;
  readonly kind: 'synthetic' | 'real';
  readonly name: string;
  readonly split: string;
  readonly revision: number;
  readonly reviewState: ReviewState;
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

/** What can be narrowed by a range; `region`: of the chosen region, `disagreement`: with the chosen second model. */
export const HISTOGRAMS = ['error', 'nme', 'yaw', 'size', 'region', 'disagreement'] as const;
export type HistogramId = (typeof HISTOGRAMS)[number];

/** What is counted where nobody says otherwise: the filters that stand open at first. */
export const USUAL_HISTOGRAMS: readonly HistogramId[] = ['error', 'yaw', 'size'];

export const facetsQuerySchema = sampleQuerySchema.extend({
  histograms: listOf(z.enum(HISTOGRAMS)).default([...USUAL_HISTOGRAMS]),
});

/** Equal bins from 0; the last one is open. */
export interface HistogramCounts {
  readonly binWidth: number;
  readonly counts: readonly number[];
}

export interface ValueCount {
  readonly value: string;
  readonly count: number;
}

/** What each choice would give: a filter leaves its own choice out of its counts, tags narrow each other. */
export interface SampleFacets {
  /** samples that match the whole query */
  readonly total: number;
  readonly datasets: readonly { readonly id: string; readonly name: string; readonly count: number }[];
  readonly splits: readonly ValueCount[];
  readonly kinds: readonly ValueCount[];
  readonly reviews: readonly ValueCount[];
  readonly verdicts: readonly ValueCount[];
  readonly tags: readonly TagCount[];
  readonly predicted: number;
  readonly edited: number;
  /** those asked for; null: no sample has a value */
  readonly histograms: Readonly<Partial<Record<HistogramId, HistogramCounts | null>>>;
  /** samples whose disagreement is still being worked out */
  readonly pending: number;
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
  /** stated by the set, or estimated from the landmarks; null without pose */
  readonly poseSource: 'source' | 'estimated' | null;
  readonly faceSize: number | null;
  readonly reviewState: ReviewState;
  readonly verdict: Verdict | null;
  readonly tags: readonly string[];
  readonly notes: readonly LandmarkNote[];
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
  /** what the sample counts as from now on; absent: fixed, but for one that was called ambiguous */
  reviewState: reviewStateSchema.optional(),
});

/** Answer to a saved edit: what moved with it. */
export interface SavedAnnotation {
  /** this edit's own; the newest stands last in `versions` */
  readonly revision: number;
  readonly reviewState: ReviewState;
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
