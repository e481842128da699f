import type { Annotation } from '@/lib/landmarks/annotation';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { estimatePose } from './head-pose';
import { presence, type QualityFace, shapeVector } from './quality-face';
import type { Repair } from './reason';
import { applyRepair } from './repair';
import type { SetFault } from './set-faults';

const ORIENTATION_KINDS = ['sides-swapped', 'axes-exchanged', 'upside-down'] as const;
type OrientationKind = (typeof ORIENTATION_KINDS)[number];

/** How the labels of many faces are set right, as data. */
export type SetRepairPlan =
  /** the same for every face */
  | { readonly scope: 'all'; readonly repair: Repair }
  /** for the faces that turn the wrong way round, which no camera sees */
  | { readonly scope: 'turned-wrong'; readonly kind: OrientationKind }
  /** each face its own, by its id; one after the other */
  | { readonly scope: 'listed'; readonly repairs: Readonly<Record<string, readonly Repair[]>> };

/** The plan of a fault that most or all labels share; null where no rule sets it right. */
export function planOf({ kind, repair }: Pick<SetFault, 'kind' | 'repair'>): SetRepairPlan | null {
  const orientation = ORIENTATION_KINDS.find((known) => known === kind);
  // a region swapped everywhere has its own order; the whole face swapped is told by how the face turns
  const isWholeFace = repair?.kind !== 'reorder' || repair.order.every((from, i) => from === IBUG_68.mirror[i]);
  if (orientation && isWholeFace) return { scope: 'turned-wrong', kind: orientation };
  return repair && { scope: 'all', repair };
}

/** @returns the labels set right; null where the plan leaves this face alone */
export function applyPlan(plan: SetRepairPlan, { id, annotation, image }: QualityFace): Annotation | null {
  switch (plan.scope) {
    case 'all':
      return applyRepair(plan.repair, annotation);
    case 'turned-wrong': {
      const facing = estimatePose(shapeVector(annotation.points), presence(annotation))?.facing ?? 1;
      return facing < 0 ? applyRepair(orientationRepair(plan.kind, image.height), annotation) : null;
    }
    case 'listed': {
      const repairs = plan.repairs[id];
      return repairs ? repairs.reduce((current, repair) => applyRepair(repair, current), annotation) : null;
    }
  }
}

function orientationRepair(kind: OrientationKind, height: number): Repair {
  switch (kind) {
    case 'sides-swapped':
      return { kind: 'reorder', order: IBUG_68.mirror };
    case 'axes-exchanged':
      return { kind: 'exchange-axes' };
    case 'upside-down':
      return { kind: 'flip-vertically', height };
  }
}
