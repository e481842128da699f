import type { EvaluationReport } from '@/lib/contracts/evaluation';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { OFFSETS_PER_FACE } from './result-columns';
import type { Rows } from './totals';

export type LandmarkTotals = NonNullable<EvaluationReport['landmarks']>;

/**
 * Mean error and mean offset of each landmark over the images that have it. The mean offset tells a bias: it is short
 * where errors point everywhere, and as long as the mean error where they all point one way.
 *
 * @param offsets [count · 136] reference-crop px, NaN where not annotated
 */
export function landmarkTotals(offsets: Float32Array, rows: Rows): LandmarkTotals {
  const count = IBUG_68.count;
  const sums = { error: new Float64Array(count), dx: new Float64Array(count), dy: new Float64Array(count) };
  const known = new Uint32Array(count);
  const faces = rows?.length ?? offsets.length / OFFSETS_PER_FACE;
  for (let k = 0; k < faces; k++) {
    const at = OFFSETS_PER_FACE * (rows ? rows[k] : k);
    for (let i = 0; i < count; i++) {
      const dx = offsets[at + 2 * i];
      const dy = offsets[at + 2 * i + 1];
      if (Number.isNaN(dx)) continue;
      sums.error[i] += Math.sqrt(dx * dx + dy * dy);
      sums.dx[i] += dx;
      sums.dy[i] += dy;
      known[i]++;
    }
  }
  const means = (values: Float64Array) =>
    Array.from(values, (sum, i): number | null => (known[i] === 0 ? null : sum / known[i]));
  return { error: means(sums.error), dx: means(sums.dx), dy: means(sums.dy) };
}
