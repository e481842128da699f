import { groupOf } from '@/lib/datasets/split';
import { hash32 } from '@/lib/random';

/**
 * Parts samples into folds of like size. What shares a photo or a person stays in one fold, and a sample keeps its fold
 * when others come or go around it as far as sizes allow.
 *
 * @returns the fold of each sample, 0 … count − 1
 * @throws RangeError when there are fewer groups than folds
 */
export function assignFolds(
  samples: readonly { readonly name: string; readonly keys: readonly string[] }[],
  count: number,
): number[] {
  const groups = new Map<number, number[]>();
  for (const [i, group] of groupOf(samples).entries()) {
    const members = groups.get(group);
    if (members) members.push(i);
    else groups.set(group, [i]);
  }
  if (groups.size < count) {
    throw new RangeError(`folds: expected at least ${count} photos or persons, found ${groups.size}`);
  }
  const ordered = [...groups.values()]
    .map((members) => ({ members, rank: Math.min(...members.map((i) => hash32(samples[i].name))) }))
    .sort((a, b) => a.rank - b.rank);
  const sizes = new Array<number>(count).fill(0);
  const folds = new Array<number>(samples.length).fill(0);
  for (const { members } of ordered) {
    const fold = sizes.indexOf(Math.min(...sizes));
    for (const i of members) folds[i] = fold;
    sizes[fold] += members.length;
  }
  return folds;
}
