'use client';

import Link from 'next/link';
import { useEffect, useState } from 'react';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { OutlineOverlay } from '@/components/overlay/outline-overlay';
import { decide, onDecided } from '@/components/review/decision-outbox';
import { ReviewPanel } from '@/components/review/review-panel';
import { useShortcuts } from '@/components/shell/shortcuts';
import { ButtonLink } from '@/components/ui/button';
import { Fact } from '@/components/ui/fact';
import { formatPx } from '@/components/ui/format-number';
import type { ReviewChange } from '@/lib/contracts/review';
import type { SampleDetail, SampleQuery } from '@/lib/contracts/sample';
import { REGION_IDS } from '@/lib/landmarks/scheme';
import { fetchJson } from '@/lib/request';
import styles from './face-pane.module.css';
import { useGalleryStore } from './gallery-store';

export const PANE = { name: 'gallery.pane', keys: 'f', label: 'The face in hand, large' } as const;

const usePaneStore = create<{ readonly isOpen: boolean; readonly toggle: () => void }>()(
  persist((set) => ({ isOpen: false, toggle: () => set(({ isOpen }) => ({ isOpen: !isOpen })) }), {
    name: 'gallery-pane',
    // the first render must equal the server's
    skipHydration: true,
  }),
);

/** Whether a face is shown large beside the grid; remembered by the browser. */
export function useFacePane(): readonly [isOpen: boolean, toggle: () => void] {
  const { isOpen, toggle } = usePaneStore();
  useEffect(() => {
    void usePaneStore.persist.rehydrate();
  }, []);
  useShortcuts('Gallery', [{ ...PANE, run: toggle }]);
  return [isOpen, toggle];
}

/** The keys may run through the grid: only where they rest is a face asked for. */
const REST_MS = 120;

interface FacePaneProps {
  readonly query: SampleQuery;
  readonly hrefOf: (sampleId: string) => string;
}

/** The face that the keys stand on, large, with what is known of it. */
export function FacePane({ query, hrefOf }: FacePaneProps) {
  const current = useGalleryStore((store) => store.current);
  const tile = useGalleryStore((store) => store.list?.tiles.find(({ id }) => id === store.current) ?? null);
  const detail = useDetail(current, tile?.revision);
  if (!tile) {
    return (
      <aside className={styles.pane} aria-label="The face in hand">
        <p className={styles.none}>Choose a face, by a press or by the arrow keys.</p>
      </aside>
    );
  }
  return (
    <aside className={styles.pane} aria-label="The face in hand">
      <Link href={hrefOf(tile.id)} className={styles.face} aria-label={`Open ${tile.name}`}>
        {/* biome-ignore lint/performance/noImgElement: the server has made the thumbnail in the size it is shown */}
        <img
          src={`/api/samples/${tile.id}/thumbnail?size=768&v=${tile.revision}`}
          alt=""
          width={768}
          height={768}
          decoding="async"
        />
        <OutlineOverlay view={tile.view} groundTruth={tile.groundTruth} prediction={tile.prediction} />
      </Link>
      <header className={styles.head}>
        <h2>{tile.name}</h2>
        <ButtonLink href={hrefOf(tile.id)}>Open</ButtonLink>
      </header>
      {detail && (
        <ReviewPanel
          state={detail.reviewState}
          verdict={detail.verdict}
          onDecide={(change: ReviewChange) => decide(tile.id, change)}
        />
      )}
      <dl className={styles.facts}>
        <Fact term="Error">{tile.error === null ? 'none yet' : `${formatPx(tile.error)} px`}</Fact>
        {tile.nme !== null && <Fact term="NME">{tile.nme.toFixed(2)} %</Fact>}
        <Fact term="Dataset">
          {tile.datasetName}, {tile.kind}, {tile.split === 'none' ? 'no split' : tile.split}
        </Fact>
        {detail && <Known detail={detail} query={query} />}
      </dl>
    </aside>
  );
}

function Known({ detail, query }: { readonly detail: SampleDetail; readonly query: SampleQuery }) {
  const { pose, poseSource, faceSize, tags, notes } = detail;
  const errors = detail.predictions.find(({ modelId, crop }) => modelId === query.model && crop === query.crop)?.errors;
  const worst = errors && REGION_IDS.toSorted((a, b) => (errors.regions[b] ?? 0) - (errors.regions[a] ?? 0))[0];
  const worstError = errors && worst && errors.regions[worst];
  return (
    <>
      {worst && worstError && (
        <Fact term="Worst part">
          {worst.replace('-', ' ')}, {formatPx(worstError)} px
        </Fact>
      )}
      {pose && (
        <Fact term="Yaw">
          {((pose.yawRad * 180) / Math.PI).toFixed(0)}°{poseSource === 'estimated' && ', estimated'}
        </Fact>
      )}
      {faceSize !== null && <Fact term="Face">{faceSize.toFixed(0)} px, longer side</Fact>}
      {tags.length > 0 && <Fact term="Tags">{tags.join(', ')}</Fact>}
      {notes.length > 0 && <Fact term="Notes">{notes.map(({ text }) => text).join('; ')}</Fact>}
    </>
  );
}

/** @param revision of its labels: newer ones are asked for again */
function useDetail(id: string | null, revision: number | undefined): SampleDetail | null {
  const [detail, setDetail] = useState<SampleDetail | null>(null);
  const changes = useGalleryStore((store) => store.changes);
  // biome-ignore lint/correctness/useExhaustiveDependencies: any change of samples, or of these labels, is read again
  useEffect(() => {
    if (id === null) return;
    const leave = new AbortController();
    const read = () =>
      fetchJson<SampleDetail>(`/api/samples/${id}`, { signal: leave.signal }).then(setDetail, () => undefined);
    const timer = setTimeout(read, REST_MS);
    return () => {
      clearTimeout(timer);
      leave.abort();
    };
  }, [id, revision, changes]);
  useEffect(() => onDecided((id) => useGalleryStore.getState().touch([id])), []);
  return detail?.id === id ? detail : null;
}
