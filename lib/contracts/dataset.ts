import { z } from 'zod';
import { datasetNameSchema, kindSchema, type SampleSplit, splitSchema } from './common';

export interface DatasetSummary {
  readonly id: string;
  readonly name: string;
  readonly kind: 'synthetic' | 'real';
  readonly format: string;
  readonly licence: string;
  readonly createdAt: string;
  readonly samples: number;
  readonly images: number;
  readonly splits: Readonly<Partial<Record<SampleSplit, number>>>;
  /** samples a person has corrected */
  readonly edited: number;
  /** samples somebody has decided about: fixed, approved or ambiguous */
  readonly reviewed: number;
  /** a few sample ids for the strip of faces */
  readonly faces: readonly string[];
  readonly lastEvaluation: {
    readonly id: string;
    readonly modelId: string;
    readonly split: string;
    readonly me: number;
    readonly createdAt: string;
  } | null;
}

/** What goes with a dataset when it is deleted. */
export interface DatasetBelongings {
  readonly samples: number;
  /** versions of labels made by hand */
  readonly corrections: number;
  readonly reviewed: number;
  readonly notes: number;
  readonly predictions: number;
  readonly evaluations: number;
  /** images that no other dataset shows: their files go */
  readonly images: number;
}

/** What an import source holds, told before anything is brought in. */
export interface ImportPreview {
  readonly importId: string;
  readonly suggestedName: string;
  readonly suggestedKind: 'synthetic' | 'real';
  readonly format: string;
  readonly formatTitle: string;
  readonly scheme: string;
  readonly files: number;
  readonly images: number;
  readonly samples: number;
  readonly problems: number;
  /** the first of them, one line each */
  readonly firstProblems: readonly string[];
}

export const openImportSchema = z.object({
  /** a folder of the server under WORKBENCH_IMPORT_ROOT; absent when files will be uploaded */
  folder: z.string().max(4096).optional(),
});

export const startImportSchema = z.object({
  dataset: datasetNameSchema,
  kind: kindSchema,
  split: splitSchema.optional(),
});

export interface ImportResult {
  readonly dataset: string;
  readonly datasetId: string;
  readonly format: string;
  /** samples that were not there before */
  readonly imported: number;
  /** samples that were there already */
  readonly unchanged: number;
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
}
