import type { ModelCard } from '@/lib/contracts/model-card';
import { ModelFormatError } from './model-format-error';

/**
 * The FaceMesh landmark network of the report "Facial Landmarks Detection with Synthetic Dataset" (Hu, 2022):
 * 192 × 192 RGB → 68 landmarks (x, y, z) and a confidence. One config builds training and inference alike.
 */
export interface BlockConfig {
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly stride: 1 | 2;
}

export interface FaceMeshConfig {
  readonly id: 'full' | 'shallow';
  readonly title: string;
  /** side of the square input, px */
  readonly inputSize: 192;
  readonly landmarkCount: 68;
  /** after the stem: 3×3 stride-2 convolution 3→16 with PReLU */
  readonly backbone: readonly BlockConfig[];
  /** coordinate head before its 1×1 128→32 convolution; a 32→32 block and the 3×3 → 204 convolution follow */
  readonly coordinateHead: readonly BlockConfig[];
  /** confidence head before its 1×1 128→32 convolution; a 32→32 block and the 3×3 → 1 convolution follow */
  readonly confidenceHead: readonly BlockConfig[];
}

const block = (inputChannels: number, outputChannels: number, stride: 1 | 2 = 1): BlockConfig => ({
  inputChannels,
  outputChannels,
  stride,
});

const repeat = (count: number, config: BlockConfig): BlockConfig[] => Array.from({ length: count }, () => config);

/** `depth` stride-1 blocks follow each change of resolution. */
function faceMeshConfig(id: FaceMeshConfig['id'], title: string, depth: number): FaceMeshConfig {
  return {
    id,
    title,
    inputSize: 192,
    landmarkCount: 68,
    backbone: [
      ...repeat(depth, block(16, 16)),
      block(16, 32, 2),
      ...repeat(depth, block(32, 32)),
      block(32, 64, 2),
      ...repeat(depth, block(64, 64)),
      block(64, 128, 2),
      ...repeat(depth, block(128, 128)),
      block(128, 128, 2),
      ...repeat(depth, block(128, 128)),
    ],
    coordinateHead: [block(128, 128, 2), ...repeat(depth, block(128, 128))],
    confidenceHead: [block(128, 128, 2)],
  };
}

/** 14 + 4 blocks, 68 layers, 264,317 trainable parameters. */
export const FULL = faceMeshConfig('full', 'FaceMesh 68 full', 2);
/** 9 + 3 blocks, 50 layers, 201,853 trainable parameters. */
export const SHALLOW = faceMeshConfig('shallow', 'FaceMesh 68 shallow', 1);

export const FACEMESH_CONFIGS = { full: FULL, shallow: SHALLOW } as const;

/**
 * The network that a card names.
 *
 * @throws ModelFormatError for a model of which only the predictions are known
 */
export function facemeshConfigOf({ id, architecture }: Pick<ModelCard, 'id' | 'architecture'>): FaceMeshConfig {
  if (architecture === 'external') {
    throw new ModelFormatError(`${id}: expected a model with weights, found predictions of another tool`);
  }
  return FACEMESH_CONFIGS[architecture];
}
