'use client';

import { useCallback, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import type { FaceLimits } from '@/lib/synthesis/face-limits';
import type { FaceParameters } from '@/lib/synthesis/parameter-ranges';
import { CONTROL_GROUPS, type Control, type ControlGroup, controlsOf, shownNumber } from './control-groups';
import { ControlRow } from './control-row';
import styles from './controls.module.css';
import { type Limit, limitOf, withLimit } from './settings-url';

interface ControlsProps {
  readonly limits: FaceLimits;
  readonly onChange: (change: (limits: FaceLimits) => FaceLimits) => void;
  /** of the face in the preview */
  readonly parameters: FaceParameters | null;
  /** what is not limited follows examples: traits, which steer free draws, have nothing to steer */
  readonly followsExamples: boolean;
}

/** Every parameter, by group. */
export function Controls({ limits, onChange, parameters, followsExamples }: ControlsProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(['pose']));
  const changeOne = useCallback(
    (name: string, limit: Limit | undefined) => onChange((old) => withLimit(old, name, limit)),
    [onChange],
  );
  return (
    <div className={styles.groups}>
      {CONTROL_GROUPS.map((group) => (
        <Group
          key={group.id}
          group={group}
          isOpen={open.has(group.id)}
          onToggle={() =>
            setOpen((old) => new Set(old.has(group.id) ? [...old].filter((id) => id !== group.id) : [...old, group.id]))
          }
          limits={limits}
          onChange={onChange}
          onChangeOne={changeOne}
          parameters={parameters}
          followsExamples={followsExamples}
        />
      ))}
    </div>
  );
}

interface GroupProps extends ControlsProps {
  readonly group: ControlGroup;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly onChangeOne: (name: string, limit: Limit | undefined) => void;
}

function Group(props: GroupProps) {
  const { isOpen, onToggle, limits, onChange, onChangeOne, parameters, followsExamples } = props;
  const [showsMore, setShowsMore] = useState(false);
  const group = followsExamples ? withoutTraits(props.group) : props.group;
  const freeWord = followsExamples ? 'as they are' : 'free';
  const { id, title, first, more } = group;
  const limited = controlsOf(group).filter(({ name }) => limitOf(limits, name) !== undefined);
  const shown = showsMore ? controlsOf(group) : [...first, ...more.filter((control) => limited.includes(control))];
  const hidden = controlsOf(group).length - shown.length;

  const freeAll = () =>
    onChange((old) => controlsOf(group).reduce((kept, { name }) => withLimit(kept, name, undefined), old));
  const keepAsShown = () =>
    parameters &&
    onChange((old) =>
      controlsOf(group).reduce((kept, { name }) => {
        const value = shownValue(parameters, name);
        return value === undefined ? kept : withLimit(kept, name, value);
      }, old),
    );

  return (
    <section className={styles.group}>
      <h3>
        <button type="button" aria-expanded={isOpen} aria-controls={`controls-${id}`} onClick={onToggle}>
          <Icon name="chevron-right" size={12} />
          <span>{title}</span>
          <small>{limited.length === 0 ? freeWord : inWords(limited, limits)}</small>
        </button>
      </h3>
      {isOpen && (
        <div id={`controls-${id}`} className={styles.rows}>
          {shown.map((control) => (
            <ControlRow
              key={control.name}
              control={control}
              limit={limitOf(limits, control.name)}
              shown={parameters ? shownValue(parameters, control.name) : undefined}
              freeWord={followsExamples ? 'like' : 'free'}
              onChange={onChangeOne}
            />
          ))}
          <div className={styles.actions}>
            {(hidden > 0 || showsMore) && (
              <Button variant="quiet" onClick={() => setShowsMore(!showsMore)}>
                {showsMore ? 'Fewer' : `${hidden} more`}
              </Button>
            )}
            <Button variant="quiet" disabled={!parameters} onClick={keepAsShown}>
              Keep as shown
            </Button>
            {limited.length > 0 && (
              <Button variant="quiet" onClick={freeAll}>
                Free all
              </Button>
            )}
          </div>
        </div>
      )}
    </section>
  );
}

const isTrait = ({ name }: Control): boolean => name.startsWith('traits.');

const withoutTraits = ({ first, more, ...group }: ControlGroup): ControlGroup => ({
  ...group,
  first: first.filter((control) => !isTrait(control)),
  more: more.filter((control) => !isTrait(control)),
});

/** What the face in the preview has; undefined for traits, which no face has of its own. */
function shownValue(parameters: FaceParameters, name: string): number | string | undefined {
  const [group, own] = name.split('.');
  const values = parameters[group as keyof FaceParameters] as Readonly<Record<string, number | string>> | undefined;
  return values?.[own];
}

/** "Yaw -30 to 30 °, Roll 4 °", cut short by the line's end. */
const inWords = (limited: readonly Control[], limits: FaceLimits): string =>
  limited
    .map(({ name, label, unit, rule }) => {
      const limit = limitOf(limits, name) as Limit;
      const parts = (Array.isArray(limit) ? limit : [limit]).map((part) =>
        typeof part === 'number' ? shownNumber(part) : part,
      );
      return `${label} ${parts.join('oneOf' in rule ? ', ' : ' to ')}${unit && ` ${unit}`}`;
    })
    .join(', ');
