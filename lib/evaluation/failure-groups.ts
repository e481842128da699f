import { REGION_IDS, type RegionId } from '@/lib/landmarks/scheme';
import { listWords } from '@/lib/list-words';
import { mean } from '@/lib/metrics/statistics';
import { createRandom, type Random } from '@/lib/random';
import { type ResultColumns, regionColumn } from './result-columns';

/** Images that fail in the same way. */
export interface FailureGroup {
  /** "jaw and left brow": the regions that stand out, in words */
  readonly name: string;
  /** worst first */
  readonly rows: Uint32Array;
  /** [8] mean error of each region over the group as a multiple of the run's, in the order of REGION_IDS */
  readonly profile: readonly number[];
  /** mean error of its images, reference-crop px */
  readonly me: number;
}

/** More are not looked at: the patterns are the same, and the work grows with the square. */
const MOST_IMAGES = 400;
const MOST_GROUPS = 6;
const LEAST_IMAGES = 8;
const SEED = 1;
const ROUNDS = 40;

/**
 * Groups the worst images by where on the face they fail: k-means (k-means++ start, seeded) on the share that each region
 * has in the error, k by the best silhouette. Groups that would bear the same name are one.
 *
 * @param rows images to look at, worst first
 * @returns largest first; none for fewer than eight images
 */
export function failureGroups(columns: ResultColumns, rows: Uint32Array): FailureGroup[] {
  const worst = rows.subarray(0, MOST_IMAGES);
  if (worst.length < LEAST_IMAGES) return [];
  const usual = REGION_IDS.map((_, r) => knownMean(regionColumn(columns.model, r)));
  const ratios = Array.from(worst, (row) =>
    REGION_IDS.map((_, r) => {
      const error = regionColumn(columns.model, r)[row];
      return Number.isNaN(error) || !(usual[r] > 0) ? 1 : error / usual[r];
    }),
  );
  // how bad an image is must not decide where it belongs: only the pattern counts
  const patterns = ratios.map((ratio) => {
    const whole = ratio.reduce((sum, value) => sum + value, 0);
    return ratio.map((value) => (REGION_IDS.length * value) / (whole || 1));
  });
  const groups = new Map<string, number[]>();
  for (const members of bestClusters(patterns)) {
    const name = nameOf(centreOf(members.map((i) => patterns[i])));
    groups.set(name, [...(groups.get(name) ?? []), ...members]);
  }
  return [...groups]
    .map(([name, members]) => {
      const sorted = members.toSorted((a, b) => a - b);
      const own = Uint32Array.from(sorted, (i) => worst[i]);
      return {
        name,
        rows: own,
        profile: centreOf(sorted.map((i) => ratios[i])),
        me: mean(Float64Array.from(own, (row) => columns.model.error[row])),
      };
    })
    .sort((a, b) => b.rows.length - a.rows.length);
}

/** A region stands out when its share is so much over an even one. */
const STANDS_OUT = 1.2;
const MOST_NAMED = 3;

const WORDS: Readonly<Record<RegionId, string>> = {
  jaw: 'jaw',
  'right-brow': 'right brow',
  'left-brow': 'left brow',
  nose: 'nose',
  'right-eye': 'right eye',
  'left-eye': 'left eye',
  'outer-lip': 'outer lip',
  'inner-lip': 'inner lip',
};
const TOGETHER: readonly (readonly [RegionId, RegionId, string])[] = [
  ['right-brow', 'left-brow', 'both brows'],
  ['right-eye', 'left-eye', 'both eyes'],
  ['outer-lip', 'inner-lip', 'mouth'],
];

/** @param pattern [8] share of each region, 1 being an even one */
export function nameOf(pattern: readonly number[]): string {
  const loud = new Set(REGION_IDS.filter((_, r) => pattern[r] >= STANDS_OUT));
  if (loud.size === 0) return 'the whole face';
  const words: { word: string; share: number }[] = [];
  const shareOf = (region: RegionId) => pattern[REGION_IDS.indexOf(region)];
  for (const [a, b, word] of TOGETHER) {
    if (!loud.has(a) || !loud.has(b)) continue;
    loud.delete(a);
    loud.delete(b);
    words.push({ word, share: Math.max(shareOf(a), shareOf(b)) });
  }
  for (const region of loud) words.push({ word: WORDS[region], share: shareOf(region) });
  const names = words
    .sort((a, b) => b.share - a.share)
    .slice(0, MOST_NAMED)
    .map(({ word }) => word);
  return listWords(names);
}

/** Clusters that can be told apart by name come before those that cannot, then the best silhouette decides. */
function bestClusters(points: readonly (readonly number[])[]): number[][] {
  const most = Math.min(MOST_GROUPS, Math.floor(points.length / 4));
  let best: { clusters: number[][]; isNamed: boolean; score: number } | null = null;
  for (let k = 2; k <= most; k++) {
    const clusters = cluster(points, k, createRandom(SEED).fork(`k ${k}`));
    const names = new Set(clusters.map((members) => nameOf(centreOf(members.map((i) => points[i])))));
    const found = { clusters, isNamed: names.size > 1, score: silhouette(points, clusters) };
    const isBetter =
      !best || (found.isNamed === best.isNamed ? found.score > best.score + 1e-9 : found.isNamed && !best.isNamed);
    if (isBetter) best = found;
  }
  return best?.clusters ?? [points.map((_, i) => i)];
}

function cluster(points: readonly (readonly number[])[], k: number, random: Random): number[][] {
  let centres = firstCentres(points, k, random);
  let members: number[][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    members = centres.map(() => []);
    for (const [i, point] of points.entries()) members[nearest(centres, point)].push(i);
    const next = members.map((list, c) => (list.length === 0 ? centres[c] : centreOf(list.map((i) => points[i]))));
    const moved = next.some((centre, c) => squaredDistance(centre, centres[c]) > 1e-12);
    centres = next;
    if (!moved) break;
  }
  return members.filter((list) => list.length > 0);
}

/** k-means++: each next centre is drawn with a chance that grows with its distance from those there are. */
function firstCentres(points: readonly (readonly number[])[], k: number, random: Random): (readonly number[])[] {
  const centres = [points[random.integer(points.length)]];
  while (centres.length < k) {
    const weights = points.map((point) => squaredDistance(point, centres[nearest(centres, point)]));
    let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
    const chosen = weights.findIndex((weight) => {
      left -= weight;
      return left < 0;
    });
    centres.push(points[chosen < 0 ? points.length - 1 : chosen]);
  }
  return centres;
}

/** Mean of (b − a) / max(a, b): a the mean distance to one's own cluster, b to the nearest other; −1 to 1. */
function silhouette(points: readonly (readonly number[])[], clusters: readonly number[][]): number {
  if (clusters.length < 2) return -1;
  let sum = 0;
  for (const [own, members] of clusters.entries()) {
    for (const i of members) {
      if (members.length === 1) continue;
      const to = clusters.map((list, c) => {
        const others = c === own ? list.length - 1 : list.length;
        return list.reduce((total, j) => total + Math.sqrt(squaredDistance(points[i], points[j])), 0) / others;
      });
      const b = Math.min(...to.filter((_, c) => c !== own));
      sum += (b - to[own]) / (Math.max(to[own], b) || 1);
    }
  }
  return sum / points.length;
}

function nearest(centres: readonly (readonly number[])[], point: readonly number[]): number {
  let best = 0;
  for (let c = 1; c < centres.length; c++) {
    if (squaredDistance(centres[c], point) < squaredDistance(centres[best], point)) best = c;
  }
  return best;
}

const squaredDistance = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0);

const centreOf = (points: readonly (readonly number[])[]): number[] =>
  REGION_IDS.map((_, r) => mean(points.map((point) => point[r])));

const knownMean = (values: Float32Array): number => {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? 0 : mean(known);
};
