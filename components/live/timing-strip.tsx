'use client';

import { Button } from '@/components/ui/button';
import { countOf } from '@/components/ui/format-number';
import type { LiveState } from './live-state';
import styles from './timing-strip.module.css';

interface TimingStripProps {
  readonly state: LiveState;
  readonly isKeeping: boolean;
  readonly actions: {
    readonly keep: () => void;
    readonly takeScreenshot: () => void;
    readonly record: () => void;
  };
}

const ms = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : value.toFixed(value < 100 ? 1 : 0);
const rate = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : value.toFixed(value < 10 ? 1 : 0);

/** What a frame takes, stage by stage, and what can be done with it. */
export function TimingStrip({ state, isKeeping, actions }: TimingStripProps) {
  const { stats, phase, trouble, recordingSeconds } = state;
  const isShown = phase === 'running' && trouble === null;
  return (
    <div className={styles.strip}>
      <dl className={styles.numbers} aria-label="Milliseconds and frames a second">
        <Fact term="Detect" value={ms(stats?.detect)} unit="ms" title="The last detection; it runs beside the rest" />
        <Fact term="Crop" value={ms(stats?.crop)} unit="ms" title="Median of the last 120 frames" />
        <Fact term="Landmarks" value={ms(stats?.landmarks)} unit="ms" title="Median of the last 120 frames" />
        <Fact term="Draw" value={ms(stats?.draw)} unit="ms" title="Median of the last 120 frames, on the page" />
        <Fact
          term="Frame"
          value={ms(stats?.total)}
          unit="ms"
          title="The worker's whole time for a frame, median: what it could keep up with"
        />
        <Fact
          term="Shown"
          value={`${rate(stats?.rate)} / ${rate(stats?.slowRate)}`}
          unit="a second, p50 / p95"
          title="Frames a second on the screen: the usual, and that which all but one of twenty reach"
        />
        <Fact term="Faces" value={String(stats?.faces ?? 0)} />
        <Fact term="Tensors" value={String(stats?.tensors ?? 0)} title="Live tensors of both workers" />
      </dl>
      <div className={styles.actions}>
        <Button
          icon="image"
          disabled={!isShown}
          onClick={actions.takeScreenshot}
          aria-keyshortcuts="s"
          title="Screenshot (s)"
        >
          Screenshot
        </Button>
        <Button
          icon={recordingSeconds === null ? 'record' : 'stop'}
          variant={recordingSeconds === null ? 'plain' : 'danger'}
          disabled={!isShown}
          onClick={actions.record}
          aria-keyshortcuts="r"
          title="Record (r)"
        >
          {recordingSeconds === null ? 'Record' : `End, ${countOf(Math.floor(recordingSeconds), 'second')}`}
        </Button>
        <Button
          icon="plus"
          variant="primary"
          busy={isKeeping}
          disabled={!isShown}
          onClick={actions.keep}
          aria-keyshortcuts="k"
          title="Keep this frame as a sample (k)"
        >
          Keep frame
        </Button>
      </div>
    </div>
  );
}

interface FactProps {
  readonly term: string;
  readonly value: string;
  readonly unit?: string;
  readonly title?: string;
}

function Fact({ term, value, unit, title }: FactProps) {
  return (
    <div title={title}>
      <dt>{term}</dt>
      <dd data-field={term.toLowerCase()}>
        {value}
        {unit && <small> {unit}</small>}
      </dd>
    </div>
  );
}
