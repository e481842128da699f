import { existsSync } from 'node:fs';
import { datasetNameSchema } from '@/lib/contracts/common';
import { detectFormat, FORMATS, formatById } from '@/lib/datasets/formats/index';
import { importDataset } from '@/lib/server/import-dataset';
import { openPath } from '@/lib/server/import-source';
import { ready } from '@/lib/server/ready';
import { type Command, choice, requireValid, UsageError } from './command';

const FORMAT_IDS = ['auto', ...FORMATS.map(({ id }) => id)];

export const importCommand: Command = {
  name: 'import',
  usage: 'import PATH --dataset NAME [--kind synthetic|real] [--format ID|auto] [--split train|val|test]',
  summary: 'bring a folder or .zip of labelled images into a dataset',
  options: {
    dataset: { type: 'string' },
    kind: { type: 'string' },
    format: { type: 'string' },
    split: { type: 'string' },
  },
  positionals: 1,
  async run([target], options, { note, signal }) {
    const dataset = requireValid(options, 'dataset', datasetNameSchema);
    const kind = choice(options, 'kind', ['synthetic', 'real']);
    const split = choice(options, 'split', ['train', 'val', 'test', 'none']);
    const formatId = choice(options, 'format', FORMAT_IDS) ?? 'auto';
    if (!existsSync(target)) throw new UsageError(`expected a folder or .zip file, found nothing at ${target}`);
    await ready();
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
      return {
        json: result,
        lines: [
          `${result.dataset}: ${result.imported} samples imported, ${result.unchanged} were there already, ${result.skipped.length} skipped`,
          ...result.skipped.map(({ reason }) => `skipped ${reason}`),
        ],
      };
    } finally {
      await opened.close();
    }
  },
};
