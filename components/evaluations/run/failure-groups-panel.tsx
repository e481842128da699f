'use client';

import { formatCount, formatPx } from '@/components/ui/format-number';
import { REGION_IDS } from '@/lib/landmarks/scheme';
import styles from './failure-groups-panel.module.css';
import type { Explorer } from './use-explorer';
import type { RunViewState } from './use-run-view';

interface FailureGroupsPanelProps {
  readonly explorer: Explorer;
  readonly state: RunViewState;
}

const FACES = 4;
/** a region so many times as wrong as usual fills its bar */
const FULL_RATIO = 6;

/** The worst images by where on the face they fail; a press shows one group alone. */
export function FailureGroupsPanel({ explorer: { data, groups }, state }: FailureGroupsPanelProps) {
  if (groups.length === 0) return null;
  const chosen = state.view.filters.words.group ?? [];
  return (
    <section className={styles.panel} aria-label="Groups of like failures">
      <header>
        <h2>Where the worst images fail</h2>
        <p>
          The worst {formatCount(groups.reduce((sum, { rows }) => sum + rows.length, 0))}, grouped by error pattern.
        </p>
      </header>
      <ul>
        {groups.map(({ name, rows, profile, me }) => (
          <li key={name}>
            <button type="button" aria-pressed={chosen.includes(name)} onClick={() => state.toggleWord('group', name)}>
              <span className={styles.faces}>
                {Array.from(rows.subarray(0, FACES), (row) => (
                  // biome-ignore lint/performance/noImgElement: the server has made the thumbnail already
                  <img
                    key={row}
                    src={`/api/samples/${data.columns.ids[row]}/thumbnail?size=96`}
                    alt=""
                    width={48}
                    height={48}
                    loading="lazy"
                  />
                ))}
              </span>
              <strong>{name}</strong>
              <span className={styles.facts}>
                {formatCount(rows.length)} images, ME {formatPx(me)} px
              </span>
              <span className={styles.profile} aria-hidden="true">
                {profile.map((ratio, r) => (
                  <span
                    key={REGION_IDS[r]}
                    title={`${REGION_IDS[r].replace('-', ' ')}: ${ratio.toFixed(1)} × as wrong as in the whole run`}
                    style={{ height: `${Math.min(100, (100 * ratio) / FULL_RATIO)}%` }}
                  />
                ))}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
