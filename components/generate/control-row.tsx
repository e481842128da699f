'use client';

import { memo } from 'react';
import { RangeSlider } from '@/components/ui/range-slider';
import { Segmented } from '@/components/ui/segmented';
import type { Choice, NumberRange } from '@/lib/synthesis/parameter-ranges';
import { type Control, fromPlace, rangeWords, shownNumber, toPlace } from './control-groups';
import styles from './control-row.module.css';
import { NumberField } from './number-field';
import type { Limit } from './settings-url';

interface ControlRowProps {
  readonly control: Control;
  readonly limit: Limit | undefined;
  /** what the face in the preview has; undefined for what no face has of its own */
  readonly shown: number | string | undefined;
  /** the word for a parameter that nothing limits */
  readonly freeWord: string;
  readonly onChange: (name: string, limit: Limit | undefined) => void;
}

/** One parameter: free, one value, or within a range; of words, any of some. */
export const ControlRow = memo(function ControlRow(props: ControlRowProps) {
  const { rule } = props.control;
  return 'oneOf' in rule ? <ChoiceRow {...props} rule={rule} /> : <NumberRow {...props} rule={rule} />;
});

type Mode = 'free' | 'fixed' | 'range';

const modes = (freeWord: string): readonly { readonly value: Mode; readonly label: string }[] => [
  { value: 'free', label: freeWord },
  { value: 'fixed', label: 'fixed' },
  { value: 'range', label: 'range' },
];

const modeOf = (limit: Limit | undefined): Mode =>
  limit === undefined ? 'free' : Array.isArray(limit) ? 'range' : 'fixed';

/** Half the width of the range that a value becomes at first, share of what is allowed. */
const FIRST_HALF = 0.15;

function NumberRow({
  control,
  limit,
  shown,
  freeWord,
  onChange,
  rule,
}: ControlRowProps & { readonly rule: NumberRange }) {
  const { name, label, unit } = control;
  const values = (limit === undefined ? [] : Array.isArray(limit) ? limit : [limit]) as readonly number[];
  const middle = typeof shown === 'number' ? shown : fromPlace(500, rule);
  const inWords = (value: number) => `${shownNumber(value)}${unit && ` ${unit}`}`;

  function choose(mode: Mode) {
    const value =
      values.length === 2 ? fromPlace((toPlace(values[0], rule) + toPlace(values[1], rule)) / 2, rule) : middle;
    const place = toPlace(values[0] ?? middle, rule);
    const around = [-1, 1].map((side) =>
      fromPlace(Math.min(1000, Math.max(0, place + side * 1000 * FIRST_HALF)), rule),
    );
    const next = { free: undefined, fixed: values.length === 1 ? values[0] : value, range: around };
    onChange(name, next[mode]);
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot stand in the row's grid
    <div role="group" aria-label={label} className={styles.row} data-limited={limit !== undefined || undefined}>
      <span className={styles.label} title={`${label}: ${rangeWords(rule, unit)}`}>
        {label}
      </span>
      <Segmented label={`How ${label} is chosen`} options={modes(freeWord)} value={modeOf(limit)} onChange={choose} />
      {values.length > 0 && (
        <div className={styles.values}>
          <RangeSlider
            label={label}
            min={0}
            max={1000}
            values={values.map((value) => toPlace(value, rule))}
            onChange={(places) => onChange(name, limitAt(places, values, rule))}
            format={(place) => inWords(fromPlace(place, rule))}
          />
          <div className={styles.numbers}>
            {values.map((value, end) => (
              <NumberField
                key={end}
                label={values.length === 1 ? label : `${label} ${end === 0 ? 'from' : 'to'}`}
                hideLabel
                value={Number(shownNumber(value))}
                min={values.length === 2 && end === 1 ? values[0] : rule.min}
                max={values.length === 2 && end === 0 ? values[1] : rule.max}
                isWhole={rule.integer}
                unit={unit}
                onChange={(next) =>
                  onChange(name, values.length === 1 ? next : values.map((v, i) => (i === end ? next : v)))
                }
              />
            ))}
          </div>
        </div>
      )}
    </div>
  );
}

/** Places of the thumbs as a limit; an end that was not moved keeps its exact value. */
function limitAt(places: readonly number[], before: readonly number[], rule: NumberRange): Limit {
  const values = places.map((place, i) => (toPlace(before[i], rule) === place ? before[i] : fromPlace(place, rule)));
  return values.length === 1 ? values[0] : values;
}

function ChoiceRow({ control, limit, freeWord, onChange, rule }: ControlRowProps & { readonly rule: Choice<string> }) {
  const { name, label } = control;
  const chosen = (limit === undefined ? [] : Array.isArray(limit) ? limit : [limit]) as readonly string[];

  function toggle(word: string) {
    const next = rule.oneOf.filter((other) => chosen.includes(other) !== (other === word));
    const isFree = next.length === 0 || next.length === rule.oneOf.length;
    onChange(name, isFree ? undefined : next.length === 1 ? next[0] : next);
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot stand in the row's grid
    <div role="group" aria-label={label} className={styles.row} data-limited={limit !== undefined || undefined}>
      <span className={styles.label}>{label}</span>
      <div className={styles.words}>
        <button type="button" aria-pressed={limit === undefined} onClick={() => onChange(name, undefined)}>
          {freeWord}
        </button>
        {rule.oneOf.map((word) => (
          <button key={word} type="button" aria-pressed={chosen.includes(word)} onClick={() => toggle(word)}>
            {word}
          </button>
        ))}
      </div>
    </div>
  );
}
