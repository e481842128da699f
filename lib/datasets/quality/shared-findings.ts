import type { Suspect } from './rank-suspects';
import type { ReasonKind, Repair } from './reason';
import type { SetRepairPlan } from './set-repair';

/** Named faults whose repair is certain enough to be made without a look at each face. */
const SURE: readonly ReasonKind[] = [
  'axes-exchanged',
  'upside-down',
  'sides-swapped',
  'order-shifted',
  'order-permuted',
];
const MIN_PROBABILITY = 0.9;
/** Fewer faces are mended one by one. */
const MIN_FACES = 3;

const WORDS: Readonly<Partial<Record<ReasonKind, string>>> = {
  'axes-exchanged': 'x and y exchanged',
  'upside-down': 'y counted upwards',
  'sides-swapped': 'left and right swapped, in the whole face or a region',
  'order-shifted': 'the points of a region shifted along it',
  'order-permuted': 'the points of a region out of order',
};

export interface SharedFinding {
  readonly kind: ReasonKind;
  readonly text: string;
  readonly plan: SetRepairPlan;
  readonly faces: number;
}

/** Faults that single faces share and that can be repaired together; each face keeps its own repair. */
export function sharedFindings(suspects: readonly Suspect[]): SharedFinding[] {
  return SURE.flatMap((kind): SharedFinding[] => {
    const repairs = new Map<string, readonly Repair[]>();
    for (const { id, reasons } of suspects) {
      const own = reasons.flatMap((reason) =>
        reason.kind === kind && reason.probability >= MIN_PROBABILITY && reason.repair ? [reason.repair] : [],
      );
      if (own.length > 0) repairs.set(id, own);
    }
    if (repairs.size < MIN_FACES) return [];
    const text = `${repairs.size} faces have ${WORDS[kind]}`;
    return [{ kind, text, plan: { scope: 'listed', repairs: Object.fromEntries(repairs) }, faces: repairs.size }];
  });
}
