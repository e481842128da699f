import { writeFile } from 'node:fs/promises';
import { formatReport } from '@/lib/evaluation/reports/format-report';
import { REPORT_FORMATS } from '@/lib/evaluation/reports/report-source';
import { reportSource } from '@/lib/server/evaluation-reports';
import { ready } from '@/lib/server/ready';
import { type Command, choice, requireOption } from './command';

export const report: Command = {
  name: 'report',
  usage: `report --runs ID[,ID…] --out FILE [--format ${REPORT_FORMATS.join('|')}] [--images]`,
  summary: 'a run, or several side by side, as one file; faces are shown only with --images',
  options: {
    runs: { type: 'string' },
    out: { type: 'string' },
    format: { type: 'string' },
    images: { type: 'boolean' },
  },
  positionals: 0,
  async run(_, options) {
    const runs = requireOption(options, 'runs').split(',').filter(Boolean);
    const out = requireOption(options, 'out');
    const ending = REPORT_FORMATS.find((known) => out.toLowerCase().endsWith(`.${known}`));
    const format = choice(options, 'format', REPORT_FORMATS) ?? ending ?? 'html';
    await ready();
    const text = formatReport(await reportSource(runs, { images: options.images === true }), format);
    await writeFile(out, text);
    return {
      json: { runs, format, out, bytes: Buffer.byteLength(text) },
      lines: [`report of ${runs.length === 1 ? '1 run' : `${runs.length} runs`} written to ${out}`],
    };
  },
};
