/** What to do about a run that failed, by what its message says. */
export interface Advice {
  readonly text: string;
  /** its checkpoint is of no use: only a new beginning helps */
  readonly needsNewStart?: boolean;
}

const RULES: readonly (readonly [RegExp, Advice])[] = [
  [
    /no space left|ENOSPC|EDQUOT/i,
    { text: 'The disk is full. Make room, then resume: it goes on from the last checkpoint.' },
  ],
  [
    /ended by SIGKILL|out of memory|heap|allocation failed/i,
    {
      text: 'Most often the machine has run out of memory: a face takes 0.44 MB. Close something or train on fewer images, then resume from the last checkpoint.',
    },
  ],
  [
    /checkpoint: training images/,
    {
      text: 'The sets have other images now than when it began. Start over to train on them as they are.',
      needsNewStart: true,
    },
  ],
  [
    /checkpoint: /,
    {
      text: 'Its checkpoint was made by other settings. Start over, or train again under another name.',
      needsNewStart: true,
    },
  ],
  [
    /expected finite numbers/,
    { text: 'The training has diverged. Train again with changes: a lower learning rate, or another loss.' },
  ],
  [
    /allow the overlap/,
    {
      text: 'Give these images another split in the gallery, or train again with “Allow overlap” under More settings: they are then not measured.',
    },
  ],
  [
    /expected (some )?(labelled )?images|expected landmarks|left out/,
    { text: 'Label or import images, or train again with other splits.' },
  ],
  [
    /dataset .*: not found/,
    {
      text: 'The set was deleted or has another name now. Import it again under this name, or train again with another.',
    },
  ],
  [/startFrom|teacher/, { text: 'Train again with another model, or without one.' }],
  [/expected a folder nobody works in/, { text: 'Wait until the other training has ended, or end it; then resume.' }],
  [/expected an image, found/, { text: 'Delete this sample or import its image again, then resume.' }],
];

export const adviceFor = (message: string): Advice =>
  RULES.find(([pattern]) => pattern.test(message))?.[1] ?? {
    text: 'Resume goes on from the last checkpoint; train again with changes begins anew.',
  };
