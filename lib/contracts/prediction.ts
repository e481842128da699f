import { z } from 'zod';
import { cropSourceSchema, idSchema, modelIdSchema } from './common';
import type { ModelInfo } from './model';

const number = z.number().finite();
/** image px: [x, y] or [x, y, z] */
const landmark = z.union([z.tuple([number, number]), z.tuple([number, number, number])]);
const landmarks = z.array(landmark).length(68);

export const storePredictionsSchema = z.object({
  model: modelIdSchema,
  crop: cropSourceSchema,
  items: z
    .array(
      z.object({
        sample: idSchema,
        /** revision of the labels that placed the crop, as the crop's response named it */
        cropRevision: z.number().int().nonnegative(),
        /** [68]; with crops from the detector also [], where it has not found this face */
        landmarks: landmarks.or(z.array(landmark).length(0)),
        confidence: number.min(0).max(1).nullable(),
        durationMs: number.min(0),
      }),
    )
    .min(1)
    .max(256),
});
export type StorePredictions = z.infer<typeof storePredictionsSchema>;
export type PredictionItem = StorePredictions['items'][number];

export interface StoredPredictions {
  readonly stored: readonly { readonly sample: string; readonly error: number | null; readonly nme: number | null }[];
}

/** The faces that a model has found in an image that nobody has labelled. */
export const storeFacesSchema = z.object({
  model: modelIdSchema,
  /** [] keeps that none was found */
  faces: z
    .array(
      z.object({
        landmarks,
        /** what the crop was made from, image px */
        box: z.object({ x: number, y: number, width: number.positive(), height: number.positive() }),
        confidence: number.min(0).max(1).nullable(),
        durationMs: number.min(0),
      }),
    )
    .max(256),
});
export type StoreFaces = z.infer<typeof storeFacesSchema>;

export interface StoredFaces {
  /** a sample a face, in their order; the first is the one that was asked about */
  readonly samples: readonly string[];
}

/**
 * Beside a sample's decoded image, so that browser and Node see the same pixels: the body is width · height · 3 bytes of
 * RGB; this stands in the header `X-Photo` as JSON.
 */
export interface PhotoHeader {
  readonly revision: number;
  readonly width: number;
  readonly height: number;
  /** tight box of the annotated landmarks with their centroid, image px; null for an image that nobody has labelled */
  readonly labelled: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly centroid?: readonly [x: number, y: number];
  } | null;
}

/**
 * A network input made on the server from the decoded image, so that browser and Node see the same pixels:
 * the body is size · size · 3 bytes of RGB; this stands in the header `X-Crop` as JSON.
 */
export interface CropHeader {
  readonly revision: number;
  readonly frame: {
    readonly size: number;
    readonly a: number;
    readonly b: number;
    readonly c: number;
    readonly d: number;
    readonly tx: number;
    readonly ty: number;
  };
}

/** How another tool's predictions came in. */
export interface ImportedPredictions {
  readonly model: ModelInfo;
  readonly dataset: string;
  readonly stored: number;
  /** faces of the file that the dataset does not have */
  readonly unknown: { readonly count: number; readonly first: readonly string[] };
  /** labelled faces of the dataset that the file does not have */
  readonly without: number;
}
