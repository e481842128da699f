import { Badge } from '@/components/ui/badge';
import { Icon } from '@/components/ui/icon';
import type { EvaluationReport } from '@/lib/contracts/evaluation';
import styles from './headline.module.css';
import { baselineName, beatsMeanShape, formatShare, plusMinus } from './verdict';

/** The run's numbers with their units, each over the one a constant face would have had. */
export function Headline({ report }: { readonly report: EvaluationReport }) {
  const { meanShape } = report;
  return (
    <section aria-label="Result" className={styles.headline}>
      <dl className={styles.numbers}>
        <Figure name="ME ± Std" unit="px" value={plusMinus(report)} baseline={plusMinus(meanShape)} />
        <Figure name="Median" unit="px" value={report.median.toFixed(2)} baseline={meanShape.median.toFixed(2)} />
        <Figure name="SR@20" unit="of images" value={formatShare(report.sr20)} baseline={formatShare(meanShape.sr20)} />
        <Figure name="SR@10" unit="of images" value={formatShare(report.sr10)} baseline={formatShare(meanShape.sr10)} />
        <Figure
          name="NME"
          unit="% inter-ocular"
          value={report.nmeInterOcular.toFixed(2)}
          baseline={meanShape.nmeInterOcular.toFixed(2)}
        />
        <Figure name="NME" unit="% box" value={report.nmeBox.toFixed(2)} />
        <Figure name="AUC@8" unit="%" value={report.auc8.toFixed(1)} />
        <Figure name="FR@8" unit="%" value={report.fr8.toFixed(1)} />
        <Figure name="Time" unit="ms a face" value={report.msPerFace.toFixed(1)} />
      </dl>
      <p className={styles.baseline}>
        Below, in grey: the same of the {baselineName(report)}, one constant face for every image.
      </p>
      {!beatsMeanShape(report) && (
        <p className={styles.verdict}>
          <Icon name="warning" />
          <span>
            <Badge tone="warning">Does not beat the mean shape</Badge> A constant face, the same for every image, has a
            smaller mean error on this data. However good its success rates look, this model is of no use here.
          </span>
        </p>
      )}
    </section>
  );
}

interface FigureProps {
  readonly name: string;
  readonly unit: string;
  readonly value: string;
  readonly baseline?: string;
}

function Figure({ name, unit, value, baseline }: FigureProps) {
  return (
    <div>
      <dt>
        {name} <small>{unit}</small>
      </dt>
      <dd>{value}</dd>
      {baseline !== undefined && (
        <dd className={styles.second}>
          <span className="visually-hidden">mean shape: </span>
          {baseline}
        </dd>
      )}
    </div>
  );
}
