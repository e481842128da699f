import { type Measure, measureOf } from './measures';

/** Which curves are compared: the address's words. */
export interface ComparedView {
  /** ids, in the order they were chosen */
  readonly runs: readonly string[];
  readonly measure: Measure;
  /** null: the first set that all have */
  readonly set: string | null;
  /** `images`: images seen, fair between batches of other sizes */
  readonly along: 'steps' | 'images';
}

export const parseComparedView = (params: URLSearchParams): ComparedView => ({
  runs: [...new Set((params.get('runs') ?? '').split(',').filter(Boolean))],
  measure: measureOf(params.get('measure')),
  set: params.get('set'),
  along: params.get('along') === 'images' ? 'images' : 'steps',
});

/** The view as an address; what is usual is left out. */
export function comparedHref({ runs, measure, set, along }: ComparedView): string {
  const params = new URLSearchParams();
  if (runs.length > 0) params.set('runs', runs.join(','));
  if (measure.id !== 'me') params.set('measure', measure.id);
  if (set !== null) params.set('set', set);
  if (along !== 'steps') params.set('along', along);
  const query = params.toString().replaceAll('%2C', ',');
  return query ? `/training?${query}` : '/training';
}
