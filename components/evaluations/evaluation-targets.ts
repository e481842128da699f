import { countOf, formatCount } from '@/components/ui/format-number';
import type { DatasetSummary } from '@/lib/contracts/dataset';
import {
  type EvaluationRequest,
  type EvaluationSplit,
  evaluationSplitSchema,
  type Selection,
} from '@/lib/contracts/evaluation';
import type { SampleFacets } from '@/lib/contracts/sample';
import { fetchJson, postJson } from '@/lib/request';
import type { CheckGroup } from './check-list';
import type { PickedSamples } from './picked-samples';
import { splitName } from './verdict';

/** A gallery filter that can be scored. */
export interface FilterTarget {
  readonly id: string;
  readonly name: string;
  readonly query: string;
}

/** What a model is scored on: a part of a set, as the request says it and as people do. */
export interface EvaluationPart extends Pick<EvaluationRequest, 'dataset' | 'split' | 'selection'> {
  readonly title: string;
}

const partValue = (datasetId: string, split: EvaluationSplit): string => `split/${datasetId}/${split}`;
export const filterValue = ({ id }: FilterTarget): string => `filter/${id}`;
export const PICKED_VALUE = 'picked';

const countIn = (dataset: DatasetSummary, split: EvaluationSplit): number =>
  split === 'all' ? dataset.samples : (dataset.splits[split] ?? 0);

/** The split that says most about a model: what it was not trained on, where there is such a part. */
const usualSplit = (dataset: DatasetSummary): EvaluationSplit =>
  (['test', 'val'] as const).find((split) => (dataset.splits[split] ?? 0) > 0) ?? 'all';

/** Every choice there is, set by set. */
export function targetGroups(
  datasets: readonly DatasetSummary[],
  filters: readonly FilterTarget[],
  picked: PickedSamples | null,
): CheckGroup[] {
  return [
    ...(picked
      ? [
          {
            title: 'Hand-picked',
            items: [{ value: PICKED_VALUE, label: picked.name, aside: formatCount(picked.ids.length) }],
          },
        ]
      : []),
    ...(filters.length > 0
      ? [{ title: 'Filters', items: filters.map((filter) => ({ value: filterValue(filter), label: filter.name })) }]
      : []),
    ...datasets.map((dataset) => ({
      title: dataset.name,
      items: evaluationSplitSchema.options
        .filter((split) => countIn(dataset, split) > 0)
        .map((split) => ({
          value: partValue(dataset.id, split),
          label: splitName(split),
          aside: formatCount(countIn(dataset, split)),
        })),
    })),
  ];
}

/** What the form begins with: what the address asks for, else the usual part of the first set. */
export function initialTarget(
  datasets: readonly DatasetSummary[],
  asked: { readonly dataset?: string; readonly split?: string },
): readonly string[] {
  const dataset = datasets.find(({ id }) => id === asked.dataset) ?? datasets[0];
  if (!dataset) return [];
  const split = evaluationSplitSchema.options.find((known) => known === asked.split && countIn(dataset, known) > 0);
  return [partValue(dataset.id, split ?? usualSplit(dataset))];
}

/**
 * The chosen targets as parts of sets: a filter or a choice over several sets is one part in each.
 *
 * @throws RequestError when the server cannot say which sets a filter or a choice is of
 */
export async function partsOf(
  chosen: readonly string[],
  datasets: readonly DatasetSummary[],
  filters: readonly FilterTarget[],
  picked: PickedSamples | null,
): Promise<EvaluationPart[]> {
  const nameOf = new Map(datasets.map(({ id, name }) => [id, name]));
  const parts: EvaluationPart[] = [];
  const select = (dataset: string, selection: Selection) =>
    parts.push({ dataset, split: 'all', selection, title: `${nameOf.get(dataset) ?? dataset}, ${selection.name}` });
  for (const value of chosen) {
    if (value === PICKED_VALUE && picked) {
      const sets = await postJson<readonly string[]>('/api/evaluations/sets', { ids: picked.ids });
      for (const set of sets) select(set, { kind: 'samples', name: picked.name, ids: [...picked.ids] });
      continue;
    }
    const filter = filters.find((known) => filterValue(known) === value);
    if (filter) {
      const facets = await fetchJson<SampleFacets>(`/api/samples/facets?${filter.query}`);
      for (const { id, count } of facets.datasets) {
        if (count > 0) select(id, { kind: 'filter', name: filter.name, query: filter.query });
      }
      continue;
    }
    const [, dataset, split] = value.split('/');
    const known = evaluationSplitSchema.safeParse(split);
    const name = nameOf.get(dataset);
    if (known.success && name) parts.push({ dataset, split: known.data, title: `${name}, ${splitName(known.data)}` });
  }
  return parts;
}

/** The choice in few words, for a button. */
export function targetSummary(chosen: readonly string[], groups: readonly CheckGroup[]): string {
  const labels = groups.flatMap(({ title, items }) =>
    items
      .filter(({ value }) => chosen.includes(value))
      .map(({ label, aside }) => `${title}, ${label}${aside ? ` (${aside})` : ''}`),
  );
  return labels.length === 0
    ? 'choose sets'
    : labels.length === 1
      ? labels[0]
      : `${countOf(labels.length, 'part')} of sets`;
}
