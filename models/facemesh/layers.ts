import type { BlockConfig, FaceMeshConfig } from './config';

/** k×k convolution with bias, then PReLU where `activation` names its slopes. */
export interface ConvolutionLayer {
  readonly kind: 'convolution';
  /** name of its tensors in the checkpoint: `<name>.weight`, `<name>.bias` */
  readonly name: string;
  /** name of the PReLU's tensor: `<activation>.weight`; null for none */
  readonly activation: string | null;
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly kernel: 1 | 3;
  readonly stride: 1 | 2;
}

/**
 * Depthwise 3×3 → batch norm → pointwise 1×1 → batch norm, plus the input (2×2 max-pooled where the stride is 2,
 * channels padded with zeros where they grow), then PReLU.
 */
export interface BlockLayer extends BlockConfig {
  readonly kind: 'block';
  /** name of its tensors in the checkpoint: `<name>.convs.0.weight` …, `<name>.act.weight` */
  readonly name: string;
}

export type Layer = ConvolutionLayer | BlockLayer;

/** The network as data, in the order of the checkpoint; both heads read the backbone's output. */
export interface FaceMeshLayers {
  /** [B, 192, 192, 3] → [B, 6, 6, 128] */
  readonly backbone: readonly Layer[];
  /** [B, 6, 6, 128] → [B, 1, 1, 204] */
  readonly coordinateHead: readonly Layer[];
  /** [B, 6, 6, 128] → [B, 1, 1, 1] */
  readonly confidenceHead: readonly Layer[];
}

const HEAD_CHANNELS = 32;

const blocks = (prefix: string, first: number, configs: readonly BlockConfig[]): BlockLayer[] =>
  configs.map((config, i) => ({ kind: 'block', name: `${prefix}.${first + i}`, ...config }));

function head(prefix: string, configs: readonly BlockConfig[], outputs: number): Layer[] {
  const next = configs.length;
  return [
    ...blocks(prefix, 0, configs),
    {
      kind: 'convolution',
      name: `${prefix}.${next}`,
      activation: `${prefix}.${next + 1}`,
      inputChannels: configs[next - 1].outputChannels,
      outputChannels: HEAD_CHANNELS,
      kernel: 1,
      stride: 1,
    },
    ...blocks(prefix, next + 2, [{ inputChannels: HEAD_CHANNELS, outputChannels: HEAD_CHANNELS, stride: 1 }]),
    {
      kind: 'convolution',
      name: `${prefix}.${next + 3}`,
      activation: null,
      inputChannels: HEAD_CHANNELS,
      outputChannels: outputs,
      kernel: 3,
      stride: 1,
    },
  ];
}

export function faceMeshLayers(config: FaceMeshConfig): FaceMeshLayers {
  return {
    backbone: [
      {
        kind: 'convolution',
        name: 'backbone.0',
        activation: 'backbone.1',
        inputChannels: 3,
        outputChannels: config.backbone[0].inputChannels,
        kernel: 3,
        stride: 2,
      },
      ...blocks('backbone', 2, config.backbone),
    ],
    coordinateHead: head('coord_head', config.coordinateHead, 3 * config.landmarkCount),
    confidenceHead: head('conf_head', config.confidenceHead, 1),
  };
}
