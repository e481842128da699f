import { Badge } from '@/components/ui/badge';
import { Fact } from '@/components/ui/fact';
import { formatBytes, formatCount, formatDate, formatPx } from '@/components/ui/format-number';
import type { ModelInfo } from '@/lib/contracts/model';
import type { ModelCard as Card } from '@/lib/contracts/model-card';
import { DeleteModel } from './delete-model';
import { MeasureSpeed } from './measure-speed';
import { MirrorAverage } from './mirror-average';
import styles from './model-card.module.css';

const ARCHITECTURES: Readonly<Record<Card['architecture'], string>> = {
  full: 'FaceMesh 68 full, 14 + 4 blocks, 68 layers',
  shallow: 'FaceMesh 68 shallow, 9 + 3 blocks, 50 layers',
  external: 'not known: predictions of another tool',
};

interface ModelCardProps {
  readonly model: ModelInfo;
  /** whether the workbench has this model's mirror average already */
  readonly isMirrored: boolean;
}

export function ModelCard({ model, isMirrored }: ModelCardProps) {
  const { id, title, origin, createdAt, card, weightBytes } = model;
  const isExternal = card.architecture === 'external';
  const scores = Object.entries(card.metrics).flatMap(([set, result]) => {
    const { me, std } = result;
    return typeof me === 'number' && typeof std === 'number' ? [{ set, me, std }] : [];
  });
  return (
    <article id={id} className={styles.card} aria-labelledby={`model-${id}`}>
      <header className={styles.head}>
        <h2 id={`model-${id}`}>{title}</h2>
        <Badge>{origin}</Badge>
        {origin !== 'pretrained' && <DeleteModel id={id} title={title} />}
      </header>
      <p className={styles.use}>{card.intendedUse}</p>
      <dl className={styles.facts}>
        <Fact term="Id">
          <code>{id}</code>
        </Fact>
        <Fact term="Network">{ARCHITECTURES[card.architecture]}</Fact>
        {!isExternal && (
          <>
            <Fact term="Parameters">
              {formatCount(card.parameters)} trainable, {formatBytes(weightBytes)}
            </Fact>
            <Fact term="Input">{inputWords(card.input)}</Fact>
          </>
        )}
        <Fact term="Gives">{outputWords(card.output)}</Fact>
        <Fact term="Trained on">
          {card.data.length === 0
            ? 'not stated'
            : card.data.map(({ dataset, images, licence }) => (
                <span key={dataset} className={styles.line}>
                  {dataset}, {formatCount(images)} images ({licence})
                </span>
              ))}
        </Fact>
        <Fact term="Leak gate">
          {card.trainedOn
            ? `knows ${formatCount(card.trainedOn.images)} training images by fingerprint${card.trainedOn.complete ? '' : '; those of a model that it builds on are not known'}`
            : 'not known which images it was trained on'}
        </Fact>
        {scores.length > 0 && (
          <Fact term="Scores">
            {scores.map(({ set, me, std }) => (
              <span key={set} className={styles.line}>
                {set}: ME {formatPx(me)} ± {formatPx(std)} px
              </span>
            ))}
          </Fact>
        )}
        <Fact term="Provenance">{card.provenance}</Fact>
        <Fact term="Licence">{card.licence}</Fact>
        <Fact term="Limits">{card.limits}</Fact>
        <Fact term="Added">{formatDate(createdAt)}</Fact>
        <Fact term={isExternal ? 'File' : 'Weights'}>
          <code title={card.weightsSha256}>sha-256 {card.weightsSha256.slice(0, 12)}…</code>
        </Fact>
        {!isExternal && (
          <Fact term="Speed here">
            <MeasureSpeed modelId={id} />
          </Fact>
        )}
        {!isExternal && !card.input.mirrorAverage && !isMirrored && (
          <Fact term="Finer, at twice the time">
            <MirrorAverage modelId={id} />
          </Fact>
        )}
      </dl>
    </article>
  );
}

function inputWords({ size, crop, scale, offset, mirrorAverage }: Card['input']): string {
  const how =
    crop.shape === 'reference' ? 'the reference crop' : `a square of ${crop.margin} × the longer side of the face`;
  const range = [0, 255].map((pixel) => Number((pixel * scale + offset).toFixed(3)));
  const twice = mirrorAverage ? ', seen twice: as it is and mirrored' : '';
  return `${size} × ${size} RGB, ${how}, values ${range.join(' to ')}${twice}`;
}

const outputWords = ({ depth, confidence }: Card['output']): string =>
  ['68 points in 2D', depth && 'depth', confidence && 'confidence'].filter(Boolean).join(', ');
