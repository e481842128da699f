import { z } from 'zod';
import { type TrainingConfig, trainingConfigSchema } from '@/lib/contracts/training-config';
import { DATASET_KINDS, SPLITS } from '@/lib/datasets/sample';
import { generatedSetSchema } from '../training/generated-set';
import { TrainingError } from '../training/training-set';

const name = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,47}$/, 'expected lower-case letters, digits, dots and dashes');

const folderSchema = z.strictObject({
  /** under the data folder; left out for generated faces */
  path: z.string().min(1).optional(),
  format: z.string().optional(),
  /** faces made on the spot, the same for the same numbers */
  generate: generatedSetSchema.optional(),
  kind: z.enum(DATASET_KINDS),
  licence: z.string(),
  splits: z.array(z.enum(SPLITS)).min(1).optional(),
  /** what of it is measured; all runs are measured on the same images */
  test: z
    .union([
      z.strictObject({ split: z.enum(SPLITS) }),
      z.strictObject({ share: z.number().gt(0).max(1) }),
      z.strictObject({ count: z.number().int().positive() }),
    ])
    .optional(),
});

const runSchema = z.strictObject({
  id: name,
  title: z.string().min(1),
  /** images of each set; the rest is only measured */
  images: z.record(z.string(), z.number().int().nonnegative()),
  /** different images of a set where they are fewer: those are repeated */
  limits: z.record(z.string(), z.number().int().positive()).default({}),
  /** training settings that differ from the plan's */
  config: z.record(z.string(), z.unknown()).default({}),
});

/** A plan of training runs that are compared: same budget, same tests, several seeds. Stored as JSON. */
export const planSchema = z.strictObject({
  id: name,
  title: z.string().min(1),
  about: z.string(),
  sets: z.record(z.string(), folderSchema),
  seeds: z.array(z.number().int().nonnegative()).min(1),
  /** training settings of all runs; `steps` is everybody's budget */
  config: z.record(z.string(), z.unknown()),
  runs: z.array(runSchema).min(1),
});
export type ExperimentPlan = z.infer<typeof planSchema>;

/** One training of a plan. */
export interface PlannedRun {
  /** `<run>-s<seed>`: names its files */
  readonly id: string;
  readonly run: string;
  readonly title: string;
  readonly seed: number;
  readonly config: TrainingConfig;
}

/** @throws TrainingError naming the plan's first wrong field */
export function parsePlan(json: unknown, file: string): ExperimentPlan {
  const parsed = planSchema.safeParse(json);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new TrainingError(`${file}: ${path.join('.') || 'plan'}: ${message}`);
  }
  const plan = parsed.data;
  const ids = plan.runs.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice) throw new TrainingError(`${file}: runs: expected every id once, found ${twice} twice`);
  for (const { id, images, limits } of plan.runs) {
    const unknown = [...Object.keys(images), ...Object.keys(limits)].find((set) => !plan.sets[set]);
    if (unknown) {
      throw new TrainingError(
        `${file}: runs: ${id}: expected sets ${Object.keys(plan.sets).join(', ')}, found ${unknown}`,
      );
    }
  }
  return plan;
}

/**
 * Every training of the plan, seed by seed, so that a plan that is stopped early has whole tables of few seeds.
 *
 * @throws TrainingError when a run's settings are none
 */
export function plannedRuns(plan: ExperimentPlan): PlannedRun[] {
  return plan.seeds.flatMap((seed) =>
    plan.runs.map((run): PlannedRun => {
      const id = `${run.id}-s${seed}`;
      const total = Object.values(run.images).reduce((sum, count) => sum + count, 0);
      const config = {
        ...plan.config,
        ...run.config,
        model: `${plan.id}-${id}`,
        title: `${run.title}, seed ${seed}`,
        seed,
        images: total,
        data: Object.entries(plan.sets).map(([dataset, { splits, test }]) => ({
          dataset,
          splits: splits ?? null,
          share: (run.images[dataset] ?? 0) / total,
          limit: run.limits[dataset] ?? null,
          validation: test ?? null,
        })),
      };
      const parsed = trainingConfigSchema.safeParse(config);
      if (!parsed.success) {
        const [{ path, message }] = parsed.error.issues;
        throw new TrainingError(`${plan.id}: ${run.id}: ${path.join('.')}: ${message}`);
      }
      return { id, run: run.id, title: run.title, seed, config: parsed.data };
    }),
  );
}
