import { REVIEW_STATES, tagSchema } from '@/lib/contracts/review';
import { type SampleQuery, sampleQuerySchema } from '@/lib/contracts/sample';
import { folderSink } from '@/lib/datasets/file-sink-node';
import { FORMATS, formatById } from '@/lib/datasets/formats/index';
import type { Certificate } from '@/lib/datasets/round-trip';
import { requireDatasetByName } from '@/lib/server/datasets';
import { exportDataset } from '@/lib/server/export-dataset';
import { ready } from '@/lib/server/ready';
import { type Command, choice, type OptionValues, requireOption, requireValid, UsageError } from './command';

const WRITABLE = FORMATS.filter((format) => format.write).map(({ id }) => id);

export const exportCommand: Command = {
  name: 'export',
  usage:
    'export --dataset NAME --format ID --out DIR [--split train|val|test|none] [--review STATE] [--tag TAG] [--query ADDRESS] [--labels-only]',
  summary: `write the newest labels (${WRITABLE.join(', ')}) and the images, with a certificate of their round trip`,
  options: {
    dataset: { type: 'string' },
    format: { type: 'string' },
    out: { type: 'string' },
    split: { type: 'string' },
    review: { type: 'string' },
    tag: { type: 'string' },
    query: { type: 'string' },
    'labels-only': { type: 'boolean' },
  },
  positionals: 0,
  async run(_, options) {
    const name = requireOption(options, 'dataset');
    const formatId = choice(options, 'format', WRITABLE);
    if (!formatId) throw new UsageError(`--format: expected one of ${WRITABLE.join(', ')}, found none`);
    const out = requireOption(options, 'out');
    const query = chosenBy(options);
    await ready();
    const dataset = await requireDatasetByName(name);
    const { exported, skipped, certificate } = await exportDataset(dataset, formatById(formatId), folderSink(out), {
      images: !options['labels-only'],
      target: { query: { ...query, dataset: [dataset.id] } },
    });
    return {
      json: { dataset: name, format: formatId, exported, skipped, out, certificate },
      lines: [
        `${name}: ${exported} samples written to ${out} as ${formatId}, ${skipped.length} skipped`,
        ...certificateLines(certificate),
        ...skipped.map(({ reason }) => `skipped ${reason}`),
      ],
    };
  },
};

/** The gallery's query that the options name. `--query` takes what follows the ? of a gallery's address. */
function chosenBy(options: OptionValues): SampleQuery {
  const split = choice(options, 'split', ['train', 'val', 'test', 'none']);
  const review = choice(options, 'review', REVIEW_STATES);
  const tag = options.tag === undefined ? undefined : requireValid(options, 'tag', tagSchema);
  const words = options.query === undefined ? '' : requireOption(options, 'query');
  const given = Object.fromEntries(new URLSearchParams(words.replace(/^.*\?/, '')));
  const parsed = sampleQuerySchema.safeParse({
    ...given,
    ...(split && { split }),
    ...(review && { review }),
    ...(tag && { tag }),
  });
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new UsageError(`--query: ${path.join('.')}: ${message}`);
}

function certificateLines(certificate: Certificate): string[] {
  const { samples, largestChangePx, precisionPx, orderKept, visibilityKept, notHeld } = certificate;
  if (samples === 0) return ['read back: no face to compare'];
  const kept = (is: boolean) => (is ? 'kept' : 'NOT kept');
  return [
    `read back: ${samples} faces, largest change ${Number(largestChangePx.toPrecision(3))} px (stated ${precisionPx} px), ` +
      `order ${kept(orderKept)}, visibility ${kept(visibilityKept)}`,
    ...notHeld.map((line) => `not held: ${line}`),
  ];
}
