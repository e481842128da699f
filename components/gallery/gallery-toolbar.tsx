'use client';

import Link from 'next/link';
import { doctorHref } from '@/components/doctor/doctor-url';
import { ErrorLegend } from '@/components/overlay/error-legend';
import { OverlayBar } from '@/components/overlay/overlay-bar';
import { useKeysOf } from '@/components/shell/keymap-store';
import { Badge } from '@/components/ui/badge';
import { Breadcrumb } from '@/components/ui/breadcrumb';
import { Button, ButtonLink } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { countOf, formatCount } from '@/components/ui/format-number';
import { IconButton } from '@/components/ui/icon-button';
import { keysText } from '@/components/ui/kbd';
import { Menu } from '@/components/ui/menu';
import { Select } from '@/components/ui/select';
import { Slider } from '@/components/ui/slider';
import type { DatasetSummary } from '@/lib/contracts/dataset';
import type { SampleFacets, SampleQuery } from '@/lib/contracts/sample';
import { evaluateHref } from './evaluate-href';
import { PANE } from './face-pane';
import { TILE_SIZES } from './gallery-query';
import { useGalleryStore } from './gallery-store';
import styles from './gallery-toolbar.module.css';
import type { ModelChoice } from './model-choice';
import type { GalleryActions } from './use-gallery-actions';
import type { GalleryViewState } from './use-gallery-view';

const LAYERS = ['groundTruth', 'prediction', 'contours', 'vectors'] as const;

type OrderId = SampleQuery['sort'] | 'best';
const orderOf = ({ sort, order }: SampleQuery): OrderId => (sort === 'error' && order === 'asc' ? 'best' : sort);
const toQuery = (order: OrderId): Pick<SampleQuery, 'sort' | 'order'> =>
  order === 'best' ? { sort: 'error', order: 'asc' } : { sort: order, order: undefined };

/** Orders that follow errors, which change under the page while a model runs or labels are mended. */
const BY_ERROR: readonly SampleQuery['sort'][] = ['error', 'nme', 'disagreement'];

interface GalleryToolbarProps {
  readonly dataset: DatasetSummary | null;
  readonly models: readonly ModelChoice[];
  readonly model: ModelChoice | null;
  readonly view: GalleryViewState;
  readonly facets: SampleFacets;
  readonly actions: GalleryActions;
  /** reads the tiles again, in the order that their present errors give */
  readonly onSortAgain: () => void;
  readonly onOpenFilters: () => void;
  readonly onExport: () => void;
  /** the face that the keys stand on is shown large */
  readonly hasPane: boolean;
  readonly onPane: () => void;
  /** where the matching faces are gone through one by one */
  readonly reviewHref: string;
}

export function GalleryToolbar(props: GalleryToolbarProps) {
  const { dataset, models, model, view, facets, actions, onSortAgain, onOpenFilters, onExport, hasPane, onPane } =
    props;
  const { query, tileSize, change } = view;
  const isOutOfOrder = useGalleryStore((store) => store.isOutOfOrder) && BY_ERROR.includes(query.sort);
  const paneKeys = useKeysOf(PANE.name, PANE.keys);
  const orders = [
    { value: 'name', label: 'Name' },
    ...(model
      ? ([
          { value: 'error', label: 'Error, worst first' },
          { value: 'best', label: 'Error, best first' },
          { value: 'nme', label: 'NME, worst first' },
        ] as const)
      : []),
    ...(model && query.other ? ([{ value: 'disagreement', label: 'Disagreement, largest first' }] as const) : []),
    { value: 'yaw', label: 'Yaw, most turned first' },
    { value: 'newest', label: 'Newest first' },
  ] as const;
  return (
    <div className={styles.toolbar}>
      <div className={styles.line}>
        <Breadcrumb above={[{ href: '/datasets', label: 'Datasets' }]}>
          <h1>{dataset?.name ?? 'All images'}</h1>
          {dataset && <Badge>{dataset.kind}</Badge>}
          <span role="status" className={styles.count}>
            {countOf(facets.total, 'face')}
          </span>
          {facets.histograms.error && (
            <span className={styles.legend}>
              <ErrorLegend />
            </span>
          )}
        </Breadcrumb>
        <div className={styles.group}>
          <IconButton label="Filters" icon="filter" onClick={onOpenFilters} className={styles.filter} />
          {facets.total > 0 && (
            <>
              <Button icon="download" onClick={onExport}>
                Export
              </Button>
              <ButtonLink icon="check" href={props.reviewHref}>
                Review
              </ButtonLink>
            </>
          )}
          {dataset && (
            <ButtonLink icon="pulse" href={doctorHref(dataset.id)}>
              Doctor
            </ButtonLink>
          )}
          {model && dataset && (
            <ButtonLink icon="chart" href={evaluateHref(dataset.id, model.id, query)}>
              Evaluate
            </ButtonLink>
          )}
          {model && facets.total > 0 && <RunMenu facets={facets} query={query} actions={actions} />}
        </div>
      </div>
      <div className={styles.line}>
        <div className={styles.group}>
          <OverlayBar layers={LAYERS} />
        </div>
        <div className={classNames(styles.group, styles.choices)}>
          {model ? (
            <Select
              label="Model"
              options={models.map(({ id, title }) => ({ value: id, label: title }))}
              value={model.id}
              onChange={(id) => change({ query: { model: id } })}
              className={styles.model}
            />
          ) : (
            <Link href="/models" className={styles.noModel}>
              No model yet: import or train one
            </Link>
          )}
          <Select
            label="Sort by"
            options={orders}
            value={orderOf(query)}
            onChange={(order) => change({ query: toQuery(order) })}
          />
          {isOutOfOrder && (
            <Button variant="quiet" onClick={onSortAgain}>
              Sort again
            </Button>
          )}
          <span className={styles.size}>
            <Slider
              label="Size of the tiles"
              hideLabel
              min={TILE_SIZES.min}
              max={TILE_SIZES.max}
              step={8}
              value={tileSize}
              onChange={(size) => change({ tileSize: size }, 'replace')}
              format={(size) => `${size} px`}
            />
          </span>
          <IconButton
            label="The face in hand, large"
            icon="pane"
            shortcut={keysText(paneKeys)}
            pressed={hasPane}
            onClick={onPane}
            className={styles.pane}
          />
        </div>
      </div>
    </div>
  );
}

function RunMenu({ facets, query, actions }: Pick<GalleryToolbarProps, 'facets' | 'actions'> & { query: SampleQuery }) {
  const { total, predicted } = facets;
  const missing = query.predicted === 'no' ? total : total - predicted;
  const all = { label: `On all ${formatCount(total)} that match`, run: actions.runOnMatching };
  const some = { label: `On the ${formatCount(missing)} without a prediction`, run: actions.runOnMissing };
  const annotate = {
    label: 'Detect and annotate',
    note: 'faces in the images that nobody has labelled',
    run: actions.annotateMatching,
  };
  return (
    <Menu
      label="Run the model"
      align="end"
      items={[...(query.predicted === undefined && missing > 0 && missing < total ? [some, all] : [all]), annotate]}
      trigger={(props) => (
        <Button variant="primary" icon="play" busy={actions.isReading} {...props}>
          Run model
        </Button>
      )}
    />
  );
}
