import { Fact } from '@/components/ui/fact';
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
        <Fact term="Frame">{card.frame}</Fact>
        <Fact term="Points">{card.points}</Fact>
        <Fact term="NME">
          {card.normalisers.map((normaliser) => (
            <span key={normaliser}>{normaliser}</span>
          ))}
        </Fact>
        <Fact term="Std">{card.std}</Fact>
        {card.averaging && <Fact term="Means">{card.averaging}</Fact>}
        <Fact term="SR">below {card.thresholds.sr.join(' px and ')} px</Fact>
        <Fact term="AUC, FR">up to {card.thresholds.aucPercent} % NME inter-ocular</Fact>
        <Fact term="Dataset">{card.dataset}</Fact>
        <Fact term="Split">{splitName(card.split)}</Fact>
        {card.selection && <Fact term="Selection">{card.selection}</Fact>}
        <Fact term="Labels">{card.labelVersion}</Fact>
        <Fact term="Crop">{CROPS[card.cropSource]}</Fact>
        <Fact term="Model">
          {card.model} <code>{card.modelSha256.slice(0, 12)}</code>
        </Fact>
        <Fact term="Images">
          {formatCount(card.images)} scored
          {card.withoutLabels > 0 && `, ${formatCount(card.withoutLabels)} without labels`}
          {card.withoutFace > 0 && `, ${formatCount(card.withoutFace)} without an answer (failures)`}
        </Fact>
        {card.overlap && <Fact term="Leaks">{overlapWords(card.overlap)}</Fact>}
        <Fact term="Baseline">
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
