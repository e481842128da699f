import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ALL_DATASETS, parseView } from '@/components/gallery/gallery-query';
import { defaultModelId, toModelChoice } from '@/components/inspector/chosen-prediction';
import { Inspector } from '@/components/inspector/inspector';
import { listModels } from '@/lib/server/models';
import { getSample, sampleNeighbours } from '@/lib/server/samples';

export const dynamic = 'force-dynamic';

interface SamplePageProps {
  readonly params: Promise<{ readonly datasetId: string; readonly sampleId: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export async function generateMetadata({ params }: SamplePageProps): Promise<Metadata> {
  const sample = await getSample((await params).sampleId);
  return { title: sample?.name ?? 'Image not found' };
}

export default async function SampleInspectorPage({ params, searchParams }: SamplePageProps) {
  const { datasetId, sampleId } = await params;
  const detail = await getSample(sampleId);
  if (!detail || (datasetId !== ALL_DATASETS && detail.datasetId !== datasetId)) notFound();
  const models = (await listModels()).map(toModelChoice);
  const { query } = parseView(datasetId, toSearchParams(await searchParams), defaultModelId(models, detail));
  return <Inspector detail={detail} neighbours={await sampleNeighbours(sampleId, query)} models={models} />;
}

function toSearchParams(values: Readonly<Record<string, string | string[] | undefined>>): URLSearchParams {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined) params.set(key, Array.isArray(value) ? value.join(',') : value);
  }
  return params;
}
