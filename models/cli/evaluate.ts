import { evaluationSplitSchema } from '@/lib/contracts/evaluation';
import { reportLines } from '@/lib/evaluation/report-text';
import { requireDatasetByName } from '@/lib/server/datasets';
import { createEvaluation, samplesToPredict } from '@/lib/server/evaluations';
import { requireModel } from '@/lib/server/models';
import { ready } from '@/lib/server/ready';
import { predictSamples } from '../runtime/predict-samples';
import { type Command, choice, requireOption } from './command';
import { databaseGateway, openStoredModel } from './stored-model';

export const evaluate: Command = {
  name: 'evaluate',
  usage: 'evaluate --dataset NAME [--split S] --model ID [--crop ground-truth] [--allow-overlap]',
  summary: 'run a model where it has not run yet, and score it',
  options: {
    dataset: { type: 'string' },
    split: { type: 'string' },
    model: { type: 'string' },
    crop: { type: 'string' },
    'allow-overlap': { type: 'boolean' },
  },
  positionals: 0,
  async run(_, options, { note, signal }) {
    const name = requireOption(options, 'dataset');
    const modelId = requireOption(options, 'model');
    const split = choice(options, 'split', evaluationSplitSchema.options) ?? 'all';
    const crop = choice(options, 'crop', ['ground-truth']) ?? 'ground-truth';
    await ready();
    const dataset = await requireDatasetByName(name);
    await requireModel(modelId);
    const allowOverlap = options['allow-overlap'] === true;
    const request = { model: modelId, dataset: dataset.id, split, crop, allowOverlap };
    const missing = await samplesToPredict(request);
    if (missing.length > 0) {
      const model = await openStoredModel(modelId);
      try {
        let told = performance.now();
        const { failures } = await predictSamples(missing, {
          predictors: [model],
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
