'use client';

import Link from 'next/link';
import { useEffect, useMemo, useState } from 'react';
import { type RunOrder, recallOrder } from '@/components/evaluations/run/run-order';
import { signed } from '@/components/evaluations/verdict';
import { useShortcuts } from '@/components/shell/shortcuts';
import { formatCount, formatPx } from '@/components/ui/format-number';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import type { EvaluationImage, LiveTotals } from '@/lib/contracts/evaluation';
import { liveMeanError } from '@/lib/evaluation/live-me';
import { fetchJson } from '@/lib/request';
import styles from './run-bar.module.css';

interface RunBarProps {
  readonly runId: string;
  readonly sampleId: string;
  /** with the labels as they stand on the screen, reference-crop px; null: not to be measured */
  readonly error: number | null;
  /** newest saved labels: what others have saved moves the totals too */
  readonly revision: number;
  readonly onOpen: (sampleId: string) => void;
}

/** The run that the image was opened from: its totals with the effect of every edit, and the way on and back. */
export function RunBar({ runId, sampleId, error, revision, onOpen }: RunBarProps) {
  const [order, setOrder] = useState<RunOrder | null>(null);
  useEffect(() => setOrder(recallOrder(runId)), [runId]);
  const live = useLiveTotals(runId, revision);
  const scored = useScoredError(runId, sampleId);
  const now = useMemo(() => live && liveMeanError(live, sampleId, scored, error), [live, sampleId, scored, error]);
  const place = order ? order.ids.indexOf(sampleId) : -1;
  const next = place >= 0 ? (order?.ids[place + 1] ?? null) : null;
  const previous = place > 0 ? (order?.ids[place - 1] ?? null) : null;
  const href = order?.href ?? `/evaluations/${runId}`;
  useShortcuts('Run', [
    { keys: 'PageDown', label: 'Next image of the run', enabled: next !== null, run: () => next && onOpen(next) },
    {
      keys: 'PageUp',
      label: 'Previous image of the run',
      enabled: previous !== null,
      run: () => previous && onOpen(previous),
    },
  ]);
  return (
    <section className={styles.bar} aria-label="The run this image is of">
      <Link href={href}>
        <Icon name="arrow-left" size={14} /> Back to the run
      </Link>
      {live && now && (
        <p data-field="run-me" aria-live="polite">
          ME of {formatCount(live.images)} images <b>{formatPx(now.me)} px</b>
          {now.edited > 0 && (
            <>
              , {signed(now.change)} px by {now.edited === 1 ? 'one edited image' : `${now.edited} edited images`}
            </>
          )}
          {now.ofImage !== 0 && (
            <span data-field="fix" className={now.ofImage < 0 ? styles.better : styles.worse}>
              this fix moved ME by {signed(now.ofImage)} px
            </span>
          )}
        </p>
      )}
      {order && place >= 0 && (
        <div className={styles.steps}>
          <span>
            {formatCount(place + 1)} of {formatCount(order.ids.length)}
          </span>
          <IconButton
            label="Previous image of the run"
            icon="arrow-left"
            shortcut="PageUp"
            disabled={!previous}
            onClick={() => previous && onOpen(previous)}
          />
          <IconButton
            label="Next image of the run"
            icon="arrow-right"
            shortcut="PageDown"
            disabled={!next}
            onClick={() => next && onOpen(next)}
          />
        </div>
      )}
    </section>
  );
}

function useLiveTotals(runId: string, revision: number): LiveTotals | null {
  const [live, setLive] = useState<LiveTotals | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a save moves the totals
  useEffect(() => {
    const ending = new AbortController();
    fetchJson<LiveTotals>(`/api/evaluations/${runId}/live`, { signal: ending.signal }).then(setLive, () => undefined);
    return () => ending.abort();
  }, [runId, revision]);
  return live;
}

/** What the image was scored as; null while that is not known, and for an image of another set. */
function useScoredError(runId: string, sampleId: string): number | null {
  const [scored, setScored] = useState<{ readonly id: string; readonly error: number } | null>(null);
  useEffect(() => {
    const ending = new AbortController();
    fetchJson<{ readonly items: readonly EvaluationImage[] }>(`/api/evaluations/${runId}/images?ids=${sampleId}`, {
      signal: ending.signal,
    }).then(
      ({ items: [image] }) => setScored(image ? { id: sampleId, error: image.error } : null),
      () => undefined,
    );
    return () => ending.abort();
  }, [runId, sampleId]);
  return scored?.id === sampleId ? scored.error : null;
}
