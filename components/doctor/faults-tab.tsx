'use client';

import { formatCount, formatPercent, formatPx } from '@/components/ui/format-number';
import { Table } from '@/components/ui/table';
import type { AppliedRepair, DoctorSummary } from '@/lib/contracts/doctor';
import { FaultCard } from './fault-card';
import styles from './faults-tab.module.css';
import { RepairList } from './repair-list';

interface FaultsTabProps {
  readonly report: DoctorSummary;
  readonly repairs: readonly AppliedRepair[];
}

/** What is wrong with all labels alike, what the labels were held against, and which conventions they follow. */
export function FaultsTab({ report, repairs }: FaultsTabProps) {
  const { datasetId, faults, evidence, lens } = report;
  return (
    <div className={styles.faults}>
      <section aria-labelledby="set-faults">
        <h2 id="set-faults">Faults that labels share</h2>
        {faults.length === 0 ? (
          <p className={styles.quiet}>
            None: sides and axes are as a camera sees them, every region is numbered in its order.
          </p>
        ) : (
          <ul className={styles.cards}>
            {faults.map((fault) => (
              <li key={fault.id}>
                <FaultCard datasetId={datasetId} fault={fault} faces={report.faces} />
              </li>
            ))}
          </ul>
        )}
      </section>
      <RepairList datasetId={datasetId} repairs={repairs} />
      <section aria-labelledby="conventions">
        <h2 id="conventions">Conventions</h2>
        <dl className={styles.facts}>
          <div>
            <dt>Pixels counted from</dt>
            <dd>{offsetWords(report)}</dd>
          </div>
          <div>
            <dt>Jaw of turned faces</dt>
            <dd>{jawWords(report)}</dd>
          </div>
          {lens && (
            <div>
              <dt>Jaw lens</dt>
              <dd>
                Mapping the jaws of {lens.model} from the {JAW[lens.from]} to the {JAW[lens.to]} takes their error from{' '}
                {formatPx(lens.jawPx)} to {formatPx(lens.mappedJawPx)} px ({formatPx(lens.allPx)} to{' '}
                {formatPx(lens.mappedAllPx)} px over all points, {formatCount(lens.faces)} faces). {lensVerdict(report)}
              </dd>
            </div>
          )}
        </dl>
      </section>
      <section aria-labelledby="evidence">
        <h2 id="evidence">What the labels were held against</h2>
        {evidence.length === 0 ? (
          <p className={styles.quiet}>The shapes of the set alone: no model has looked at these faces.</p>
        ) : (
          <Table
            caption="Evidence"
            head={
              <>
                <th scope="col">Model</th>
                <th scope="col" data-number>
                  Faces
                </th>
                <th scope="col" data-number title="middle distance of its answers from the labels, reference-crop px">
                  Off the labels, px
                </th>
                <th scope="col">Believed</th>
                <th scope="col">Has learnt these labels</th>
              </>
            }
          >
            {evidence.map(({ model, title, faces, medianPx, objection, trainedOn }) => (
              <tr key={model}>
                <td>{title}</td>
                <td data-number>{formatCount(faces)}</td>
                <td data-number>{medianPx === null ? '–' : formatPx(medianPx)}</td>
                <td>{objection ? `no: ${objection}` : 'yes'}</td>
                <td>{trainedOnWords(trainedOn)}</td>
              </tr>
            ))}
          </Table>
        )}
      </section>
    </div>
  );
}

const JAW = { outline: 'visible outline', projected: 'projected 3D jaw' } as const;

function trainedOnWords(images: number | null): string {
  if (images === null) return 'not known';
  return images === 0 ? 'no' : `of ${formatCount(images)} images: mistakes and all`;
}

function offsetWords({ pixelOffset: { verdict, dx, dy, standardError, faces } }: DoctorSummary): string {
  const measured = `labels minus model (${dx.toFixed(2)}, ${dy.toFixed(2)}) ± ${standardError.toFixed(2)} px`;
  if (verdict === 'offset') return `shifted as a whole: ${measured}`;
  if (verdict === 'none') return `as they should be: ${measured} on ${formatCount(faces)} faces`;
  return `cannot be told: ${formatCount(faces)} faces, too few or too much of one size. Compare with a sound set of the same kind.`;
}

function jawWords({ convention: { verdict, turned, outline, projected } }: DoctorSummary): string {
  const counts = `${formatCount(outline)} of ${formatCount(turned)} on the visible outline, ${formatCount(projected)} nearer to the projected 3D jaw`;
  if (verdict === 'unknown') return turned === 0 ? 'no face is turned enough to tell' : `too few to tell: ${counts}`;
  if (verdict === 'mixed') return `mixed: ${counts}`;
  return `${JAW[verdict]} (${counts})`;
}

function lensVerdict({ lens }: DoctorSummary): string {
  if (!lens) return '';
  const share = formatPercent(lens.bestShare);
  if (lens.bestShare < 0.25) return `The best is ${share} of the way: what it errs by there is not the convention.`;
  return `The best is ${share} of the way, ${formatPx(lens.bestJawPx)} px: that much of its error is the convention.`;
}
