import type { ModelCard } from './model-card';

export interface ModelInfo {
  readonly id: string;
  readonly title: string;
  readonly origin: 'pretrained' | 'imported' | 'trained';
  readonly createdAt: string;
  readonly card: ModelCard;
  /** size of weights.bin */
  readonly weightBytes: number;
}
