import type { ErrorTotals, EvaluationReport, MeanShapeTotals } from '@/lib/contracts/evaluation';
import { groupByCard } from '../card-differences';
import type { ReportRun } from './report-source';

/** Test sets side by side, models below each other: the layout of the report's tables 1 to 3. */
export interface ResultMatrix {
  /** one a metric card: numbers of different cards never share a column */
  readonly columns: readonly {
    readonly title: string;
    readonly facts: string;
    readonly meanShape: MeanShapeTotals;
    readonly meanShapeSource: string;
  }[];
  readonly rows: readonly {
    readonly modelId: string;
    readonly title: string;
    readonly parameters: number | null;
    readonly weightBytes: number | null;
    /** mean over the model's runs, ms */
    readonly msPerFace: number;
    readonly cells: readonly (EvaluationReport | null)[];
  }[];
}

export function resultMatrix(runs: readonly ReportRun[]): ResultMatrix {
  const groups = groupByCard(runs, ({ run }) => run.report.card);
  const models = [...new Set(runs.map(({ run }) => run.modelId))];
  return {
    columns: groups.map(([{ run }]) => {
      const { card, meanShape } = run.report;
      return {
        title: `${card.dataset}, ${card.selection ?? (card.split === 'all' ? 'all' : card.split)}`,
        facts: `${card.images} images, ${card.labelVersion}, crops from ${card.cropSource}`,
        meanShape,
        meanShapeSource: card.meanShapeSource,
      };
    }),
    rows: models.map((modelId) => {
      const own = runs.filter(({ run }) => run.modelId === modelId);
      const [{ run, parameters, weightBytes }] = own;
      return {
        modelId,
        title: run.modelTitle,
        parameters,
        weightBytes,
        msPerFace: own.reduce((sum, { run: { report } }) => sum + report.msPerFace, 0) / own.length,
        // of several runs of one model on one card the first that was named counts
        cells: groups.map((group) => group.find((entry) => entry.run.modelId === modelId)?.run.report ?? null),
      };
    }),
  };
}

/** "4.82 ± 2.41" */
export const meText = ({ me, std }: ErrorTotals, plusMinus = ' ± '): string =>
  `${me.toFixed(2)}${plusMinus}${std.toFixed(2)}`;

export const beatsMeanShape = ({ me, meanShape }: EvaluationReport): boolean => me < meanShape.me;

/** 264317 → "264,317" */
export const countText = (count: number): string => count.toLocaleString('en');

/** 1057268 → "1.06" */
export const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(2);
