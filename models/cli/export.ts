import { folderSink } from '@/lib/datasets/file-sink-node';
import { FORMATS, formatById } from '@/lib/datasets/formats/index';
import { requireDatasetByName } from '@/lib/server/datasets';
import { exportDataset } from '@/lib/server/export-dataset';
import { ready } from '@/lib/server/ready';
import { type Command, choice, requireOption, UsageError } from './command';

const WRITABLE = FORMATS.filter((format) => format.write).map(({ id }) => id);

export const exportCommand: Command = {
  name: 'export',
  usage: 'export --dataset NAME --format ID --out DIR [--labels-only]',
  summary: `write the newest labels (${WRITABLE.join(', ')}) and the images`,
  options: {
    dataset: { type: 'string' },
    format: { type: 'string' },
    out: { type: 'string' },
    'labels-only': { type: 'boolean' },
  },
  positionals: 0,
  async run(_, options) {
    const name = requireOption(options, 'dataset');
    const formatId = choice(options, 'format', WRITABLE);
    if (!formatId) throw new UsageError(`--format: expected one of ${WRITABLE.join(', ')}, found none`);
    const out = requireOption(options, 'out');
    await ready();
    const dataset = await requireDatasetByName(name);
    const written = await exportDataset(dataset, formatById(formatId), folderSink(out), {
      images: !options['labels-only'],
    });
    return {
      json: { dataset: name, format: formatId, exported: written, out },
      lines: [`${name}: ${written} samples written to ${out} as ${formatId}`],
    };
  },
};
