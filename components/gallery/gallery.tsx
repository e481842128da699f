'use client';

import { useCallback, useEffect, useState } from 'react';
import { type ExportChoice, ExportDialog } from '@/components/datasets/export-dialog';
import { reviewHref } from '@/components/review/review-queue';
import { Button, ButtonLink } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { countOf, formatCount } from '@/components/ui/format-number';
import type { DatasetSummary } from '@/lib/contracts/dataset';
import { type SampleFacets, type SamplePage, type SampleQuery, sampleQuerySchema } from '@/lib/contracts/sample';
import { FacePane, useFacePane } from './face-pane';
import { Filters } from './filters';
import styles from './gallery.module.css';
import { ALL_DATASETS, isFiltered, matchKey, NO_FILTERS, RANGE_KEYS } from './gallery-query';
import { useGalleryStore } from './gallery-store';
import { GalleryToolbar } from './gallery-toolbar';
import type { ModelChoice } from './model-choice';
import { SelectionBar } from './selection-bar';
import { TileGrid } from './tile-grid';
import { facetsKey, useFacets } from './use-facets';
import { useGalleryActions } from './use-gallery-actions';
import { useGalleryView } from './use-gallery-view';
import { useTiles } from './use-tiles';

/** What the server has read for the address as it was asked for. */
export interface GalleryStart {
  readonly query: SampleQuery;
  /** apiParams of it */
  readonly tilesKey: string;
  /** those that were counted */
  readonly histograms: string;
  readonly page: SamplePage;
  readonly facets: SampleFacets;
}

interface GalleryProps {
  /** a dataset's id, or ALL_DATASETS */
  readonly scope: string;
  /** null over all of them */
  readonly dataset: DatasetSummary | null;
  readonly models: readonly ModelChoice[];
  readonly start: GalleryStart;
}

export function Gallery({ scope, dataset, models, start }: GalleryProps) {
  const view = useGalleryView(scope, models[0]?.id ?? null);
  const { query, search } = view;
  const model = models.find(({ id }) => id === query.model) ?? null;
  const tiles = useTiles(query, { key: start.tilesKey, page: start.page });
  const { facets } = useFacets(query, { key: facetsKey(start.query, start.histograms), facets: start.facets });
  const actions = useGalleryActions(query, model, facets.total);
  const [filtersOpen, setFiltersOpen] = useState(false);
  const [isExporting, setExporting] = useState(false);
  const [hasPane, togglePane] = useFacePane();

  // the model decides about the matching samples only where its predictions do
  const { model: _, other: __, region: ___, ...which } = query;
  const selectionKey = matchKey(isByModel(query) ? query : which);
  useEffect(() => useGalleryStore.getState().selectAmong(selectionKey), [selectionKey]);

  const hrefOf = useCallback(
    (sampleId: string) => {
      const rest = sampleSearch(search);
      return `/datasets/${scope}/samples/${sampleId}${rest && `?${rest}`}`;
    },
    [scope, search],
  );
  const filters = <Filters scope={scope} view={view} facets={facets} models={models} model={model} />;
  const isEmpty = tiles.tiles.length === 0 && !tiles.isLoading && !tiles.error;

  return (
    <div className={styles.gallery} data-pane={hasPane || undefined}>
      <aside className={styles.filters} aria-label="Filters">
        {filters}
      </aside>
      <div className={styles.middle}>
        <GalleryToolbar
          dataset={dataset}
          models={models}
          model={model}
          view={view}
          facets={facets}
          actions={actions}
          onSortAgain={tiles.readAgain}
          onOpenFilters={() => setFiltersOpen(true)}
          onExport={() => setExporting(true)}
          hasPane={hasPane}
          onPane={togglePane}
          reviewHref={reviewHref(scope, sampleSearch(search))}
        />
        <div className={styles.tiles}>
          {isEmpty ? (
            <NoTiles
              isFiltered={isFiltered(scope, query)}
              onClear={() =>
                view.change({
                  query: { ...NO_FILTERS, dataset: scope === ALL_DATASETS ? undefined : query.dataset },
                })
              }
            />
          ) : (
            <TileGrid
              key={tiles.generation}
              tiles={tiles}
              tileSize={view.tileSize}
              hrefOf={hrefOf}
              total={facets.total}
            />
          )}
        </div>
        <SelectionBar
          model={model}
          total={facets.total}
          tags={facets.tags}
          actions={actions}
          onExport={() => setExporting(true)}
        />
      </div>
      {hasPane && <FacePane query={query} hrefOf={hrefOf} />}
      <ExportDialog
        open={isExporting}
        onClose={() => setExporting(false)}
        choices={exportChoices(scope, dataset, query, facets.total)}
      />
      <Dialog
        open={filtersOpen}
        onClose={() => setFiltersOpen(false)}
        title="Filters"
        width={360}
        footer={
          <Button variant="primary" onClick={() => setFiltersOpen(false)}>
            Show {facets.total}
          </Button>
        }
      >
        {filters}
      </Dialog>
    </div>
  );
}

/** The view's address without what is the gallery's alone. */
function sampleSearch(search: string): string {
  const params = new URLSearchParams(search);
  params.delete('size');
  return params.toString();
}

/** The model decides about the matching samples only where its predictions do. */
const isByModel = (query: SampleQuery): boolean =>
  query.predicted !== undefined ||
  (['error', 'nme', 'region', 'disagreement'] as const).some((id) =>
    RANGE_KEYS[id].some((key) => query[key] !== undefined),
  );

/** What is chosen, what matches, all of it: the first that is less than the next. */
function exportChoices(
  scope: string,
  dataset: DatasetSummary | null,
  query: SampleQuery,
  total: number,
): readonly ExportChoice[] {
  const ids = [...useGalleryStore.getState().selected];
  const everything = sampleQuerySchema.parse({ dataset: scope === ALL_DATASETS ? undefined : [scope] });
  return [
    ...(ids.length > 0 ? [{ label: `The ${formatCount(ids.length)} selected`, target: { ids } }] : []),
    ...(isFiltered(scope, query)
      ? [{ label: `The ${formatCount(total)} that match the filters`, target: { query } }]
      : []),
    {
      label: dataset ? `All ${countOf(dataset.samples, 'face')} of ${dataset.name}` : 'All faces of all datasets',
      target: { query: everything },
    },
  ];
}

function NoTiles({ isFiltered, onClear }: { readonly isFiltered: boolean; readonly onClear: () => void }) {
  if (isFiltered) {
    return (
      <EmptyState
        icon="filter"
        title="No face matches these filters"
        actions={<Button onClick={onClear}>Clear all filters</Button>}
      >
        Widen a range or take a choice back.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon="image"
      title="No faces yet"
      actions={
        <ButtonLink variant="primary" href="/datasets">
          Import a dataset
        </ButtonLink>
      }
    >
      Bring a folder, files or a .zip in on the datasets page.
    </EmptyState>
  );
}
