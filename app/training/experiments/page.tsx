import type { Metadata } from 'next';
import Link from 'next/link';
import { ExperimentPlan } from '@/components/experiments/experiment-plan';
import styles from '@/components/experiments/experiments.module.css';
import { projectDir } from '@/lib/server/ready';
import { resultsFolderOf, shippedPlans } from '@/models/experiments/files-node';
import { planState } from '@/models/experiments/plan-report-node';

export const metadata: Metadata = { title: 'Experiments' };
export const dynamic = 'force-dynamic';

export default async function ExperimentsPage() {
  const home = projectDir('models', 'experiments');
  const plans = await Promise.all(
    (await shippedPlans(home)).map(async (plan) => ({
      plan,
      state: await planState(plan, resultsFolderOf(home, plan.id)),
    })),
  );
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <h1>Experiments</h1>
        <p>
          <Link href="/training">Training</Link> / plans of runs with one budget, measured on the same images: what the
          report found, and what is found here
        </p>
      </header>
      {plans.map(({ plan: { id, title, about }, state }) => (
        <ExperimentPlan key={id} id={id} title={title} about={about} state={state} />
      ))}
    </div>
  );
}
