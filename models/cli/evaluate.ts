import { evaluationSplitSchema } from '@/lib/contracts/evaluation';
import { reportLines } from '@/lib/evaluation/report-text';
import { requireDatasetByName } from '@/lib/server/datasets';
import { createEvaluation, samplesToPredict } from '@/lib/server/evaluations';
import { requireModel } from '@/lib/server/models';
import { ready } from '@/lib/server/ready';
import { predictSamples } from '../predict-samples';
import { type Command, choice, requireOption } from './command';
import { databaseStore, openStoredModel } from './stored-model';

export const evaluate: Command = {
  name: 'evaluate',
  usage: 'evaluate --dataset NAME [--split S] --model ID [--crop ground-truth]',
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
    const crop = choice(options, 'crop', ['ground-truth']) ?? 'ground-truth';
    await ready();
    const dataset = await requireDatasetByName(name);
    await requireModel(modelId);
    const request = { model: modelId, dataset: dataset.id, split, crop };
    const missing = await samplesToPredict(request);
    if (missing.length > 0) {
      const model = await openStoredModel(modelId);
      try {
        const start = performance.now();
        let told = start;
        const { failed } = await predictSamples(missing, model, databaseStore(model), {
          signal,
          onProgress: ({ done, total }) => {
            const now = performance.now();
            if (now - told < 2000 && done < total) return;
            told = now;
            note(`${done}/${total} images, ${((1000 * done) / (now - start)).toFixed(0)} a second`);
          },
        });
        for (const { sample, reason } of failed) note(`sample ${sample}: ${reason}`);
      } finally {
        model.dispose();
      }
    }
    const { id, report } = await createEvaluation(request);
    return { json: { evaluation: id, ...report }, lines: reportLines(report) };
  },
};
