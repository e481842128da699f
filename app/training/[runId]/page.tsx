import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { RunView } from '@/components/training/run-view';
import { trainingChoices } from '@/lib/server/training-choices';
import { readCurves, readSamples } from '@/lib/server/training-folder';
import { findRun, summariseRun } from '@/lib/server/training-runs';

export const dynamic = 'force-dynamic';

interface TrainingRunPageProps {
  readonly params: Promise<{ readonly runId: string }>;
}

export async function generateMetadata({ params }: TrainingRunPageProps): Promise<Metadata> {
  const run = await findRun((await params).runId);
  return { title: run ? `${run.title}, training` : 'Training run not found' };
}

export default async function TrainingRunPage({ params }: TrainingRunPageProps) {
  const { runId } = await params;
  if (!(await findRun(runId))) notFound();
  const [summary, curves, samples, { sets }] = await Promise.all([
    summariseRun(runId),
    readCurves(runId),
    readSamples(runId),
    trainingChoices(),
  ]);
  return (
    <RunView
      key={runId}
      summary={summary}
      curves={curves ?? { training: [], validation: [] }}
      samples={samples ?? { step: 0, faces: [] }}
      sets={sets}
    />
  );
}
