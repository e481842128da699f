import type { FaceLimits } from '@/lib/synthesis/face-limits';
import { DEFAULTS, type Settings } from './settings-url';

/** The command that makes the same set; its limits stand in a file beside it. */
export function commandLine({ count, seed, size, jaw, limits }: Settings, dataset: string): string {
  const quoted = /^[\w.-]+$/.test(dataset) ? dataset : `"${dataset}"`;
  return [
    `npm run -s landmarks -- synthesize --count ${count} --seed ${seed} --dataset ${quoted}`,
    size !== DEFAULTS.size && `--size ${size}`,
    jaw !== DEFAULTS.jaw && `--jaw ${jaw}`,
    Object.keys(limits).length > 0 && '--limits limits.json',
  ]
    .filter(Boolean)
    .join(' ');
}

/** An address that holds the limits as a file. */
export const limitsHref = (limits: FaceLimits): string =>
  `data:application/json,${encodeURIComponent(JSON.stringify(limits, null, 2))}`;
