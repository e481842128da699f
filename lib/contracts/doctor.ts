import { z } from 'zod';
import type { LensEffect } from '@/lib/datasets/convention/lens-effect';
import type { DatasetHealth } from '@/lib/datasets/quality/health';
import type { PixelOffset } from '@/lib/datasets/quality/pixel-offset';
import type { Reason } from '@/lib/datasets/quality/reason';
import type { SetConvention } from '@/lib/datasets/quality/set-convention';
import type { SetFault } from '@/lib/datasets/quality/set-faults';
import type { SetRepairPlan } from '@/lib/datasets/quality/set-repair';
import type { Outline } from '@/lib/landmarks/outline';
import { datasetNameSchema, idSchema, modelIdSchema } from './common';

/** One face with what speaks against its labels. */
export interface SuspectEntry {
  readonly sampleId: string;
  readonly name: string;
  readonly split: string;
  /** of the labels that were examined */
  readonly revision: number;
  /** 0–1, reads like the probability that something is wrong */
  readonly score: number;
  readonly reasons: readonly Reason[];
}

/** A model's scores on some faces: errors in reference-crop px, SR as shares, NME in percent. */
export interface RepairScores {
  readonly me: number;
  readonly std: number;
  readonly sr20: number;
  readonly sr10: number;
  readonly nmeInterOcular: number;
}

/** What a repair does to a model's scores: the answers are made anew for the crops that the repaired labels ask for. */
export interface RepairEffect {
  readonly model: string;
  /** faces it was measured on: all, or evenly chosen ones of a large set */
  readonly faces: number;
  readonly before: RepairScores;
  readonly after: RepairScores;
}

export interface SetFaultEntry extends Pick<SetFault, 'kind' | 'text'> {
  /** names it inside its report */
  readonly id: string;
  /** null: nothing can be set right by rule, as with a model's own fault */
  readonly plan: SetRepairPlan | null;
  /** faces whose labels the plan changes */
  readonly affected: number;
  /** null without a plan or without a model to measure with */
  readonly effect: RepairEffect | null;
}

/** What was held against the labels. */
export interface Evidence {
  readonly model: string;
  readonly title: string;
  readonly faces: number;
  readonly medianPx: number | null;
  /** null: believed; else why not */
  readonly objection: string | null;
  /** images that it was trained on: there it has learnt the labels, mistakes and all; null: not known */
  readonly trainedOn: number | null;
  /** a model of the workbench, whose answers can be shown; false: made for this examination alone */
  readonly isStored: boolean;
}

export interface CopyMember {
  readonly sampleId: string;
  readonly datasetId: string;
  readonly dataset: string;
  readonly name: string;
  readonly split: string;
}

/** Images that are one picture. */
export interface CopyGroup {
  readonly kind: 'exact' | 'near';
  readonly members: readonly CopyMember[];
  /** some is another's mirror image */
  readonly mirrored: boolean;
  /** of the least alike pair, 0–1 */
  readonly similarity: number;
  /** in more than one of train, val and test */
  readonly acrossSplits: boolean;
  readonly acrossDatasets: boolean;
}

/** Somebody whose images stand in more than one split. */
export interface PersonAcrossSplits {
  readonly person: string;
  readonly splits: Readonly<Record<string, number>>;
  readonly members: readonly CopyMember[];
}

export interface CopiesReport {
  readonly images: number;
  /** the most harmful first: across splits, then across datasets, then inside one split */
  readonly groups: readonly CopyGroup[];
  /** in all; `groups` holds the first of them */
  readonly groupCount: number;
  readonly people: readonly PersonAcrossSplits[];
  readonly peopleCount: number;
}

/** What the label doctor found in a dataset, at one moment of its labels. */
export interface DoctorReport {
  readonly datasetId: string;
  readonly dataset: string;
  readonly kind: string;
  readonly format: string;
  readonly licence: string;
  readonly createdAt: string;
  /** number of the newest edit of the set; another one now: the report is out of date */
  readonly sequence: number;
  readonly samples: number;
  /** labelled ones: those examined */
  readonly faces: number;
  readonly reference: string | null;
  readonly evidence: readonly Evidence[];
  readonly faults: readonly SetFaultEntry[];
  readonly pixelOffset: PixelOffset;
  readonly convention: SetConvention;
  readonly lens: LensEffect | null;
  /** the most suspect first, not all of a large set */
  readonly suspects: readonly SuspectEntry[];
  /** faces of a score over ½, also beyond those listed */
  readonly suspicious: number;
  readonly copies: CopiesReport;
  readonly health: DatasetHealth;
}

/** A report without its long lists: what the page opens with. */
export type DoctorSummary = Omit<DoctorReport, 'suspects' | 'copies'>;

export interface DoctorState {
  readonly report: DoctorSummary | null;
  /** labels have been edited, added or deleted since */
  readonly stale: boolean;
  /** of the examination under way */
  readonly jobId: string | null;
  /** whole-set repairs that can be taken back, the newest first */
  readonly repairs: readonly AppliedRepair[];
}

export const startDoctorSchema = z.object({
  /** whose answers are evidence; `none`: shapes alone */
  model: z.union([modelIdSchema, z.literal('none')]).optional(),
  /** a set known to be in order */
  reference: datasetNameSchema.optional(),
  /** trains so many small models, each on the other parts of the set: answers that no label has been learnt for */
  folds: z.number().int().min(2).max(10).optional(),
  foldSteps: z.number().int().min(10).max(100_000).optional(),
});
export type StartDoctor = z.infer<typeof startDoctorSchema>;

/** What a person said to a finding. */
export const FINDING_VERDICTS = ['right', 'fixed'] as const;
export type FindingVerdictWord = (typeof FINDING_VERDICTS)[number];

export interface Finding extends Reason {
  /** names it inside its face, see lib/datasets/quality/finding */
  readonly key: string;
  /** null: nobody has answered it for these labels */
  readonly verdict: FindingVerdictWord | null;
}

/** open: asks for an answer; answered: every finding has one; edited: labels have changed since they were examined */
export type SuspectState = 'open' | 'answered' | 'edited';

/** A suspect as the page shows it. */
export interface SuspectTile extends Pick<SuspectEntry, 'sampleId' | 'name' | 'split' | 'score'> {
  readonly state: SuspectState;
  readonly findings: readonly Finding[];
  readonly view: { readonly x: number; readonly y: number; readonly size: number };
  readonly groundTruth: Outline | null;
  readonly prediction: Outline | null;
}

export interface SuspectPage {
  readonly items: readonly SuspectTile[];
  /** suspects that match */
  readonly total: number;
  readonly nextCursor: number | null;
}

export const suspectQuerySchema = z.object({
  state: z.enum(['open', 'all']).default('open'),
  /** place in the list */
  cursor: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(48),
});
export type SuspectQuery = z.infer<typeof suspectQuerySchema>;

/** What the doctor says of one face. */
export interface SampleFindings {
  readonly sampleId: string;
  /** null: it was not examined, or there is nothing to say against it */
  readonly score: number | null;
  readonly state: SuspectState;
  readonly findings: readonly Finding[];
  /** the model whose answer is the suggestion; null: none is believed */
  readonly model: string | null;
}

export const answerFindingsSchema = z.object({
  /** keys of the findings that are answered */
  findings: z.array(z.string().min(1).max(120)).min(1).max(40),
  /** null takes the answer back */
  verdict: z.enum(FINDING_VERDICTS).nullable(),
  /** of the labels that it was said of */
  revision: z.number().int().nonnegative(),
});
export type AnswerFindings = z.infer<typeof answerFindingsSchema>;

/** Before and after of a whole-set repair, on some of its faces. */
export interface RepairPreviewTile {
  readonly sampleId: string;
  readonly name: string;
  readonly imageId: string;
  readonly imageWidth: number;
  readonly imageHeight: number;
  /** around the repaired label, image px */
  readonly view: { readonly x: number; readonly y: number; readonly size: number };
  readonly before: Outline;
  readonly after: Outline;
}

export const applyRepairSchema = z.object({ fault: z.string().min(1).max(80) });
export const undoRepairSchema = z.object({ repair: idSchema });

/** A whole-set repair that was made. */
export interface AppliedRepair {
  readonly id: string;
  readonly text: string;
  readonly createdAt: string;
  readonly samples: number;
  /** it has been taken back */
  readonly undone: boolean;
}
