import { hash32 } from '@/lib/random';

/** What must stay on one side of a split: samples that share any key (photo, person, near-duplicate) form one group. */
export interface Groupable {
  readonly keys: readonly string[];
}

/**
 * Joins samples that share a key, directly or by way of others.
 *
 * @returns for each sample the lowest index of its group
 */
export function groupOf(samples: readonly Groupable[]): readonly number[] {
  const parent = samples.map((_, i) => i);
  const rootOf = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root];
    for (let at = i; parent[at] !== root; ) {
      const next = parent[at];
      parent[at] = root;
      at = next;
    }
    return root;
  };
  const firstWith = new Map<string, number>();
  for (const [i, { keys }] of samples.entries()) {
    for (const key of keys) {
      const other = firstWith.get(key);
      if (other === undefined) {
        firstWith.set(key, i);
        continue;
      }
      const [low, high] = [rootOf(i), rootOf(other)].sort((a, b) => a - b);
      parent[high] = low;
    }
  }
  return samples.map((_, i) => rootOf(i));
}

/**
 * Sets whole groups aside until `count` samples are out. Groups come in the order of a hash of their name, so adding
 * samples to a set moves few of the others.
 *
 * @param names one a sample, stable from run to run
 * @returns true for each sample that is held out; never fewer than `count`, more by less than one group
 * @throws RangeError when nothing would be left to train on
 */
export function holdOut(
  samples: readonly (Groupable & { readonly name: string })[],
  count: number,
  salt = '',
): readonly boolean[] {
  const groups = new Map<number, number[]>();
  for (const [i, group] of groupOf(samples).entries()) {
    const members = groups.get(group);
    if (members) members.push(i);
    else groups.set(group, [i]);
  }
  const ordered = [...groups].map(([group, members]) => ({
    members,
    rank: hash32(`${salt}${samples[group].name}`),
  }));
  ordered.sort((a, b) => a.rank - b.rank || a.members[0] - b.members[0]);
  const out = samples.map(() => false);
  let taken = 0;
  for (const { members } of ordered) {
    if (taken >= count) break;
    for (const i of members) out[i] = true;
    taken += members.length;
  }
  if (taken === samples.length) {
    throw new RangeError(
      `split: expected some of ${samples.length} samples to stay beside the ${count} held out, found none`,
    );
  }
  return out;
}
