import 'server-only';
import type { SampleQuery } from '@/lib/contracts/sample';
import type { Prisma } from '@/prisma/generated/client';

/** Parts of the query that a facet leaves out, so that its own counts show what choosing differently would give. */
export type QueryPart = 'dataset' | 'split' | 'kind' | 'predicted' | 'edited' | 'error';

/** The query as a filter of samples. */
export function sampleWhere(query: SampleQuery, leaveOut: readonly QueryPart[] = []): Prisma.SampleWhereInput {
  const keep = (part: QueryPart) => !leaveOut.includes(part);
  const all: Prisma.SampleWhereInput[] = [];
  if (query.dataset && keep('dataset')) all.push({ datasetId: { in: query.dataset } });
  if (query.split && keep('split')) all.push({ split: { in: query.split } });
  if (query.kind && keep('kind')) all.push({ dataset: { kind: { in: query.kind } } });
  if (query.q) all.push({ name: { contains: query.q } });
  if (query.edited && keep('edited')) all.push({ editedAt: query.edited === 'yes' ? { not: null } : null });
  if (query.model) {
    const ofModel = { modelId: query.model, crop: query.crop };
    if (query.predicted && keep('predicted')) {
      all.push({ predictions: query.predicted === 'yes' ? { some: ofModel } : { none: ofModel } });
    }
    const error = errorRange(query);
    if (error && keep('error')) all.push({ predictions: { some: { ...ofModel, error } } });
  }
  return all.length === 0 ? {} : { AND: all };
}

/** Both ends included; null for no range. */
export function errorRange({ minError, maxError }: SampleQuery): Prisma.FloatNullableFilter | null {
  return minError === undefined && maxError === undefined ? null : { gte: minError, lte: maxError };
}
