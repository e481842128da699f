import type { ModelCard } from '@/lib/contracts/model-card';
import type { TrainingConfig, TrainingCurves } from '@/lib/contracts/training-config';
import type { PreparedData } from './prepare';
import { PIXEL_RANGE } from './replica';

/** Three decimals say enough of a mean. */
const round = (value: number): number => Math.round(value * 1000) / 1000;

/** The card of freshly trained weights, all but what was measured and the digest. */
export function modelCard(
  config: TrainingConfig,
  data: PreparedData,
  run: {
    readonly step: number;
    readonly parameters: number;
    /** null where the sources are under no version control */
    readonly commit: string | null;
    readonly curves: TrainingCurves;
    readonly notes?: string;
  },
): Omit<ModelCard, 'weightsSha256'> {
  const trainedOn = data.summary.filter(({ training }) => training > 0);
  const sets = trainedOn.map(({ dataset, training }) => `${dataset} (${training})`).join(', ');
  const teacher = config.teacher ? `, taught by ${config.teacher.model}` : '';
  return {
    id: config.model,
    title: config.title,
    architecture: config.architecture,
    parameters: run.parameters,
    input: {
      size: 192,
      crop: { shape: 'square', margin: config.margin },
      antialias: true,
      padding: 'zero',
      ...PIXEL_RANGE,
    },
    output: {
      layout: 'planar',
      scale: 1,
      offset: 0,
      depth: data.hasDepth && config.depthWeight > 0,
      confidence: config.confidenceWeight > 0 && config.negatives > 0,
    },
    provenance: `Trained by this workbench from ${config.startFrom ?? 'random weights'} (seed ${config.seed}) on ${sets}${teacher}.`,
    licence: 'The weights follow the terms of the training images; see data.',
    intendedUse:
      'Landmarks of one face in a crop around it: labelling, evaluation, demonstration. Not for identification.',
    limits:
      'Profile views and heavy occlusion are rare in the training images. Jaw conventions differ between the sets: the visible outline in 300-W and YouTube Faces, the projected 3D jaw in the others. Depth was learnt mostly from a mean face fitted to 2D labels.',
    data: trainedOn.map(({ dataset, training, licence }) => ({ dataset, images: training, licence })),
    meanShape: data.meanShape.map(([x, y]) => [round(x), round(y)] as [number, number]),
    training: {
      config,
      steps: run.step,
      commit: run.commit,
      ...(run.notes === undefined ? {} : { notes: run.notes }),
      data: data.summary,
      confidence: 'Negatives are crops half off the face, beside it, and too close to it.',
      curves: {
        training: run.curves.training.filter(({ step }) => step % 500 === 0),
        validation: run.curves.validation.map(({ step, sets: results }) => ({
          step,
          me: Object.fromEntries(Object.entries(results).map(([set, { me }]) => [set, round(me)])),
        })),
      },
    },
    metrics: {},
  };
}
