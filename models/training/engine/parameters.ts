import type { Address } from '../kernels/kernels';
import type { EngineMemory } from './memory';

/** What happens to a parameter's weights under weight decay: shifts, scales and slopes are left alone. */
export type ParameterKind = 'weight' | 'shift' | 'scale' | 'slope';

export interface ParameterEntry {
  /** name in the reference checkpoint, or the first of those that one entry holds */
  readonly name: string;
  readonly kind: ParameterKind;
  /** first float of the entry in every region of the store */
  readonly offset: number;
  readonly length: number;
}

/** Named vectors that share one layout; the store below has several regions of it. */
export class ParameterTable {
  private readonly table = new Map<string, ParameterEntry>();
  private end = 0;

  /** entries are padded to four floats, the kernels' step; the padding stays zero */
  add(name: string, kind: ParameterKind, length: number): ParameterEntry {
    const entry = { name, kind, offset: this.end, length };
    this.table.set(name, entry);
    this.end += Math.ceil(length / 4) * 4;
    return entry;
  }

  /** floats of one region */
  get size(): number {
    return this.end;
  }

  entries(): Iterable<ParameterEntry> {
    return this.table.values();
  }

  has(name: string): boolean {
    return this.table.has(name);
  }

  get(name: string): ParameterEntry {
    const entry = this.table.get(name);
    if (!entry) throw new RangeError(`training engine: expected a parameter ${name}, found none`);
    return entry;
  }
}

/** Where the regions lie: one float each for every float of the tables. */
export interface ParameterRegions {
  readonly values: Address;
  /** gradients, and right behind them this batch's statistics: what workers exchange */
  readonly gradients: Address;
  readonly batchStatistics: Address;
  readonly firstMoments: Address;
  readonly secondMoments: Address;
  readonly average: Address;
  /** 1 where weight decay applies */
  readonly decay: Address;
  /** running variance of the first, mean and variance of the second batch norm of every block */
  readonly statistics: Address;
  readonly averageStatistics: Address;
}

export function reserveRegions(
  memory: EngineMemory,
  parameters: ParameterTable,
  statistics: ParameterTable,
): ParameterRegions {
  const { size } = parameters;
  const gradients = memory.reserve(size + statistics.size);
  return {
    gradients,
    batchStatistics: gradients + 4 * size,
    values: memory.reserve(size),
    firstMoments: memory.reserve(size),
    secondMoments: memory.reserve(size),
    average: memory.reserve(size),
    decay: memory.reserve(size),
    statistics: memory.reserve(statistics.size),
    averageStatistics: memory.reserve(statistics.size),
  };
}
