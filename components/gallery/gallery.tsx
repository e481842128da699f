'use client';

import { useCallback, useEffect, useState } from 'react';
import { Button, ButtonLink } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { EmptyState } from '@/components/ui/empty-state';
import type { DatasetSummary } from '@/lib/contracts/dataset';
import type { SampleFacets, SamplePage } from '@/lib/contracts/sample';
import { Filters } from './filters';
import styles from './gallery.module.css';
import { ALL_DATASETS, isFiltered, matchKey, NO_FILTERS } from './gallery-query';
import { useGalleryStore } from './gallery-store';
import { GalleryToolbar } from './gallery-toolbar';
import type { ModelChoice } from './model-choice';
import { SelectionBar } from './selection-bar';
import { TileGrid } from './tile-grid';
import { useFacets } from './use-facets';
import { useGalleryActions } from './use-gallery-actions';
import { useGalleryView } from './use-gallery-view';
import { useTiles } from './use-tiles';

/** What the server has read for the address as it was asked for. */
export interface GalleryStart {
  /** apiParams of the query */
  readonly tilesKey: string;
  /** matchKey of the query */
  readonly facetsKey: string;
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
  const { facets } = useFacets(query, { key: start.facetsKey, facets: start.facets });
  const actions = useGalleryActions(query, model, facets.total);
  const [filtersOpen, setFiltersOpen] = useState(false);

  // the model decides about the matching samples only where its predictions do
  const byModel = query.predicted ?? query.minError ?? query.maxError;
  const selectionKey = matchKey(byModel === undefined ? { ...query, model: undefined } : query);
  useEffect(() => useGalleryStore.getState().selectAmong(selectionKey), [selectionKey]);

  const hrefOf = useCallback(
    (sampleId: string) => {
      const params = new URLSearchParams(search);
      params.delete('size');
      return `/datasets/${scope}/samples/${sampleId}${params.size > 0 ? `?${params}` : ''}`;
    },
    [scope, search],
  );
  const filters = <Filters scope={scope} view={view} facets={facets} modelTitle={model?.title ?? null} />;
  const isEmpty = tiles.tiles.length === 0 && !tiles.isLoading && !tiles.error;

  return (
    <div className={styles.gallery}>
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
        <SelectionBar model={model} total={facets.total} actions={actions} />
      </div>
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
