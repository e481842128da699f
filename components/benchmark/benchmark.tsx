'use client';

import { type FormEvent, useState } from 'react';
import { Button, ButtonLink } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { EmptyState } from '@/components/ui/empty-state';
import { Progress } from '@/components/ui/progress';
import { Select } from '@/components/ui/select';
import type { ModelInfo } from '@/lib/contracts/model';
import { BACKEND_TITLES, BACKENDS, type BackendName } from '@/models/runtime/protocol';
import styles from './benchmark.module.css';
import { BenchmarkTables } from './benchmark-tables';
import { useBenchmark } from './use-benchmark';

const ROUNDS = [10, 40, 100, 400];

/** What this machine and browser make of the networks, measured here and now. */
export function Benchmark({ models }: { readonly models: readonly ModelInfo[] }) {
  const { state, start, cancel } = useBenchmark();
  const [backends, setBackends] = useState<readonly BackendName[]>(['kernels', 'wasm']);
  const [chosen, setChosen] = useState<readonly string[]>(() =>
    models.filter(({ origin }) => origin === 'pretrained').map(({ id }) => id),
  );
  const [rounds, setRounds] = useState(40);
  const isRunning = state.at === 'running';
  if (models.length === 0) {
    return (
      <EmptyState icon="model" level={1} title="No model yet" actions={<ButtonLink href="/models">Models</ButtonLink>}>
        A benchmark needs a model: import or train one first.
      </EmptyState>
    );
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    start({ models: models.filter(({ id }) => chosen.includes(id)), backends, rounds });
  }

  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>Benchmark</h1>
        <ButtonLink href="/live" icon="camera" variant="quiet">
          Live
        </ButtonLink>
      </header>
      <p className={styles.lead}>
        How long this browser on this machine takes for one frame: each landmark network by itself, the detectors, and
        the whole pipeline for one to four faces. The command line does the same:{' '}
        <code>npm run -s landmarks -- benchmark</code>
      </p>
      <form className={styles.form} onSubmit={onSubmit}>
        <fieldset disabled={isRunning}>
          <legend>Models</legend>
          {models.map(({ id, title }) => (
            <Checkbox
              key={id}
              checked={chosen.includes(id)}
              onChange={(isOn) => setChosen(withOrWithout(chosen, id, isOn))}
            >
              {title}
            </Checkbox>
          ))}
        </fieldset>
        <fieldset disabled={isRunning}>
          <legend>Computed on</legend>
          {BACKENDS.map((name) => (
            <Checkbox
              key={name}
              checked={backends.includes(name)}
              onChange={(isOn) =>
                setBackends(BACKENDS.filter((each) => (each === name ? isOn : backends.includes(each))))
              }
            >
              {BACKEND_TITLES[name]}
            </Checkbox>
          ))}
        </fieldset>
        <div className={styles.start}>
          <Select
            label="Rounds"
            options={ROUNDS.map((count) => ({ value: String(count), label: String(count) }))}
            value={String(rounds)}
            onChange={(count) => setRounds(Number(count))}
            disabled={isRunning}
          />
          {isRunning ? (
            <Button icon="stop" onClick={cancel}>
              Cancel
            </Button>
          ) : (
            <Button type="submit" variant="primary" icon="play" disabled={chosen.length === 0 || backends.length === 0}>
              Measure
            </Button>
          )}
        </div>
      </form>
      {isRunning && (
        <div className={styles.progress}>
          <Progress label="Measuring" done={state.done} total={state.total} />
          <p role="status">{state.what}</p>
        </div>
      )}
      {state.at === 'failed' && (
        <p role="alert" className={styles.failure}>
          {state.reason}
        </p>
      )}
      {state.at === 'done' && <BenchmarkTables report={state.report} passedOver={state.passedOver} />}
      {state.at === 'idle' && (
        <EmptyState icon="clock" title="Nothing measured yet">
          It takes about a minute a backend; nothing else should be busy meanwhile.
        </EmptyState>
      )}
    </div>
  );
}

const withOrWithout = (list: readonly string[], value: string, isIn: boolean): readonly string[] =>
  isIn ? [...list, value] : list.filter((each) => each !== value);
