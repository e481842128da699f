'use client';

import Link from 'next/link';
import { useKeysOf } from '@/components/shell/keymap-store';
import { Badge } from '@/components/ui/badge';
import { formatPx } from '@/components/ui/format-number';
import { IconButton } from '@/components/ui/icon-button';
import { keysText } from '@/components/ui/kbd';
import { Select } from '@/components/ui/select';
import type { SampleDetail, SampleErrors } from '@/lib/contracts/sample';
import type { ModelChoice } from './chosen-prediction';
import styles from './inspector-header.module.css';

interface InspectorHeaderProps {
  readonly detail: SampleDetail;
  readonly galleryHref: string;
  readonly models: readonly ModelChoice[];
  readonly model: ModelChoice | null;
  readonly errors: SampleErrors | null;
  readonly previous: string | null;
  readonly next: string | null;
  readonly onModel: (id: string) => void;
  readonly onOpen: (id: string) => void;
}

/** Which face this is, how wrong the chosen model is on it, and the ways to its neighbours. */
export function InspectorHeader({
  detail,
  galleryHref,
  models,
  model,
  errors,
  previous,
  next,
  onModel,
  onOpen,
}: InspectorHeaderProps) {
  const previousKeys = useKeysOf('inspector.previous', '[');
  const nextKeys = useKeysOf('inspector.next', ']');
  return (
    <header className={styles.header}>
      <nav aria-label="Place" className={styles.place}>
        <Link href={galleryHref}>{detail.datasetName}</Link>
        <span aria-hidden="true">/</span>
        <h1>{detail.name}</h1>
        <Badge>{detail.kind}</Badge>
        {detail.split !== 'none' && <Badge>{detail.split}</Badge>}
      </nav>
      {errors && (
        <p className={styles.error}>
          <b>{formatPx(errors.error)} px</b> · NME <b>{errors.nmeInterOcular.toFixed(2)} %</b>
        </p>
      )}
      {models.length > 0 && (
        <Select
          label="Model"
          hideLabel
          value={model?.id ?? ''}
          options={[
            ...(model ? [] : [{ value: '', label: 'Choose a model' }]),
            ...models.map(({ id, title }) => ({ value: id, label: title })),
          ]}
          onChange={onModel}
        />
      )}
      <div className={styles.steps}>
        <IconButton
          label="Previous image"
          icon="arrow-left"
          shortcut={keysText(previousKeys)}
          disabled={!previous}
          onClick={() => previous && onOpen(previous)}
        />
        <IconButton
          label="Next image"
          icon="arrow-right"
          shortcut={keysText(nextKeys)}
          disabled={!next}
          onClick={() => next && onOpen(next)}
        />
      </div>
    </header>
  );
}
