'use client';

import { useCallback, useMemo } from 'react';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Breadcrumb } from '@/components/ui/breadcrumb';
import { Button } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { Menu } from '@/components/ui/menu';
import type { LikeFaces, UnfinishedSet } from '@/lib/contracts/synthesis';
import type { FaceRecipe } from '@/lib/synthesis/face-recipe';
import { PRESETS } from '@/lib/synthesis/presets';
import { SET_RANGES } from '@/lib/synthesis/set-ranges';
import { Controls } from './controls';
import styles from './generate-page.module.css';
import type { KnownDataset } from './known-dataset';
import { LikeBanner } from './like-banner';
import { MakeSet } from './make-set';
import { NumberField } from './number-field';
import { Preview } from './preview';
import { SetReportView } from './set-report-view';
import { limitsKey, type Settings } from './settings-url';
import { Sheet } from './sheet';
import { UnfinishedSets } from './unfinished-sets';
import { useDrawnSet } from './use-drawn-set';
import { useSettings } from './use-settings';

interface GeneratePageProps {
  readonly datasets: readonly KnownDataset[];
  readonly unfinished: readonly UnfinishedSet[];
  /** what is known of the samples that the address names; null when it names none */
  readonly like: LikeFaces | null;
  /** the dataset that they come from */
  readonly source: string | null;
}

const newSeed = (): number => Math.floor(Math.random() * 1_000_000);

/** Sliders → one face, a sheet of faces, what the set will be made of → a dataset. */
export function GeneratePage({ datasets, unfinished, like, source }: GeneratePageProps) {
  const { settings, refusals, change, changeLimits, dismissRefusals } = useSettings(like?.estimated?.limits ?? null);
  const { seed, limits, jaw, spread, face: index } = settings;
  const likes = settings.like.length > 0 ? like : null;
  const examples = likes && likes.examples.length > 0 ? likes.examples : null;
  const recipe = useMemo(
    (): FaceRecipe => ({ seed, limits, like: examples ? { examples, spread } : undefined }),
    [seed, limits, examples, spread],
  );
  const drawn = useDrawnSet(recipe, index);
  const choose = useCallback((face: number) => change({ face }), [change]);
  useShortcuts('Generate faces', [
    { keys: 'n', label: 'New seed: other faces of the same kind', run: () => change({ seed: newSeed() }) },
  ]);

  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Breadcrumb above={[{ href: '/datasets', label: 'Datasets' }]}>
          <h1>Generate faces</h1>
        </Breadcrumb>
      </header>
      <div className={styles.preview}>
        <Preview
          face={drawn.face}
          isFull={drawn.isFull}
          index={index}
          jaw={jaw}
          onJaw={(next) => change({ jaw: next })}
          onIndex={choose}
          error={drawn.error}
        />
      </div>
      <section aria-label="Settings" className={styles.controls}>
        <Refusals lines={refusals} onDismiss={dismissRefusals} />
        {likes && (
          <LikeBanner
            samples={settings.like}
            faces={likes}
            spread={spread}
            onSpread={(next) => change({ spread: next })}
            onEnd={() => change({ like: [] })}
          />
        )}
        <Start settings={settings} onChange={change} />
        <Controls
          limits={limits}
          onChange={changeLimits}
          parameters={drawn.face?.parameters ?? null}
          followsExamples={examples !== null}
        />
      </section>
      <div className={styles.right}>
        <div className={styles.sheet}>
          <Sheet faces={drawn.sheet} isBehind={drawn.isBehind} jaw={jaw} chosen={index} onChoose={choose} />
        </div>
        <section aria-label="What the set will be made of" className={styles.report}>
          <h2>What the set will be made of</h2>
          {drawn.report ? (
            <>
              <p>From the parameters of its first {formatCount(drawn.report.faces)} faces.</p>
              <SetReportView report={drawn.report} />
            </>
          ) : (
            <p>Counting…</p>
          )}
        </section>
      </div>
      <div className={styles.make}>
        <UnfinishedSets sets={unfinished} />
        <MakeSet settings={settings} onChange={change} varies={examples !== null} datasets={datasets} source={source} />
      </div>
    </div>
  );
}

/** Preset and seed. */
function Start({ settings, onChange }: { settings: Settings; onChange: (changes: Partial<Settings>) => void }) {
  const key = limitsKey(settings.limits);
  const preset = PRESETS.find((known) => limitsKey(known.limits) === key);
  return (
    <div className={styles.start}>
      <Menu
        label="Presets"
        items={PRESETS.map(({ title, note, limits }) => ({
          label: title,
          note,
          run: () => onChange({ limits }),
        }))}
        trigger={(props) => (
          <Button className={styles.preset} {...props}>
            <span>{preset?.title ?? 'Own settings'}</span>
            <Icon name="chevron-down" size={12} />
          </Button>
        )}
      />
      <NumberField
        label="Seed"
        value={settings.seed}
        {...SET_RANGES.seed}
        isWhole
        onChange={(seed) => onChange({ seed })}
      />
      <IconButton label="New seed" icon="dice" shortcut="n" onClick={() => onChange({ seed: newSeed() })} />
    </div>
  );
}

function Refusals({ lines, onDismiss }: { readonly lines: readonly string[]; readonly onDismiss: () => void }) {
  if (lines.length === 0) return null;
  return (
    <div role="alert" className={styles.refusals}>
      <p>The address asks for what cannot be; this was left as usual:</p>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <Button variant="quiet" onClick={onDismiss}>
        Dismiss
      </Button>
    </div>
  );
}
