'use client';

import { useState } from 'react';
import { useStore } from 'zustand';
import type { EditorSession } from '@/components/editor/editor-session';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { type Option, Segmented } from '@/components/ui/segmented';
import type { PointState } from '@/lib/editor/patches';
import { distance } from '@/lib/landmarks/geometry';
import { landmarkName, SCHEMES } from '@/lib/landmarks/scheme';
import styles from './conflict-bar.module.css';

/** Two people have moved the same points: nothing goes on by itself until it is chosen, point by point. */
export function ConflictBar({ session }: { readonly session: EditorSession }) {
  const conflict = useStore(session.store, (state) => state.conflict);
  const annotation = useStore(session.store, (state) => state.document?.annotation);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  if (!conflict || !annotation) return null;
  const { theirs, merge } = conflict;
  const choose = (index: number, isTheirs: boolean) => {
    const next = new Set(chosen);
    if (isTheirs) next.add(index);
    else next.delete(index);
    setChosen(next);
  };
  const finish = (points: ReadonlySet<number>) => {
    session.resolve(points);
    setChosen(new Set());
  };
  return (
    <div role="alert" className={styles.bar}>
      <Icon name="warning" />
      <p>
        {theirs.author} has saved version {theirs.revision} meanwhile, and {counted(merge.clashes)} you have both moved.
        Theirs are grey on the picture. What only one of you has moved goes together ({counted(merge.mine)} yours,{' '}
        {counted(merge.theirs)} theirs), and all of it stays in the history.
      </p>
      <Button onClick={() => finish(new Set())}>All mine</Button>
      <Button onClick={() => finish(new Set(merge.clashes.map(({ index }) => index)))}>All theirs</Button>
      <Button variant="primary" onClick={() => finish(chosen)}>
        Keep as chosen
      </Button>
      <table className={styles.clashes}>
        <thead>
          <tr>
            <th scope="col">Landmark</th>
            <th scope="col">Apart</th>
            <th scope="col">Keep</th>
          </tr>
        </thead>
        <tbody>
          {merge.clashes.map(({ index, mine, theirs: other }) => (
            <tr key={index} onPointerEnter={() => session.hover(index)} onPointerLeave={() => session.hover(null)}>
              <th scope="row">{landmarkName(SCHEMES[annotation.scheme], index)}</th>
              <td>{describeClash(mine, other)}</td>
              <td>
                <Segmented
                  label={`Keep of landmark ${index}`}
                  options={SIDES}
                  value={chosen.has(index) ? 'theirs' : 'mine'}
                  onChange={(side) => choose(index, side === 'theirs')}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const SIDES: readonly Option<'mine' | 'theirs'>[] = [
  { value: 'mine', label: 'Mine' },
  { value: 'theirs', label: 'Theirs' },
];

const counted = ({ length }: readonly unknown[]): string => `${length} ${length === 1 ? 'point' : 'points'}`;

/** Only places that both sides state are apart by a length. */
function describeClash(mine: PointState, theirs: PointState): string {
  if (mine.visibility === 'missing' || theirs.visibility === 'missing') {
    return `mine ${mine.visibility ?? 'visible'}, theirs ${theirs.visibility ?? 'visible'}`;
  }
  return `${distance(mine.point, theirs.point).toFixed(2)} px`;
}
