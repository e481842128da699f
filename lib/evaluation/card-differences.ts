import type { MetricCard } from '@/lib/contracts/evaluation';

/** A fact in which metric cards differ, with what each of them says. */
export interface CardDifference {
  readonly field: string;
  readonly values: readonly string[];
}

/**
 * Facts of the model and not of what is measured: a comparison is about them, and its rows say them. Everything else, also
 * what is not named here yet, makes numbers of different things.
 */
const OF_THE_MODEL = new Set(['model', 'modelSha256', 'meanShapeSource', 'overlap']);

const NAMES: Readonly<Record<string, string>> = {
  dataset: 'dataset',
  split: 'split',
  selection: 'selection',
  labelVersion: 'labels',
  cropSource: 'crop',
  images: 'images scored',
  withoutLabels: 'without labels',
  withoutFace: 'without a face',
  frame: 'frame',
  points: 'points',
  normalisers: 'normalisers',
  std: 'Std',
  averaging: 'averaging',
  thresholds: 'thresholds',
};

/** The facts in which the cards differ, the model itself left out; none: their numbers may stand in one table. */
export function cardDifferences(cards: readonly MetricCard[]): CardDifference[] {
  const fields = new Set(cards.flatMap((card) => Object.keys(card)));
  return [...fields]
    .filter((field) => !OF_THE_MODEL.has(field))
    .map((field) => ({
      field: NAMES[field] ?? field,
      values: cards.map((card) => textOf((card as unknown as Record<string, unknown>)[field])),
    }))
    .filter(({ values }) => new Set(values).size > 1);
}

const NONE = 'none';

function textOf(value: unknown): string {
  if (value === undefined || value === null || value === '') return NONE;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The same text for cards that differ in the model alone. */
function comparableKey(card: MetricCard): string {
  const facts = Object.entries(card)
    .filter(([field]) => !OF_THE_MODEL.has(field))
    .map(([field, value]) => [field, textOf(value)] as const)
    .filter(([, text]) => text !== NONE); // a card that says none is like one that says nothing
  return JSON.stringify(facts.sort());
}

/** Runs whose cards are alike but for the model, in the order of each group's first. */
export function groupByCard<T>(runs: readonly T[], cardOf: (run: T) => MetricCard): T[][] {
  const groups = new Map<string, T[]>();
  for (const run of runs) {
    const key = comparableKey(cardOf(run));
    const group = groups.get(key);
    if (group) group.push(run);
    else groups.set(key, [run]);
  }
  return [...groups.values()];
}
