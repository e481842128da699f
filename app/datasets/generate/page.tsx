import type { Metadata } from 'next';
import { GeneratePage } from '@/components/generate/generate-page';
import { parseSettings } from '@/components/generate/settings-url';
import { datasetOfSample, listDatasetNames } from '@/lib/server/datasets';
import { listUnfinished } from '@/lib/server/generation-runs';
import { readLikeFaces } from '@/lib/server/like-faces';

export const metadata: Metadata = { title: 'Generate faces' };
export const dynamic = 'force-dynamic';

interface PageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function GenerateFacesPage({ searchParams }: PageProps) {
  const { like } = await searchParams;
  const samples = parseSettings(new URLSearchParams({ like: String(like ?? '') })).settings.like;
  const [datasets, unfinished, faces, source] = await Promise.all([
    listDatasetNames(),
    listUnfinished(),
    samples.length > 0 ? readLikeFaces(samples) : null,
    samples.length > 0 ? datasetOfSample(samples[0]) : null,
  ]);
  return <GeneratePage datasets={datasets} unfinished={unfinished} like={faces} source={source?.name ?? null} />;
}
