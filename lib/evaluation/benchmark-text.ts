import type { BenchmarkMachine, BenchmarkReport, Timing } from '@/lib/contracts/benchmark';

/** "3.21 ± 0.40" ms */
export const formatTiming = ({ mean, std }: Timing): string => `${mean.toFixed(2)} ± ${std.toFixed(2)}`;

/** Frames a second that a mean time allows. */
export const framesPerSecond = ({ mean }: Timing): number => 1000 / mean;

export const machineLine = ({ processor, cores, memoryGb, system, runtime, graphics }: BenchmarkMachine): string =>
  [processor, `${cores} cores`, memoryGb !== null && `${memoryGb} GB`, graphics, system, runtime]
    .filter(Boolean)
    .join(', ');

/** A table as rows of cells, the head first. */
export type Cells = readonly (readonly string[])[];

/** In the layout of the report's table 3: size and inference time of each network, here by backend and batch. */
export function networkTable({ models, networks }: BenchmarkReport): Cells {
  return [
    ['Model', 'Layers', 'Parameters', 'Size, MB', 'ME ± Std, px', 'Backend', 'Batch', 'Inference, ms per frame', 'FPS'],
    ...networks.map(({ model, backend, batch, perFace }) => {
      const facts = models.find(({ id }) => id === model);
      const score = facts?.score;
      return [
        facts?.title ?? model,
        String(facts?.layers ?? ''),
        String(facts?.parameters ?? ''),
        facts ? (facts.weightBytes / 1e6).toFixed(2) : '',
        score ? `${score.me.toFixed(2)} ± ${score.std.toFixed(2)} (${score.set})` : '–',
        backend,
        String(batch),
        formatTiming(perFace),
        framesPerSecond(perFace).toFixed(1),
      ];
    }),
  ];
}

export const detectorTable = ({ detectors }: BenchmarkReport): Cells => [
  ['Detector', 'Backend', 'ms per frame', 'FPS'],
  ...detectors.map(({ mode, backend, perFrame }) => [
    mode,
    backend,
    formatTiming(perFrame),
    framesPerSecond(perFrame).toFixed(1),
  ]),
];

/** The report's frames a second by the number of faces, with the detector at every frame and with faces followed. */
export const pipelineTable = ({ models, pipelines }: BenchmarkReport): Cells => [
  ['Pipeline', 'Backend', 'Faces', 'Detector', 'ms per frame', 'FPS'],
  ...pipelines.map(({ model, backend, faces, tracks, perFrame }) => [
    models.find(({ id }) => id === model)?.title ?? model,
    backend,
    String(faces),
    tracks ? 'faces followed' : 'every frame',
    formatTiming(perFrame),
    framesPerSecond(perFrame).toFixed(1),
  ]),
];

/** For people at a terminal: columns flush, numbers as they are. */
export function benchmarkLines(report: BenchmarkReport): string[] {
  const aligned = (cells: Cells): string[] => {
    const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
    return cells.map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    );
  };
  return [
    machineLine(report.machine),
    '',
    ...aligned(networkTable(report)),
    '',
    ...aligned(detectorTable(report)),
    '',
    ...aligned(pipelineTable(report)),
  ];
}

const csvCell = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** The three tables under each other, a blank line between them. */
export const benchmarkCsv = (report: BenchmarkReport): string =>
  [networkTable(report), detectorTable(report), pipelineTable(report)]
    .map((cells) => cells.map((row) => row.map(csvCell).join(',')).join('\n'))
    .join('\n\n')
    .concat('\n');

/** The three tables for a document. */
export function benchmarkMarkdown(report: BenchmarkReport): string {
  const table = ([head, ...rows]: Cells) =>
    [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
  return `${[machineLine(report.machine), table(networkTable(report)), table(detectorTable(report)), table(pipelineTable(report))].join('\n\n')}\n`;
}
