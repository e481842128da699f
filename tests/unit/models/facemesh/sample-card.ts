import type { ModelCard } from '@/lib/contracts/model-card';

/** The card of a shallow network nobody trained; `changes` replace whole fields. */
export const sampleCard = (changes: Partial<ModelCard> = {}): ModelCard => ({
  id: 'sample',
  title: 'Sample',
  architecture: 'shallow',
  parameters: 201_853,
  input: {
    size: 192,
    crop: { shape: 'square', margin: 1.5 },
    antialias: false,
    padding: 'zero',
    scale: 1 / 127.5,
    offset: -1,
  },
  output: { layout: 'interleaved', scale: 96, offset: 95.5, depth: true, confidence: true },
  provenance: 'drawn at random',
  licence: 'MIT',
  intendedUse: 'tests',
  limits: 'knows nothing',
  data: [],
  weightsSha256: '0'.repeat(64),
  meanShape: null,
  training: null,
  metrics: {},
  ...changes,
});
