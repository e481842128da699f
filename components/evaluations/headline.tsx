import { Badge } from '@/components/ui/badge';
import { Icon } from '@/components/ui/icon';
import type { EvaluationReport } from '@/lib/contracts/evaluation';
import type { Interval } from '@/lib/metrics/share-interval';
import styles from './headline.module.css';
import { baselineName, beatsMeanShape, formatShare, plusMinus } from './verdict';

/** The run's numbers with their units and intervals, each over the one a constant face would have had. */
export function Headline({ report }: { readonly report: EvaluationReport }) {
  const { meanShape, intervals, aligned3d } = report;
  const px = (value: number) => value.toFixed(2);
  const tenth = (value: number) => value.toFixed(1);
  const orNone = (value: number | null | undefined, format: (value: number) => string) =>
    typeof value === 'number' ? format(value) : null;
  return (
    <section aria-label="Result" className={styles.headline}>
      <dl className={styles.numbers}>
        <Figure
          name="ME ± Std"
          unit="px"
          value={plusMinus(report)}
          interval={intervals?.me}
          format={px}
          baseline={plusMinus(meanShape)}
        />
        <Figure
          name="Median"
          unit="px"
          value={px(report.median)}
          interval={intervals?.median}
          format={px}
          baseline={px(meanShape.median)}
        />
        <Figure
          name="SR@20"
          unit="of images"
          value={formatShare(report.sr20)}
          interval={intervals?.sr20}
          format={formatShare}
          baseline={formatShare(meanShape.sr20)}
        />
        <Figure
          name="SR@10"
          unit="of images"
          value={formatShare(report.sr10)}
          interval={intervals?.sr10}
          format={formatShare}
          baseline={formatShare(meanShape.sr10)}
        />
        <Figure
          name="NME"
          unit="% inter-ocular"
          value={px(report.nmeInterOcular)}
          interval={intervals?.nmeInterOcular}
          format={px}
          baseline={px(meanShape.nmeInterOcular)}
        />
        <Figure
          name="NME"
          unit="% inter-pupil"
          value={orNone(report.nmeInterPupil, px)}
          interval={intervals?.nmeInterPupil}
          format={px}
          baseline={orNone(meanShape.nmeInterPupil, px)}
        />
        <Figure
          name="NME"
          unit="% box"
          value={px(report.nmeBox)}
          interval={intervals?.nmeBox}
          format={px}
          baseline={orNone(meanShape.nmeBox, px)}
        />
        <Figure
          name="NME"
          unit="% diagonal"
          value={orNone(report.nmeDiagonal, px)}
          interval={intervals?.nmeDiagonal}
          format={px}
          baseline={orNone(meanShape.nmeDiagonal, px)}
        />
        <Figure
          name="AUC@8"
          unit="%"
          value={tenth(report.auc8)}
          interval={intervals?.auc8}
          format={tenth}
          baseline={orNone(meanShape.auc8, tenth)}
        />
        <Figure
          name="FR@8"
          unit="%"
          value={tenth(report.fr8)}
          interval={intervals?.fr8}
          format={tenth}
          baseline={orNone(meanShape.fr8, tenth)}
        />
        <Figure
          name="Without jaw"
          unit="px"
          value={orNone(report.innerFace, px)}
          baseline={orNone(meanShape.innerFace, px)}
        />
        <Figure
          name="PCK@5 / 10"
          unit="% of points"
          value={report.pck5 === null ? null : `${tenth(report.pck5)} / ${tenth(report.pck10 ?? 0)}`}
        />
        <Figure name="OKS" unit="" value={orNone(report.oks, (value) => value.toFixed(3))} />
        {aligned3d && <Figure name="Depth" unit="% of box, aligned" value={px(aligned3d.depth)} />}
        <Figure name="Time" unit="ms a face" value={tenth(report.msPerFace)} />
      </dl>
      <p className={styles.baseline}>
        {intervals && `Under each number its ${100 * intervals.level} % bootstrap interval over images. `}
        In grey the same of the {baselineName(report)}, one constant face for every image.
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
  /** null: not measured, and left out */
  readonly value: string | null;
  readonly interval?: Interval | null;
  readonly format?: (value: number) => string;
  readonly baseline?: string | null;
}

function Figure({ name, unit, value, interval, format = String, baseline }: FigureProps) {
  if (value === null) return null;
  return (
    <div>
      <dt>
        {name} <small>{unit}</small>
      </dt>
      <dd>{value}</dd>
      {interval && (
        <dd className={styles.interval}>
          <span className="visually-hidden">interval: </span>
          {format(interval[0])} – {format(interval[1])}
        </dd>
      )}
      {baseline && (
        <dd className={styles.second}>
          <span className="visually-hidden">mean shape: </span>
          {baseline}
        </dd>
      )}
    </div>
  );
}
