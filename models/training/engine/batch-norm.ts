import { BATCH_NORM_EPSILON } from '@/models/facemesh/weights';
import type { Address } from '../kernels/kernels';
import { batchStatistics, type EngineContext, runningStatistics } from './context';
import type { ParameterEntry } from './parameters';

/** Statistics of one batch norm: of the batch while training, and running ones that inference goes by. */
export class BatchNorm {
  /** this batch's means and 1/√(var + ε), kept for the gradient */
  readonly mean: Float64Array;
  readonly inverse: Float64Array;
  private readonly runningMean: ParameterEntry | null;
  private readonly runningVariance: ParameterEntry;

  /** @param keepsMean false where a later norm cancels this one's mean, so that inference never needs it */
  constructor(
    private readonly context: EngineContext,
    name: string,
    private readonly channels: number,
    keepsMean: boolean,
  ) {
    const { statistics } = context;
    this.runningMean = keepsMean ? statistics.add(`${name}.running_mean`, 'shift', channels) : null;
    this.runningVariance = statistics.add(`${name}.running_var`, 'scale', channels);
    this.mean = new Float64Array(channels);
    this.inverse = new Float64Array(channels);
  }

  /** Mean and deviation of X [rows, channels], and what of it the running statistics will follow (unbiased variance, as PyTorch). */
  measure(x: Address, rows: number): void {
    const { context, channels, mean, inverse } = this;
    const { kernels, memory, scratch } = context;
    kernels.columnMoments(x, rows, channels, scratch.sums);
    const sums = memory.doubles(scratch.sums, 2 * channels);
    const variances = batchStatistics(context, this.runningVariance);
    for (let c = 0; c < channels; c++) {
      mean[c] = sums[c] / rows;
      const variance = Math.max(0, sums[channels + c] / rows - mean[c] * mean[c]);
      inverse[c] = 1 / Math.sqrt(variance + BATCH_NORM_EPSILON);
      variances[c] = (variance * rows) / (rows - 1);
    }
    if (this.runningMean) batchStatistics(context, this.runningMean).set(mean);
  }

  /** Mean and deviation from the running statistics. */
  recall(): void {
    const { context, mean, inverse } = this;
    if (this.runningMean) mean.set(runningStatistics(context, this.runningMean));
    const variances = runningStatistics(context, this.runningVariance);
    for (let c = 0; c < inverse.length; c++) inverse[c] = 1 / Math.sqrt(variances[c] + BATCH_NORM_EPSILON);
  }
}
