'use client';

import { ButtonLink } from '@/components/ui/button';
import { Fact } from '@/components/ui/fact';
import { countOf, formatCount, formatPercent } from '@/components/ui/format-number';
import { Table } from '@/components/ui/table';
import type { DoctorSummary } from '@/lib/contracts/doctor';
import type { Range } from '@/lib/datasets/quality/health';
import { MeanFace, ModeFace } from './face-shapes';
import { HealthChart } from './health-chart';
import styles from './health-tab.module.css';

/** What a set is made of: sizes, poses, expressions, the shape of its faces, and every landmark. */
export function HealthTab({ report }: { readonly report: DoctorSummary }) {
  const { health, datasetId, kind, format, licence, samples, faces } = report;
  const file = (as: string) => `/api/datasets/${datasetId}/doctor/health?format=${as}`;
  const schemes = Object.entries(health.schemes).map(([scheme, count]) => `${scheme}, ${countOf(count, 'face')}`);
  return (
    <div className={styles.health}>
      <section aria-labelledby="facts">
        <header className={styles.head}>
          <h2 id="facts">What it is</h2>
          <ButtonLink icon="download" href={file('html')} download>
            As a page
          </ButtonLink>
          <ButtonLink icon="download" href={file('json')} download>
            As JSON
          </ButtonLink>
        </header>
        <dl className={styles.facts}>
          <Fact term="Kind">{kind}</Fact>
          <Fact term="Format">{format}</Fact>
          <Fact term="Licence">{licence || 'not stated'}</Fact>
          <Fact term="Samples">
            {formatCount(samples)}, {formatCount(faces)} labelled, on {countOf(health.images, 'image')}
          </Fact>
          <Fact term="Scheme">{schemes.join('; ')}</Fact>
          <Fact term="Image, px">
            {range(health.imageWidth)} wide, {range(health.imageHeight)} high
          </Fact>
          <Fact term="Face, px">{range(health.faceSpan)} along the longer side</Fact>
          <Fact term="Labels lie at">
            {range(health.labelX, 2)} of the width, {range(health.labelY, 2)} of the height
          </Fact>
          <Fact term="Whole pixels">{formatPercent(health.wholePixels)} of the faces</Fact>
          <Fact term="Missing points">{countOf(health.facesWithMissing, 'face')}</Fact>
          <Fact term="Points outside">{countOf(health.facesWithOutside, 'face')}</Fact>
          <Fact term="Points in one place">{countOf(health.facesWithDuplicates, 'face')}</Fact>
        </dl>
      </section>
      <section aria-labelledby="spread">
        <h2 id="spread">Pose and expression</h2>
        <div className={styles.charts}>
          <HealthChart title="Yaw" unit="°" histogram={health.yawDeg} />
          <HealthChart title="Pitch" unit="°" histogram={health.pitchDeg} />
          <HealthChart title="Roll" unit="°" histogram={health.rollDeg} />
          <HealthChart title="Mouth, opening over width" unit="" histogram={health.mouthOpening} />
          <HealthChart title="Eyes, opening over width" unit="" histogram={health.eyeOpening} />
        </div>
      </section>
      <section aria-labelledby="shape">
        <h2 id="shape">Shape</h2>
        <div className={styles.charts}>
          <MeanFace health={health} />
          {health.modes.map((mode, index) => (
            <ModeFace key={index} mode={mode} index={index} />
          ))}
        </div>
        {health.modes.length === 0 && <p className={styles.quiet}>Modes of the shape want 30 faces or more.</p>}
      </section>
      <section aria-labelledby="landmarks">
        <h2 id="landmarks">Landmarks</h2>
        <div className={styles.landmarks}>
          <Table
            caption="Landmarks"
            head={
              <>
                <th scope="col" data-number>
                  Index
                </th>
                <th scope="col">Landmark</th>
                <th scope="col" data-number>
                  Missing
                </th>
                <th scope="col" data-number>
                  Outside
                </th>
                <th scope="col" data-number title="root mean square distance from its mean place, reference-crop px">
                  Spread, px
                </th>
              </>
            }
          >
            {health.landmarks.map(({ index, name, missing, outside, spreadPx }) => (
              <tr key={index}>
                <td data-number>{index}</td>
                <td>{name}</td>
                <td data-number>{formatCount(missing)}</td>
                <td data-number>{formatCount(outside)}</td>
                <td data-number>{spreadPx === null ? '–' : spreadPx.toFixed(2)}</td>
              </tr>
            ))}
          </Table>
        </div>
      </section>
    </div>
  );
}

function range(of: Range | null, digits = 0): string {
  if (!of) return '–';
  if (of.min === of.max) return of.min.toFixed(digits);
  return `${of.min.toFixed(digits)}–${of.max.toFixed(digits)} (middle ${of.median.toFixed(digits)})`;
}
