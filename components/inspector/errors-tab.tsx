'use client';

import { memo, useEffect, useMemo, useRef, useState } from 'react';
import { BarList } from '@/components/charts/bar-list';
import { errorColour } from '@/components/overlay/error-scale';
import { classNames } from '@/components/ui/class-names';
import { formatPx } from '@/components/ui/format-number';
import { Icon } from '@/components/ui/icon';
import { SortHeader } from '@/components/ui/table';
import type { LandmarkNote } from '@/lib/contracts/review';
import type { SampleErrors } from '@/lib/contracts/sample';
import { IBUG_68, landmarkName, REGION_IDS } from '@/lib/landmarks/scheme';
import styles from './errors-tab.module.css';

interface ErrorsTabProps {
  /** of the labels on the screen, an unfinished drag included */
  readonly errors: SampleErrors;
  /** of the labels without it: rows must not jump about below a moving point */
  readonly settled: SampleErrors;
  readonly notes: readonly LandmarkNote[];
  readonly selected: number | null;
  readonly hovered: number | null;
  readonly onSelect: (index: number | null) => void;
  readonly onHover: (index: number | null) => void;
}

type Sort = { readonly by: 'index' | 'error'; readonly direction: 'asc' | 'desc' };

/** Errors of this face: as a whole, by region, by landmark. Pointing at a row lights the point on the image. */
export function ErrorsTab({ errors, settled, notes, selected, hovered, onSelect, onHover }: ErrorsTabProps) {
  const [sort, setSort] = useState<Sort>({ by: 'error', direction: 'desc' });
  const order = useMemo(() => orderOf(settled.points, sort), [settled, sort]);
  const most = Math.max(1e-9, ...errors.points.map((value) => value ?? 0));
  const toggle = (by: Sort['by'], first: Sort['direction']) =>
    setSort((now) => ({ by, direction: now.by !== by ? first : now.direction === 'asc' ? 'desc' : 'asc' }));

  return (
    <div className={styles.tab}>
      <dl className={styles.totals}>
        <Total name="Mean error" value={`${formatPx(errors.error)} px`} note="reference crop" />
        <Total name="NME" value={`${errors.nmeInterOcular.toFixed(2)} %`} note="of inter-ocular" />
        <Total name="NME" value={`${errors.nmeBox.toFixed(2)} %`} note="of box √(w·h)" />
      </dl>
      <BarList
        caption="Region"
        valueLabel="mean error, px"
        rows={REGION_IDS.map((region) => ({
          key: region,
          label: region.replace('-', ' '),
          value: errors.regions[region],
        }))}
      />
      <table className={styles.landmarks} onPointerLeave={() => onHover(null)}>
        <caption className="visually-hidden">Error of each landmark</caption>
        <thead>
          <tr>
            <SortHeader direction={sort.by === 'index' ? sort.direction : null} onSort={() => toggle('index', 'asc')}>
              Landmark
            </SortHeader>
            <td />
            <SortHeader
              number
              direction={sort.by === 'error' ? sort.direction : null}
              onSort={() => toggle('error', 'desc')}
            >
              Error, px
            </SortHeader>
          </tr>
        </thead>
        <tbody>
          {order.map((index) => (
            <Row
              key={index}
              index={index}
              error={errors.points[index]}
              share={(errors.points[index] ?? 0) / most}
              note={notes.find(({ landmark }) => landmark === index)?.text}
              isSelected={index === selected}
              isHovered={index === hovered}
              onSelect={onSelect}
              onHover={onHover}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Total({ name, value, note }: { readonly name: string; readonly value: string; readonly note: string }) {
  return (
    <div>
      <dt>
        {name} <small>{note}</small>
      </dt>
      <dd>{value}</dd>
    </div>
  );
}

interface RowProps {
  readonly index: number;
  readonly error: number | null;
  readonly share: number;
  /** somebody's remark on the landmark */
  readonly note: string | undefined;
  readonly isSelected: boolean;
  readonly isHovered: boolean;
  readonly onSelect: (index: number | null) => void;
  readonly onHover: (index: number | null) => void;
}

/** Memoised: while one point moves, only its own row has news. */
const Row = memo(function Row({ index, error, share, note, isSelected, isHovered, onSelect, onHover }: RowProps) {
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isSelected) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isSelected]);
  return (
    <tr
      ref={row}
      className={classNames(styles.row, isSelected && styles.selected, isHovered && styles.hovered)}
      onPointerEnter={() => onHover(index)}
    >
      <th scope="row">
        <button
          type="button"
          aria-pressed={isSelected}
          onClick={() => onSelect(isSelected ? null : index)}
          onFocus={() => onHover(index)}
        >
          <span className={styles.index}>{index}</span> {landmarkName(IBUG_68, index)}
          {note !== undefined && (
            <span className={styles.note} title={note}>
              <Icon name="note" size={12} />
              <span className="visually-hidden">, note: {note}</span>
            </span>
          )}
        </button>
      </th>
      <td className={styles.track} aria-hidden="true">
        {error !== null && <span style={{ width: `${100 * share}%`, background: errorColour(error) }} />}
      </td>
      <td data-number>{error === null ? 'not placed' : formatPx(error)}</td>
    </tr>
  );
});

/** Landmarks without an error come last, whatever the direction. */
function orderOf(points: readonly (number | null)[], { by, direction }: Sort): number[] {
  const sign = direction === 'asc' ? 1 : -1;
  const indices = points.map((_, index) => index);
  if (by === 'index') return sign === 1 ? indices : indices.reverse();
  return indices.sort((a, b) => {
    const [left, right] = [points[a], points[b]];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * (left - right) || a - b;
  });
}
