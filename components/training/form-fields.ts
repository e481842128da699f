import { type TrainingConfig, trainingConfigSchema } from '@/lib/contracts/training-config';
import type { TrainingChoices } from '@/lib/contracts/training-run';
import { SPLITS } from '@/lib/datasets/sample';
import type { TrainingEntry } from '@/lib/datasets/training-parts';

/** What stands in the form: text as it was typed, so that half a number is nobody's error yet. */
export interface TrainingFields {
  /** `tab`: on the GPU of this browser */
  readonly place: 'server' | 'tab';
  readonly architecture: TrainingConfig['architecture'];
  readonly sets: readonly SetFields[];
  /** `share`: percent of an epoch; `repeat`: times each image comes */
  readonly mix: 'share' | 'repeat';
  /** of an epoch in a mix by shares; empty: as many as the sets have */
  readonly images: string;
  readonly loss: TrainingConfig['loss']['kind'];
  readonly width: string;
  readonly curvature: string;
  readonly budget: 'epochs' | 'steps' | 'minutes';
  readonly amount: string;
  readonly seed: string;
  /** null: made from the settings */
  readonly title: string | null;
  /** null: made from the title */
  readonly model: string | null;
  /** settings few change; an empty one has its default */
  readonly more: Readonly<Partial<Record<MoreField, string>>>;
  /** settings of an earlier run that the form has no field for, where they are not the usual ones */
  readonly kept: Readonly<Partial<Pick<TrainingConfig, KeptField>>>;
  /** a measured split may hold images that are trained on; they are not measured */
  readonly allowOverlap: boolean;
  readonly startFrom: string;
  readonly teacher: string;
  readonly teacherShare: string;
}

export interface SetFields {
  readonly dataset: string;
  /** splits joined by +; empty: every split */
  readonly splits: string;
  readonly percent: string;
  readonly repeat: string;
  /** at most so many of its images; empty: all */
  readonly limit: string;
  /** `none`, `split:val`, `share:0.1` or `count:50` */
  readonly validation: string;
}

/** Numbers of the config that the form passes on as they are. */
export const MORE_FIELDS = [
  'batch',
  'workers',
  'learningRate',
  'warmupSteps',
  'validateEvery',
  'augmentation',
  'finalAugmentation',
  'mirrored',
  'finalMirrored',
  'jitter',
  'margin',
  'confidenceWeight',
  'depthWeight',
  'negatives',
] as const satisfies readonly (keyof TrainingConfig)[];
export type MoreField = (typeof MORE_FIELDS)[number];

const KEPT_FIELDS = [
  'finalRate',
  'weightDecay',
  'clipNorm',
  'averageDecay',
  'fitDepth',
  'checkpointSeconds',
] as const satisfies readonly (keyof TrainingConfig)[];
type KeptField = (typeof KEPT_FIELDS)[number];

/** What a config has where nothing is said. */
const USUAL = trainingConfigSchema.parse({
  model: 'usual',
  title: 'usual',
  architecture: 'full',
  steps: 1,
  data: [{ dataset: 'usual' }],
});

/** A short run warms up for a twentieth of its steps. */
export const usualWarmup = (steps: number): number =>
  Math.min(USUAL.warmupSteps, Math.max(1, Math.round(0.05 * steps)));

/** The set with what is usual: its train split, measured on its val split, or a tenth where it has none. */
export function usualSet({ name, counts }: TrainingChoices['sets'][number], percent: number): SetFields {
  return {
    dataset: name,
    splits: counts.train ? 'train' : '',
    percent: String(percent),
    repeat: '1',
    limit: '',
    validation: counts.val && (counts.train || counts.test || counts.none) ? 'split:val' : 'share:0.1',
  };
}

/** A run worth trying with what is there. */
export function usualFields({ sets }: TrainingChoices): TrainingFields {
  const first = sets.find(({ counts }) => Object.values(counts).some((count) => count > 0)) ?? sets[0];
  return {
    place: 'server',
    architecture: 'full',
    sets: first ? [usualSet(first, 100)] : [],
    mix: 'share',
    images: '',
    loss: 'wing',
    width: '10',
    curvature: '2',
    budget: 'minutes',
    amount: '10',
    seed: '1',
    title: null,
    model: null,
    more: {},
    kept: {},
    allowOverlap: false,
    startFrom: '',
    teacher: '',
    teacherShare: '0.5',
  };
}

/** The form of a run that was, to be changed and trained again. */
export function fieldsOf(config: TrainingConfig, usual: TrainingFields): TrainingFields {
  const { loss, data, teacher } = config;
  const isByShare = data.some(({ share }) => share !== null);
  const text = (value: number | null) => (value === null ? '' : String(value));
  return {
    ...usual,
    architecture: config.architecture,
    sets: data.map((entry) => ({
      dataset: entry.dataset,
      splits: entry.splits?.join('+') ?? '',
      percent: entry.share === null ? String(100 / data.length) : String(Number((100 * entry.share).toFixed(4))),
      repeat: String(entry.repeat),
      limit: text(entry.limit),
      validation: validationWord(entry.validation),
    })),
    mix: isByShare || data.every(({ repeat }) => repeat === 1) ? 'share' : 'repeat',
    images: text(config.images),
    loss: loss.kind,
    ...(loss.kind === 'wing' ? { width: String(loss.width), curvature: String(loss.curvature) } : {}),
    budget: 'steps',
    amount: String(config.steps),
    seed: String(config.seed),
    more: Object.fromEntries(
      MORE_FIELDS.filter((field) => isUnusual(config, field)).map((field) => [field, text(config[field])]),
    ),
    kept: Object.fromEntries(
      KEPT_FIELDS.filter((field) => config[field] !== USUAL[field]).map((field) => [field, config[field]]),
    ),
    allowOverlap: config.allowOverlap,
    startFrom: config.startFrom ?? '',
    teacher: teacher?.model ?? '',
    teacherShare: String(teacher?.share ?? usual.teacherShare),
  };
}

/** Whether the config says something else than an empty field would. How often it is measured follows from the length. */
function isUnusual(config: TrainingConfig, field: MoreField): boolean {
  if (field === 'validateEvery') return false;
  return config[field] !== (field === 'warmupSteps' ? usualWarmup(config.steps) : USUAL[field]);
}

function validationWord(validation: TrainingEntry['validation']): string {
  if (validation === null) return 'none';
  const [[kind, value]] = Object.entries(validation);
  return `${kind}:${value}`;
}

export function parseValidation(word: string): TrainingEntry['validation'] {
  const [kind, value] = word.split(':');
  if (kind === 'split') return { split: SPLITS.find((split) => split === value) ?? 'val' };
  if (kind === 'share') return { share: Number(value) };
  if (kind === 'count') return { count: Number(value) };
  return null;
}

export const parseSplits = (word: string): TrainingEntry['splits'] =>
  word === '' ? null : SPLITS.filter((split) => word.split('+').includes(split));
