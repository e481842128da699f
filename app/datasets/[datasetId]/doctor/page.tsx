import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DoctorPage } from '@/components/doctor/doctor-page';
import { suspectQuerySchema } from '@/lib/contracts/doctor';
import { getDataset, listDatasets } from '@/lib/server/datasets';
import { doctorState, readDoctorReport, USUAL_MODEL } from '@/lib/server/doctor-report';
import { listSuspects } from '@/lib/server/doctor-suspects';
import { listModels } from '@/lib/server/models';

export const dynamic = 'force-dynamic';

interface DoctorPageProps {
  readonly params: Promise<{ readonly datasetId: string }>;
}

export async function generateMetadata({ params }: DoctorPageProps): Promise<Metadata> {
  const dataset = await getDataset((await params).datasetId);
  return { title: dataset ? `Label doctor: ${dataset.name}` : 'Dataset not found' };
}

export default async function DatasetDoctorPage({ params }: DoctorPageProps) {
  const { datasetId } = await params;
  const dataset = await getDataset(datasetId);
  if (!dataset) notFound();
  const [state, report, models, datasets] = await Promise.all([
    doctorState(datasetId),
    readDoctorReport(datasetId),
    listModels(),
    listDatasets(),
  ]);
  const suspects = report && (await listSuspects(datasetId, suspectQuerySchema.parse({})));
  return (
    <DoctorPage
      dataset={dataset}
      state={state}
      suspects={suspects}
      copies={report?.copies ?? null}
      choices={{
        models: models.map(({ id, title }) => ({ id, title })),
        usual: models.some(({ id }) => id === USUAL_MODEL) ? USUAL_MODEL : null,
        references: datasets.filter(({ id }) => id !== datasetId).map(({ name }) => name),
      }}
    />
  );
}
