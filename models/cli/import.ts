import { existsSync } from 'node:fs';
import { datasetNameSchema } from '@/lib/contracts/common';
import { detectFormat, FORMATS, formatById } from '@/lib/datasets/formats/index';
import { importDataset } from '@/lib/server/import-dataset';
import { openPath } from '@/lib/server/import-source';
import { requireModel } from '@/lib/server/models';
import { ready } from '@/lib/server/ready';
import { sampleIds } from '@/lib/server/samples';
import { annotateSamples } from '../runtime/annotate-samples';
import { type Command, type CommandContext, choice, requireOption, requireValid, UsageError } from './command';
import { databaseGateway, openPhotoPredictor } from './stored-model';

const FORMAT_IDS = ['auto', ...FORMATS.map(({ id }) => id)];

export const importCommand: Command = {
  name: 'import',
  usage:
    'import PATH --dataset NAME [--kind synthetic|real] [--format ID|auto] [--split train|val|test] [--detect --model ID]',
  summary: 'bring a folder or .zip into a dataset; --detect finds and labels the faces of images without labels',
  options: {
    dataset: { type: 'string' },
    kind: { type: 'string' },
    format: { type: 'string' },
    split: { type: 'string' },
    detect: { type: 'boolean' },
    model: { type: 'string' },
  },
  positionals: 1,
  async run([target], options, { note, signal }) {
    const dataset = requireValid(options, 'dataset', datasetNameSchema);
    const kind = choice(options, 'kind', ['synthetic', 'real']);
    const split = choice(options, 'split', ['train', 'val', 'test', 'none']);
    const formatId = choice(options, 'format', FORMAT_IDS) ?? 'auto';
    const model = options.detect ? requireOption(options, 'model') : null;
    if (!existsSync(target)) throw new UsageError(`expected a folder or .zip file, found nothing at ${target}`);
    await ready();
    if (model !== null) await requireModel(model);
    const opened = await openPath(target);
    try {
      const format = formatId === 'auto' ? await detectFormat(opened.source) : formatById(formatId);
      note(`${format.title} in ${target}`);
      let told = Date.now();
      const result = await importDataset(
        {
          source: opened.source,
          problems: opened.problems,
          format,
          dataset,
          kind: kind ?? (format.id === 'face-synthetics' ? 'synthetic' : 'real'),
          split,
        },
        {
          signal,
          progress: (done, _, message) => {
            if (Date.now() - told < 2000) return;
            told = Date.now();
            note(`${done}: ${message}`);
          },
        },
      );
      const lines = [
        `${result.dataset}: ${result.imported} samples imported, ${result.unchanged} were there already, ${result.skipped.length} skipped`,
        ...result.skipped.map(({ reason }) => `skipped ${reason}`),
      ];
      if (model === null) return { json: result, lines };
      const detected = await detectFaces(result.datasetId, model, { note, signal });
      return {
        json: { ...result, detected },
        lines: [
          ...lines,
          `${model}: ${detected.faces} faces found in ${detected.images} images, ${detected.withoutFace} without a face, ${detected.failed.length} passed over`,
          ...detected.failed.map(({ reason }) => `passed over ${reason}`),
        ],
      };
    } finally {
      await opened.close();
    }
  },
};

/** Finds and labels the faces of a dataset's images that nobody has labelled. */
async function detectFaces(dataset: string, modelId: string, { note, signal }: CommandContext) {
  const samples = await sampleIds({ dataset: [dataset], labelled: 'no', crop: 'detector', sort: 'name' });
  const model = await openPhotoPredictor(modelId);
  try {
    let told = performance.now();
    const { faces, withoutFace, failures } = await annotateSamples(samples, {
      predictors: [model],
      gateway: databaseGateway(model),
      signal,
      onProgress: ({ done, total, faces }) => {
        if (performance.now() - told < 2000) return;
        told = performance.now();
        note(`${done}/${total} images searched, ${faces} faces`);
      },
    });
    return { model: modelId, images: samples.length, faces, withoutFace, failed: failures };
  } finally {
    model.dispose();
  }
}
