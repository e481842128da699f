import 'server-only';
import type { CopiesReport, CopyGroup, CopyMember, PersonAcrossSplits } from '@/lib/contracts/doctor';
import { type DuplicateGroup, findDuplicates } from '@/lib/datasets/quality/find-duplicates';
import { database } from './database';
import { type FingerprintedSample, type FingerprintProgress, readFingerprints } from './fingerprints';

/** Groups and persons that a report keeps: more than anybody looks through. */
const MAX_LISTED = 500;
/** Images of a person that are shown. */
const MAX_MEMBERS = 12;

export interface FoundCopies {
  readonly report: CopiesReport;
  /** pairs of samples with the same bytes, one of them in another set: [this set's sample, the other] */
  readonly twins: readonly (readonly [own: string, other: string])[];
}

/** Copies of a dataset's images, inside it and in every other set, and persons who stand in several splits. */
export async function findCopies(datasetId: string, options: FingerprintProgress = {}): Promise<FoundCopies> {
  const samples = await readFingerprints({}, options);
  const datasets = await database().dataset.findMany({ select: { id: true, name: true } });
  const names = new Map(datasets.map(({ id, name }) => [id, name]));
  const byId = new Map(samples.map((sample) => [sample.id, sample]));
  const memberOf = ({ id, datasetId: set, name, split }: FingerprintedSample): CopyMember => ({
    sampleId: id,
    datasetId: set,
    dataset: names.get(set) ?? set,
    name,
    split,
  });
  const found = findDuplicates(
    samples.map(({ id, datasetId: set, split, imageId, fingerprint }) => ({
      id,
      contentHash: imageId,
      // the same bytes in two splits are a leak, whichever face of them is labelled
      photo: `${set} ${split} ${imageId}`,
      fingerprint,
    })),
  );
  const isOwn = (id: string) => byId.get(id)?.datasetId === datasetId;
  const groups = found
    .filter(({ ids }) => ids.some(isOwn))
    .map((group) => toGroup(group, byId, memberOf))
    .sort((a, b) => harm(b) - harm(a));
  const people = peopleAcrossSplits(samples, datasetId, memberOf);
  return {
    report: {
      images: new Set(samples.filter(({ id }) => isOwn(id)).map(({ imageId }) => imageId)).size,
      groups: groups.slice(0, MAX_LISTED),
      groupCount: groups.length,
      people: people.slice(0, MAX_LISTED),
      peopleCount: people.length,
    },
    twins: twinsOf(samples, datasetId),
  };
}

/** What belongs to no split leaks nowhere. */
const splitsOf = (members: readonly { readonly split: string }[]): Set<string> =>
  new Set(members.map(({ split }) => split).filter((split) => split !== 'none'));

const harm = ({ acrossSplits, acrossDatasets }: CopyGroup): number => (acrossSplits ? 2 : 0) + (acrossDatasets ? 1 : 0);

function toGroup(
  { ids, pairs }: DuplicateGroup,
  byId: ReadonlyMap<string, FingerprintedSample>,
  memberOf: (sample: FingerprintedSample) => CopyMember,
): CopyGroup {
  const members = ids.flatMap((id) => {
    const sample = byId.get(id);
    return sample ? [memberOf(sample)] : [];
  });
  return {
    kind: pairs.every(({ kind }) => kind === 'exact') ? 'exact' : 'near',
    members,
    mirrored: pairs.some(({ mirrored }) => mirrored),
    similarity: Math.min(...pairs.map(({ similarity }) => similarity)),
    acrossSplits: splitsOf(members).size > 1,
    acrossDatasets: new Set(members.map((member) => member.datasetId)).size > 1,
  };
}

/** The same bytes in this set and in another, each sample once. */
function twinsOf(samples: readonly FingerprintedSample[], datasetId: string): (readonly [string, string])[] {
  const elsewhere = new Map<string, string>();
  for (const sample of samples) if (sample.datasetId !== datasetId) elsewhere.set(sample.imageId, sample.id);
  return samples.flatMap((sample) => {
    const other = sample.datasetId === datasetId ? elsewhere.get(sample.imageId) : undefined;
    return other === undefined ? [] : [[sample.id, other] as const];
  });
}

function peopleAcrossSplits(
  samples: readonly FingerprintedSample[],
  datasetId: string,
  memberOf: (sample: FingerprintedSample) => CopyMember,
): PersonAcrossSplits[] {
  const byPerson = new Map<string, FingerprintedSample[]>();
  for (const sample of samples) {
    if (!sample.person) continue;
    const own = byPerson.get(sample.person);
    if (own) own.push(sample);
    else byPerson.set(sample.person, [sample]);
  }
  return [...byPerson].flatMap(([person, own]): PersonAcrossSplits[] => {
    if (!own.some((sample) => sample.datasetId === datasetId) || splitsOf(own).size < 2) return [];
    const splits: Record<string, number> = {};
    for (const { split } of own) splits[split] = (splits[split] ?? 0) + 1;
    return [{ person, splits, members: own.slice(0, MAX_MEMBERS).map(memberOf) }];
  });
}
