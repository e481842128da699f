import { cropSourceSchema } from '@/lib/contracts/common';
import { evaluationSplitSchema } from '@/lib/contracts/evaluation';
import { reportLines } from '@/lib/evaluation/report-text';
import { requireDatasetByName } from '@/lib/server/datasets';
import { createEvaluation, samplesToPredict } from '@/lib/server/evaluations';
import { requireModel } from '@/lib/server/models';
import { ready } from '@/lib/server/ready';
import { predictSamples } from '../runtime/predict-samples';
import { type Command, choice, requireOption } from './command';
import { databaseGateway, openPhotoPredictor, openStoredModel } from './stored-model';

export const evaluate: Command = {
  name: 'evaluate',
  usage: 'evaluate --dataset NAME [--split S] --model ID [--crop ground-truth|detector]',
  summary: 'run a model where it has not run yet, and score it',
  options: {
    dataset: { type: 'string' },
    split: { type: 'string' },
    model: { type: 'string' },
    crop: { type: 'string' },
  },
  positionals: 0,
  async run(_, options, { note, signal }) {
    const name = requireOption(options, 'dataset');
    const modelId = requireOption(options, 'model');
    const split = choice(options, 'split', evaluationSplitSchema.options) ?? 'all';
    const crop = choice(options, 'crop', cropSourceSchema.options) ?? 'ground-truth';
    await ready();
    const dataset = await requireDatasetByName(name);
    await requireModel(modelId);
    const request = { model: modelId, dataset: dataset.id, split, crop };
    const missing = await samplesToPredict(request);
    if (missing.length > 0) {
      const source =
        crop === 'detector'
          ? ({ crop, predictors: [await openPhotoPredictor(modelId)] } as const)
          : ({ crop, predictors: [await openStoredModel(modelId)] } as const);
      const [model] = source.predictors;
      try {
        let told = performance.now();
        const { failures } = await predictSamples(missing, {
          ...source,
          gateway: databaseGateway(model),
          signal,
          onProgress: ({ done, total, imagesPerSecond }) => {
            if (done < total && performance.now() - told < 2000) return;
            told = performance.now();
            note(`${done}/${total} images, ${imagesPerSecond?.toFixed(0) ?? '–'} a second`);
          },
        });
        for (const { sample, reason } of failures) note(`sample ${sample}: ${reason}`);
      } finally {
        model.dispose();
      }
    }
    const { id, report } = await createEvaluation(request);
    return { json: { evaluation: id, ...report }, lines: reportLines(report) };
  },
};
