import type { Metadata } from 'next';
import Link from 'next/link';
import styles from '@/components/evaluations/evaluations-page.module.css';
import { LossSurfaces } from '@/components/evaluations/losses/loss-surfaces';

export const metadata: Metadata = { title: 'Loss surfaces' };

export default function LossesPage() {
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1>Loss surfaces</h1>
          <p>
            <Link href="/evaluations">Evaluations</Link> / what a landmark that is off by (dx, dy) px of the crop costs,
            by the code that trains
          </p>
        </div>
      </header>
      <LossSurfaces />
    </div>
  );
}
