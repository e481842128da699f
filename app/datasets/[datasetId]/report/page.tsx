import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ReportPage } from '@/components/generate/report-page';
import { getDataset } from '@/lib/server/datasets';
import { reportDataset } from '@/lib/server/set-reports';

export const dynamic = 'force-dynamic';

interface PageProps {
  readonly params: Promise<{ readonly datasetId: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const dataset = await getDataset((await params).datasetId);
  return { title: dataset ? `What ${dataset.name} is made of` : 'Dataset not found' };
}

export default async function DatasetReportPage({ params }: PageProps) {
  const { datasetId } = await params;
  const dataset = await getDataset(datasetId);
  if (!dataset) notFound();
  const { samples, report } = await reportDataset(datasetId);
  return <ReportPage dataset={dataset} samples={samples} report={report} />;
}
