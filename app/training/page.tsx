import type { Metadata } from 'next';
import Link from 'next/link';
import { TrainingForm } from '@/components/training/training-form';
import styles from '@/components/training/training-page.module.css';
import { TrainingRuns } from '@/components/training/training-runs';
import { countOf } from '@/components/ui/format-number';
import { trainingChoices } from '@/lib/server/training-choices';
import { findRun, listRuns } from '@/lib/server/training-runs';

export const metadata: Metadata = { title: 'Training' };
export const dynamic = 'force-dynamic';

interface TrainingPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function TrainingPage({ searchParams }: TrainingPageProps) {
  const { from: asked } = await searchParams;
  const [choices, runs, from] = await Promise.all([
    trainingChoices(),
    listRuns(),
    typeof asked === 'string' ? findRun(asked) : null,
  ]);
  const taken = [...runs.map(({ id }) => id), ...choices.models.map(({ id }) => id)];
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>Training</h1>
        <p>
          {countOf(runs.length, 'run')}; one trains at a time beside the server, another in a browser’s tab that has a
          GPU. <Link href="/training/experiments">Experiments</Link> train and compare many.
        </p>
      </header>
      <TrainingForm key={from?.id ?? ''} choices={choices} taken={taken} from={from?.config ?? null} />
      <TrainingRuns runs={runs} />
    </div>
  );
}
