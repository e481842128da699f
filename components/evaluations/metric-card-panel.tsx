import type { ReactNode } from 'react';
import { formatCount } from '@/components/ui/format-number';
import type { EvaluationReport } from '@/lib/contracts/evaluation';
import { overlapWords } from '@/lib/datasets/overlap';
import styles from './metric-card-panel.module.css';
import { splitName } from './verdict';

/** What the numbers are of: results with different cards must not be compared. */
export function MetricCardPanel({ report }: { readonly report: EvaluationReport }) {
  const { card } = report;
  return (
    <section className={styles.card} aria-label="Metric card">
      <h2>Metric card</h2>
      <dl>
        <Fact name="Frame">{card.frame}</Fact>
        <Fact name="Points">{card.points}</Fact>
        <Fact name="NME">
          {card.normalisers.map((normaliser) => (
            <span key={normaliser}>{normaliser}</span>
          ))}
        </Fact>
        <Fact name="Std">{card.std}</Fact>
        {card.averaging && <Fact name="Means">{card.averaging}</Fact>}
        <Fact name="SR">below {card.thresholds.sr.join(' px and ')} px</Fact>
        <Fact name="AUC, FR">up to {card.thresholds.aucPercent} % NME inter-ocular</Fact>
        <Fact name="Dataset">{card.dataset}</Fact>
        <Fact name="Split">{splitName(card.split)}</Fact>
        {card.selection && <Fact name="Selection">{card.selection}</Fact>}
        <Fact name="Labels">{card.labelVersion}</Fact>
        <Fact name="Crop">{CROPS[card.cropSource]}</Fact>
        <Fact name="Model">
          {card.model} <code>{card.modelSha256.slice(0, 12)}</code>
        </Fact>
        <Fact name="Images">
          {formatCount(card.images)} scored
          {card.withoutLabels > 0 && `, ${formatCount(card.withoutLabels)} without labels`}
          {card.withoutFace > 0 && `, ${formatCount(card.withoutFace)} without an answer (failures)`}
        </Fact>
        {card.overlap && <Fact name="Leaks">{overlapWords(card.overlap)}</Fact>}
        <Fact name="Baseline">
          mean shape, {card.meanShapeSource === 'in-sample' ? 'in-sample (flattered)' : card.meanShapeSource}
        </Fact>
      </dl>
    </section>
  );
}

const CROPS: Readonly<Record<EvaluationReport['card']['cropSource'], string>> = {
  'ground-truth': 'box of the ground truth',
  detector: 'box of the detector',
  external: "the other tool's own",
};

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
