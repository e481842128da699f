import { filterHref } from '@/components/gallery/gallery-query';
import type { IconName } from '@/components/ui/icon';
import type { DatasetSummary } from '@/lib/contracts/dataset';
import type { EvaluationSummary } from '@/lib/contracts/evaluation';
import type { ModelInfo } from '@/lib/contracts/model';
import type { SamplePage } from '@/lib/contracts/sample';
import type { SavedFilter } from '@/lib/contracts/saved-filter';
import type { TrainingRunSummary } from '@/lib/contracts/training-run';
import { fetchJson } from '@/lib/request';
import type { ShortcutGroup } from './shortcuts';

/** One thing the palette can go to or do. */
export interface PaletteEntry {
  readonly key: string;
  readonly icon: IconName;
  readonly title: string;
  /** what it is, and where */
  readonly note: string;
  readonly shortcut?: string;
  readonly href?: string;
  readonly run?: () => void;
}

const PAGE_ENTRIES: readonly PaletteEntry[] = [
  { key: 'page-datasets', icon: 'database', title: 'Datasets', note: 'page', href: '/datasets' },
  { key: 'page-all', icon: 'grid', title: 'All images', note: 'page', href: '/datasets/all' },
  { key: 'page-generate', icon: 'face', title: 'Generate faces', note: 'page', href: '/datasets/generate' },
  { key: 'page-evaluations', icon: 'check', title: 'Evaluations', note: 'page', href: '/evaluations' },
  { key: 'page-compare', icon: 'check', title: 'Compare runs', note: 'page', href: '/evaluations/compare' },
  { key: 'page-losses', icon: 'check', title: 'Loss surfaces', note: 'page', href: '/evaluations/losses' },
  { key: 'page-training', icon: 'curve', title: 'Training', note: 'page', href: '/training' },
  { key: 'page-experiments', icon: 'curve', title: 'Experiments', note: 'page', href: '/training/experiments' },
  { key: 'page-models', icon: 'model', title: 'Models', note: 'page', href: '/models' },
  { key: 'page-live', icon: 'camera', title: 'Live', note: 'page', href: '/live' },
  { key: 'page-benchmark', icon: 'clock', title: 'Benchmark', note: 'page', href: '/live/benchmark' },
];

/** Everything that is listed by name at once; a list that cannot be had is left out. */
export async function loadPaletteEntries(): Promise<readonly PaletteEntry[]> {
  const list = <T>(url: string) => fetchJson<readonly T[]>(url).catch((): readonly T[] => []);
  const [datasets, models, evaluations, trainings, filters] = await Promise.all([
    list<DatasetSummary>('/api/datasets'),
    list<ModelInfo>('/api/models'),
    list<EvaluationSummary>('/api/evaluations'),
    list<TrainingRunSummary>('/api/training'),
    list<SavedFilter>('/api/filters'),
  ]);
  return [
    ...PAGE_ENTRIES,
    ...datasets.map(
      ({ id, name, kind }): PaletteEntry => ({
        key: `dataset-${id}`,
        icon: 'database',
        title: name,
        note: `dataset, ${kind}`,
        href: `/datasets/${id}`,
      }),
    ),
    ...datasets.map(
      ({ id, name }): PaletteEntry => ({
        key: `doctor-${id}`,
        icon: 'pulse',
        title: `Label doctor: ${name}`,
        note: 'suspect labels, set faults, copies, health',
        href: `/datasets/${id}/doctor`,
      }),
    ),
    ...filters.map(
      ({ id, name, query }): PaletteEntry => ({
        key: `filter-${id}`,
        icon: 'filter',
        title: name,
        note: 'saved filter',
        href: filterHref(query),
      }),
    ),
    ...models.map(
      ({ id, title }): PaletteEntry => ({
        key: `model-${id}`,
        icon: 'model',
        title,
        note: `model ${id}`,
        href: `/models#${id}`,
      }),
    ),
    ...evaluations.map(
      (run): PaletteEntry => ({
        key: `evaluation-${run.id}`,
        icon: 'check',
        title: `${run.modelTitle} on ${run.datasetName}`,
        note: `run, ${run.split}, ME ${run.report.me.toFixed(2)} px`,
        href: `/evaluations/${run.id}`,
      }),
    ),
    ...trainings.map(
      ({ id, title, state }): PaletteEntry => ({
        key: `training-${id}`,
        icon: 'curve',
        title,
        note: `training run, ${state}`,
        href: `/training/${id}`,
      }),
    ),
  ];
}

const SAMPLES_SHOWN = 8;

/** Samples whose name holds the text. */
export async function findSamples(text: string, signal: AbortSignal): Promise<readonly PaletteEntry[]> {
  const query = new URLSearchParams({ q: text, limit: String(SAMPLES_SHOWN) });
  const page = await fetchJson<SamplePage>(`/api/samples?${query}`, { signal });
  return page.items.map(({ id, name, datasetId, datasetName }) => ({
    key: `sample-${id}`,
    icon: 'image',
    title: name,
    note: `image of ${datasetName}`,
    href: `/datasets/${datasetId}/samples/${id}`,
  }));
}

export const commandEntries = (groups: Iterable<ShortcutGroup>): readonly PaletteEntry[] =>
  [...groups].reverse().flatMap(({ title: group, shortcuts }) =>
    shortcuts
      .filter(({ enabled }) => enabled !== false)
      .map(
        ({ name, keys, label, run }): PaletteEntry => ({
          key: `command-${group}-${name}`,
          icon: 'command',
          title: label,
          note: group,
          shortcut: keys || undefined,
          run,
        }),
      ),
  );

/** Entries that hold every word of the text, those whose title begins with it first. */
export function matchEntries(entries: readonly PaletteEntry[], text: string): readonly PaletteEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const hits = entries.filter(({ title, note }) => {
    const line = `${title} ${note}`.toLowerCase();
    return words.every((word) => line.includes(word));
  });
  const begins = ({ title }: PaletteEntry) => Number(title.toLowerCase().startsWith(words[0] ?? ''));
  return hits.toSorted((a, b) => begins(b) - begins(a));
}
