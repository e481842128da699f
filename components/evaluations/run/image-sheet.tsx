'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useMemo, useRef, useState } from 'react';
import { OverlayBar } from '@/components/overlay/overlay-bar';
import type { OverlayLayer } from '@/components/overlay/overlay-store';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Button } from '@/components/ui/button';
import { countOf, formatCount } from '@/components/ui/format-number';
import { IconButton } from '@/components/ui/icon-button';
import { Segmented } from '@/components/ui/segmented';
import { Select } from '@/components/ui/select';
import { showError } from '@/components/ui/toast-store';
import type { EvaluationSummary } from '@/lib/contracts/evaluation';
import { NUMBER_DIMENSIONS, type SortOrder } from '@/lib/evaluation/cross-filter';
import { errorLine } from '@/lib/request';
import { runInspectorQuery } from '../run-query';
import { NUMBER_NAMES } from './dimension-names';
import { FigureRow } from './figure-row';
import styles from './image-sheet.module.css';
import { ImageTile } from './image-tile';
import { rememberOrder } from './run-order';
import { saveSheet } from './save-sheet';
import type { Explorer } from './use-explorer';
import { useRunImages } from './use-run-images';
import type { RunViewState } from './use-run-view';

interface ImageSheetProps {
  readonly run: EvaluationSummary;
  readonly explorer: Explorer;
  readonly state: RunViewState;
}

const LAYERS: readonly OverlayLayer[] = ['groundTruth', 'prediction', 'contours', 'vectors'];
const ORDERS: readonly { readonly value: SortOrder; readonly label: string }[] = [
  { value: 'desc', label: 'Worst' },
  { value: 'median', label: 'Median' },
  { value: 'asc', label: 'Best' },
];
const LOOKS = [
  { value: 'tiles', label: 'Tiles' },
  { value: 'figures', label: 'Figures' },
] as const;
type Look = (typeof LOOKS)[number]['value'];

const PAGE: Readonly<Record<Look, number>> = { tiles: 28, figures: 6 };

/** The images that the filters let through as a contact sheet; each opens in the editor and leads back here. */
export function ImageSheet({ run, explorer, state }: ImageSheetProps) {
  const router = useRouter();
  const { view, change } = state;
  const { data, sorted } = explorer;
  const [look, setLook] = useState<Look>('tiles');
  const [shown, setShown] = useState(PAGE.tiles);
  const place = useRef<HTMLElement>(null);
  // another choice of images begins at its first page again
  // biome-ignore lint/correctness/useExhaustiveDependencies: the order of the images says all
  useEffect(() => setShown(PAGE[look]), [sorted, look]);

  const ids = useMemo(
    () => Array.from(sorted.subarray(0, shown), (row) => data.columns.ids[row]),
    [sorted, shown, data.columns],
  );
  const images = useRunImages(run.id, ids);
  const hrefOf = (id: string) => `/datasets/${run.datasetId}/samples/${id}?${runInspectorQuery(run, run.report.card)}`;
  const remember = () =>
    rememberOrder(
      run.id,
      Array.from(sorted, (row) => data.columns.ids[row]),
    );
  function open(id: string | undefined) {
    if (!id) return;
    remember();
    router.push(hrefOf(id));
  }

  const dimensions = NUMBER_DIMENSIONS.filter(
    (dimension) =>
      (dimension !== 'yaw' || hasPose(data.columns.yawDeg)) && (dimension !== 'depth' || hasPose(data.columns.depth)),
  );
  useShortcuts('Run', [
    { keys: 'e', label: 'Open the first image shown', enabled: ids.length > 0, run: () => open(ids[0]) },
    {
      keys: 'i',
      label: 'To the images',
      run: () => {
        place.current?.scrollIntoView({ block: 'start' });
        place.current?.querySelector('a')?.focus({ preventScroll: true });
      },
    },
    { keys: 'w', label: 'Worst images', run: () => change({ order: 'desc' }) },
    { keys: 'm', label: 'Median images', run: () => change({ order: 'median' }) },
    { keys: 'b', label: 'Best images', run: () => change({ order: 'asc' }) },
    { keys: 'x', label: 'Clear the filters', enabled: explorer.isFiltered, run: state.clear },
  ]);

  return (
    <section ref={place} aria-label="Images of the run" className={styles.sheet}>
      <header className={styles.head}>
        <h2>
          {countOf(sorted.length, 'image')}
          {explorer.isFiltered && <small> of {formatCount(data.columns.count)}</small>}
        </h2>
        <Segmented label="Which first" options={ORDERS} value={view.order} onChange={(order) => change({ order })} />
        <Select
          label="by"
          value={view.sort}
          options={dimensions.map((value) => ({ value, label: NUMBER_NAMES[value].label }))}
          onChange={(sort) => change({ sort })}
        />
        <Segmented label="Drawn as" options={LOOKS} value={look} onChange={setLook} />
        <OverlayBar layers={LAYERS} />
        <IconButton
          label="Save this sheet as PNG"
          icon="download"
          onClick={() =>
            saveSheet(
              ids.flatMap((id) => images.get(id) ?? []),
              `${run.modelId}-${view.order}`,
            ).catch((error) => showError(`The contact sheet could not be made: ${errorLine(error)}`))
          }
        />
      </header>
      {sorted.length === 0 ? (
        <p className={styles.none}>
          No image passes these filters. <Button onClick={state.clear}>Clear the filters</Button>
        </p>
      ) : (
        <ol className={look === 'tiles' ? styles.grid : styles.figures}>
          {ids.map((id) => (
            <li key={id}>
              {look === 'tiles' ? (
                <ImageTile id={id} image={images.get(id) ?? null} href={hrefOf(id)} onOpen={remember} />
              ) : (
                <FigureRow image={images.get(id) ?? null} run={run} href={hrefOf(id)} onOpen={remember} />
              )}
            </li>
          ))}
        </ol>
      )}
      {sorted.length > ids.length && (
        <footer className={styles.foot}>
          <span>
            {formatCount(ids.length)} of {countOf(sorted.length, 'image')}
          </span>
          <Button onClick={() => setShown(shown + PAGE[look])}>Show more</Button>
        </footer>
      )}
    </section>
  );
}

const hasPose = (column: Float32Array): boolean => column.some((value) => !Number.isNaN(value));
