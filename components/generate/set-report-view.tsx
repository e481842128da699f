import { BarList } from '@/components/charts/bar-list';
import { BinChart } from '@/components/charts/bin-chart';
import {
  type Counts,
  HISTOGRAMS,
  type HistogramName,
  type SetReport,
  TALLIES,
  type TallyName,
} from '@/lib/synthesis/set-report';
import { rankedCounts } from '@/lib/synthesis/set-report-text';
import styles from './set-report-view.module.css';

/** What stands under the two ends of a chart whose numbers mean nothing by themselves. */
const ENDS: Partial<Record<HistogramName, readonly [string, string]>> = {
  tone: ['light', 'dark'],
  age: ['young', 'old'],
  faceWidth: ['narrow', 'wide'],
};

/** What a set is made of: poses, tones and ages as histograms, expressions and what is worn as bars. */
export function SetReportView({ report }: { readonly report: SetReport }) {
  return (
    <div className={styles.report}>
      <div className={styles.histograms}>
        {Object.entries(HISTOGRAMS).map(([name, { title }]) => {
          const { edges, counts } = report[name as HistogramName];
          const ends = ENDS[name as HistogramName];
          return (
            <BinChart
              key={name}
              caption={ends ? title.split(',')[0] : title}
              edges={edges}
              counts={counts}
              ends={ends}
            />
          );
        })}
      </div>
      <div className={styles.tallies}>
        <Shares title="attributes" counts={report.attributes} faces={report.faces} />
        {Object.entries(TALLIES).map(([name, { title }]) => (
          <Shares key={name} title={title} counts={report[name as TallyName]} faces={report.faces} />
        ))}
      </div>
    </div>
  );
}

/** Rarer words than these say little. */
const SHOWN = 8;

function Shares({ title, counts, faces }: { readonly title: string; readonly counts: Counts; readonly faces: number }) {
  const ranked = rankedCounts(counts);
  const rest = ranked.slice(SHOWN).reduce((sum, [, count]) => sum + count, 0);
  const rows = [...ranked.slice(0, SHOWN), ...(rest > 0 ? [['others', rest] as const] : [])];
  return (
    <BarList
      caption={title}
      valueLabel="% of faces"
      digits={1}
      rows={rows.map(([name, count]) => ({
        key: name,
        label: name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase(),
        value: (100 * count) / Math.max(1, faces),
      }))}
    />
  );
}
