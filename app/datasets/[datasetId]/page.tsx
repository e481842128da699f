import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Gallery } from '@/components/gallery/gallery';
import { ALL_DATASETS, apiParams, parseView } from '@/components/gallery/gallery-query';
import { USUAL_HISTOGRAMS } from '@/lib/contracts/sample';
import { getDataset } from '@/lib/server/datasets';
import { sampleFacets } from '@/lib/server/facets';
import { listModels } from '@/lib/server/models';
import { listSamples } from '@/lib/server/samples';

export const dynamic = 'force-dynamic';

/** Enough to fill a large window; the rest follows as one scrolls. */
const FIRST_PAGE = 100;

interface GalleryPageProps {
  readonly params: Promise<{ readonly datasetId: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export async function generateMetadata({ params }: GalleryPageProps): Promise<Metadata> {
  const { datasetId } = await params;
  if (datasetId === ALL_DATASETS) return { title: 'All images' };
  return { title: (await getDataset(datasetId))?.name ?? 'Dataset not found' };
}

export default async function GalleryPage({ params, searchParams }: GalleryPageProps) {
  const { datasetId: scope } = await params;
  const [dataset, models] = await Promise.all([scope === ALL_DATASETS ? null : getDataset(scope), listModels()]);
  if (scope !== ALL_DATASETS && !dataset) notFound();

  const address = new URLSearchParams(
    Object.entries(await searchParams).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  );
  const { query } = parseView(scope, address, models[0]?.id ?? null);
  const [page, facets] = await Promise.all([listSamples({ ...query, limit: FIRST_PAGE }), sampleFacets(query)]);
  return (
    <Gallery
      key={scope}
      scope={scope}
      dataset={dataset}
      models={models.map(({ id, title }) => ({ id, title }))}
      start={{ tilesKey: apiParams(query).toString(), histograms: USUAL_HISTOGRAMS.join(','), query, page, facets }}
    />
  );
}
