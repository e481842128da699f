import { type TrainingConfig, type TrainingConfigInput, trainingConfigSchema } from '@/lib/contracts/training-config';
import type { MeasuredSpeed, TrainingChoices } from '@/lib/contracts/training-run';
import { epochImages, isFault, type TrainingParts, trainingParts } from '@/lib/datasets/training-parts';
import { ARCHITECTURE_NAMES, describeMix } from './describe';
import { MORE_FIELDS, parseSplits, parseValidation, type TrainingFields, usualWarmup } from './form-fields';

/** What a form comes to. */
export interface FormResult {
  /** as it would be sent; null while something is wrong */
  readonly config: TrainingConfig | null;
  /** the same without the defaults, for the command line; null while something is wrong */
  readonly input: TrainingConfigInput | null;
  /** what is wrong, by the field's path in the config; the number of the budget stands under `steps` */
  readonly errors: ReadonlyMap<string, string>;
  readonly title: string;
  readonly model: string;
  /** of each set; null where it cannot be told */
  readonly parts: readonly (TrainingParts | null)[];
  readonly estimate: Estimate | null;
}

export interface Estimate {
  readonly steps: number;
  readonly batch: number;
  readonly epochImages: number;
  readonly epochs: number;
  readonly seconds: number;
  readonly imagesPerSecond: number;
  /** false: nothing was trained here yet */
  readonly isMeasured: boolean;
}

/** What two cores of no special kind do, until this machine has been measured. */
const ASSUMED: MeasuredSpeed = { imagesPerSecond: 60, architecture: 'full', workers: 2 };
/** Nobody has measured a GPU here: of the order that networks of this size make on one. */
const ASSUMED_GPU: MeasuredSpeed = { imagesPerSecond: 200, architecture: 'full', workers: 1 };
/** A step of SHALLOW takes this part of one of FULL (models/training/README.md). */
const SHALLOW_STEP = 0.645;
const VALIDATIONS = 100;

/** A number where the text is one; else the text itself, which the schema refuses in its own words. */
const numberOf = (text: string): number => {
  const value = Number(text);
  return (text.trim() === '' ? undefined : Number.isNaN(value) ? text : value) as number;
};

/** Reads the form: the run it asks for, or what is wrong with it. @param taken ids of runs and models */
export function readForm(fields: TrainingFields, choices: TrainingChoices, taken: ReadonlySet<string>): FormResult {
  const errors = new Map<string, string>();
  const data = entriesOf(fields);
  const parts = data.map((entry, i): TrainingParts | null => {
    const set = choices.sets.find(({ name }) => name === entry.dataset);
    if (!set) {
      errors.set(`data.${i}.dataset`, `expected a dataset of the workbench, found ${entry.dataset || 'nothing'}`);
      return null;
    }
    const found = trainingParts(filledIn(entry), set.counts);
    if (!isFault(found)) return found;
    errors.set(`data.${i}.${found.field}`, found.reason);
    return null;
  });
  const more = Object.fromEntries(
    MORE_FIELDS.flatMap((field) => (fields.more[field] ? [[field, numberOf(fields.more[field])]] : [])),
  ) as Partial<Record<(typeof MORE_FIELDS)[number], number>>;
  // a tab has one GPU, and one replica on it
  if (fields.place === 'tab') more.workers = 1;
  const estimate = estimateOf(fields, data, parts, { batch: 16, workers: 2, ...more }, choices);
  if (!(numberOf(fields.amount) > 0)) {
    errors.set('steps', `expected a number above 0, found ${fields.amount.trim() || 'nothing'}`);
  }
  const steps = estimate?.steps ?? 1;
  const title = fields.title ?? freeTitle(fields, data, taken);
  const model = fields.model ?? modelIdOf(title);
  if (taken.has(model)) errors.set('model', `a run or model is called ${model} already; choose another name`);

  const input: TrainingConfigInput = {
    model,
    title,
    architecture: fields.architecture,
    seed: numberOf(fields.seed),
    data,
    ...(fields.mix === 'share' && fields.images.trim() ? { images: numberOf(fields.images) } : {}),
    loss:
      fields.loss === 'wing'
        ? { kind: 'wing', width: numberOf(fields.width), curvature: numberOf(fields.curvature) }
        : { kind: fields.loss },
    steps,
    ...(estimate ? pacing(estimate) : {}),
    ...more,
    ...fields.kept,
    ...(fields.allowOverlap ? { allowOverlap: true } : {}),
    ...(fields.startFrom ? { startFrom: fields.startFrom } : {}),
    ...(fields.teacher ? { teacher: { model: fields.teacher, share: numberOf(fields.teacherShare) } } : {}),
  };
  const parsed = trainingConfigSchema.safeParse(input);
  for (const { path, message } of parsed.error?.issues ?? []) {
    const field = path.join('.');
    if (!errors.has(field)) errors.set(field, message);
  }
  const isGood = parsed.success && errors.size === 0;
  return { config: isGood ? parsed.data : null, input: isGood ? input : null, errors, title, model, parts, estimate };
}

type Entry = Pick<TrainingConfig['data'][number], 'dataset' | 'splits' | 'validation'> & {
  readonly share?: number;
  readonly repeat?: number;
  readonly limit?: number;
};

/** As the schema fills it in. */
const filledIn = (entry: Entry) => ({ share: null, repeat: 1, limit: null, ...entry });

function entriesOf({ sets, mix }: TrainingFields): Entry[] {
  return sets.map(({ dataset, splits, percent, repeat, limit, validation }) => ({
    dataset,
    splits: parseSplits(splits),
    ...(mix === 'repeat' ? { repeat: numberOf(repeat) } : { share: sets.length === 1 ? 1 : shareOf(percent) }),
    ...(limit.trim() ? { limit: numberOf(limit) } : {}),
    validation: parseValidation(validation),
  }));
}

const shareOf = (percent: string): number => {
  const value = numberOf(percent);
  // 33.3 % is 0.333, not 0.33299999999999996
  return typeof value === 'number' ? Number((value / 100).toFixed(8)) : value;
};

/** Steps and time; null while the mix or the amount says nothing yet. */
function estimateOf(
  { place, budget, amount, images, architecture }: TrainingFields,
  data: readonly Entry[],
  parts: readonly (TrainingParts | null)[],
  { batch, workers }: { readonly batch: number; readonly workers: number },
  { speed: serverSpeed, gpuSpeed, cores }: TrainingChoices,
): Estimate | null {
  const wanted = numberOf(amount);
  if (parts.some((part) => part === null) || !(wanted > 0) || !(batch > 0) || !(workers > 0)) return null;
  const entries = data.map(filledIn);
  const perEpoch = epochImages(
    { data: entries, images: images.trim() ? Number(images) : null },
    parts.map((part) => part?.training ?? 0),
  );
  if (!(perEpoch > 0)) return null;
  const speed = place === 'tab' ? gpuSpeed : serverSpeed;
  const imagesPerSecond = speedOf(speed ?? (place === 'tab' ? ASSUMED_GPU : ASSUMED), architecture, workers, cores);
  const steps = Math.max(1, Math.round(stepsOf(budget, wanted, perEpoch, batch, imagesPerSecond)));
  return {
    steps,
    batch,
    epochImages: perEpoch,
    epochs: (steps * batch) / perEpoch,
    seconds: (steps * batch) / imagesPerSecond,
    imagesPerSecond,
    isMeasured: speed !== null,
  };
}

function stepsOf(
  budget: TrainingFields['budget'],
  amount: number,
  perEpoch: number,
  batch: number,
  imagesPerSecond: number,
): number {
  if (budget === 'steps') return amount;
  return (budget === 'epochs' ? amount * perEpoch : amount * 60 * imagesPerSecond) / batch;
}

/** Images a second, from the measured speed brought to another network and another number of workers. */
function speedOf(
  { imagesPerSecond, architecture, workers }: MeasuredSpeed,
  wanted: TrainingConfig['architecture'],
  wantedWorkers: number,
  cores: number,
): number {
  const cost = (kind: TrainingConfig['architecture']) => (kind === 'full' ? 1 : SHALLOW_STEP);
  const atOnce = (count: number) => Math.min(count, cores);
  return ((imagesPerSecond * cost(architecture)) / cost(wanted)) * (atOnce(wantedWorkers) / atOnce(workers));
}

/** What follows from the length of a run: a short one warms up, cools down and is measured in proportion. */
function pacing({ steps, batch, epochImages: perEpoch }: Estimate) {
  return {
    warmupSteps: usualWarmup(steps),
    coolDownSteps: Math.min(500, Math.max(1, Math.round(0.05 * steps))),
    validateEvery: Math.max(1, Math.round(perEpoch / batch), Math.ceil(steps / VALIDATIONS)),
  };
}

/** "FULL on a and b", with a number where a run is called so already. */
function freeTitle({ architecture, loss }: TrainingFields, data: readonly Entry[], taken: ReadonlySet<string>): string {
  const entries = data.map(filledIn);
  const word = loss === 'wing' ? '' : `, ${loss === 'mse' ? 'MSE' : 'L2'}`;
  const base = `${ARCHITECTURE_NAMES[architecture]} on ${describeMix(entries) || 'nothing'}${word}`;
  for (let n = 1; ; n++) {
    const title = n === 1 ? base : `${base}, ${n}`;
    if (!taken.has(modelIdOf(title))) return title;
  }
}

/** "FULL on 60 % of a" → "full-on-60-of-a" */
export const modelIdOf = (title: string): string =>
  title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, '-')
    .slice(0, 64)
    .replace(/^[^a-z0-9]+|-+$/g, '');
