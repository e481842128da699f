export interface KnownDataset {
  readonly id: string;
  readonly name: string;
  readonly kind: 'synthetic' | 'real';
}
