import type { ModelCard } from './model-card';

export interface ModelInfo {
  readonly id: string;
  readonly title: string;
  /** predictions: only its answers are known, brought in from a file */
  readonly origin: 'pretrained' | 'imported' | 'trained' | 'predictions';
  readonly createdAt: string;
  readonly card: ModelCard;
  /** size of weights.bin */
  readonly weightBytes: number;
}

/** The files of a model folder and what they are served as. */
export const MODEL_FILE_TYPES = {
  'model.json': 'application/json',
  'weights.bin': 'application/octet-stream',
  'card.json': 'application/json',
  'trained-on.bin': 'application/octet-stream',
} as const;
export type ModelFile = keyof typeof MODEL_FILE_TYPES;

/** A checked model folder in memory. */
export interface ModelFolder {
  readonly card: ModelCard;
  /** `trained-on.bin` where the card names it */
  readonly files: Readonly<Record<Exclude<ModelFile, 'trained-on.bin'>, Uint8Array>> & {
    readonly 'trained-on.bin'?: Uint8Array;
  };
}
