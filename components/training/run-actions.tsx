'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button, ButtonLink } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { IconButton } from '@/components/ui/icon-button';
import { Menu } from '@/components/ui/menu';
import { showError, showInfo } from '@/components/ui/toast-store';
import type { TrainingRunInfo } from '@/lib/contracts/training-run';
import { errorLine, fetchOk, postJson } from '@/lib/request';
import { adviceFor } from './advice';
import { resumeInThisTab } from './tab-training';
import { useTrainingStore } from './training-store';
import { useGpu } from './use-gpu';

type Action = 'stop' | 'resume' | 'finish';

const FAILED_WORD: Readonly<Record<Action, string>> = {
  stop: 'could not be stopped',
  resume: 'could not be resumed',
  finish: 'could not be brought to an early end',
};

interface RunActionsProps {
  readonly run: TrainingRunInfo;
  readonly hasModel: boolean;
  /** in a list: what does not concern its running stands in the menu */
  readonly isBrief?: boolean;
}

/** What can be done with a run as it stands. */
export function RunActions({ run, hasModel, isBrief = false }: RunActionsProps) {
  const { id, title, state, live, isEnding, message, config } = run;
  const put = useTrainingStore((store) => store.put);
  const [busy, setBusy] = useState<Action | 'resumeHere' | null>(null);
  const [asking, setAsking] = useState(false);
  const again = `/training?from=${id}`;
  const wasInTab = run.gpu !== null;
  const isOver = (state === 'stopped' || state === 'failed') && !isEnding;
  const gpu = useGpu(isOver && config.workers === 1);

  async function act(action: Action, body: object = {}) {
    setBusy(action);
    try {
      put(await postJson<TrainingRunInfo>(`/api/training/${id}/${action}`, body));
    } catch (error) {
      showError(`${title} ${FAILED_WORD[action]}: ${errorLine(error)}`);
    } finally {
      setBusy(null);
    }
  }

  async function resumeHere() {
    if (gpu.kind !== 'found') return;
    setBusy('resumeHere');
    try {
      put(await resumeInThisTab(id, gpu.gpu));
    } catch (error) {
      showError(`${title} ${FAILED_WORD.resume}: ${errorLine(error)}`);
    } finally {
      setBusy(null);
    }
  }

  return (
    <>
      {state === 'running' && (
        <Button
          icon="flag"
          busy={busy === 'finish'}
          disabled={!live || live.isFinishing}
          title="Brings the learning rate down at once, so that the weights so far become a model"
          onClick={() => act('finish')}
        >
          {live?.isFinishing ? 'Finishing' : 'Finish early'}
        </Button>
      )}
      {(state === 'running' || state === 'queued') && (
        <Button icon="stop" busy={busy === 'stop'} onClick={() => act('stop')}>
          {state === 'queued' ? 'Take out of the queue' : 'Stop'}
        </Button>
      )}
      {isOver && wasInTab && (
        <Button
          variant="primary"
          icon="play"
          busy={busy === 'resumeHere'}
          disabled={gpu.kind !== 'found'}
          title={gpu.kind === 'none' ? `Not in this tab: ${gpu.reason}` : undefined}
          onClick={resumeHere}
        >
          Resume in this tab
        </Button>
      )}
      {isOver && (
        <Button
          variant={wasInTab ? 'plain' : 'primary'}
          icon="play"
          busy={busy === 'resume'}
          onClick={() => act('resume')}
        >
          {wasInTab ? 'Resume beside the server' : 'Resume'}
        </Button>
      )}
      {state === 'failed' && adviceFor(message).needsNewStart && (
        <Button icon="undo" onClick={() => act('resume', { fromStart: true })}>
          Start over
        </Button>
      )}
      {!isBrief && (
        <ButtonLink href={again} icon="edit">
          Train again with changes
        </ButtonLink>
      )}
      <Menu
        label={`${title}: more`}
        align="end"
        items={[
          ...(isBrief ? [{ label: 'Train again with changes', icon: 'edit' as const, href: again }] : []),
          { label: 'Compare its curves', icon: 'curve', href: `/training?runs=${id}` },
          ...(isOver && !wasInTab && config.workers === 1 && gpu.kind === 'found'
            ? [{ label: 'Resume in this tab', icon: 'play' as const, note: gpu.gpu.name, run: () => void resumeHere() }]
            : []),
          ...(isOver
            ? [
                {
                  label: 'Start over',
                  icon: 'undo' as const,
                  note: `throws its checkpoint away${wasInTab ? '; beside the server' : ''}`,
                  run: () => void act('resume', { fromStart: true }),
                },
              ]
            : []),
          ...(isOver || state === 'done'
            ? [{ label: 'Delete', icon: 'trash' as const, danger: true, run: () => setAsking(true) }]
            : []),
        ]}
        trigger={(props) => <IconButton label={`More about ${title}`} icon="more" {...props} />}
      />
      <DeleteRun run={run} hasModel={hasModel} open={asking} onClose={() => setAsking(false)} />
    </>
  );
}

interface DeleteRunProps extends Pick<RunActionsProps, 'run' | 'hasModel'> {
  readonly open: boolean;
  readonly onClose: () => void;
}

function DeleteRun({ run: { id, title }, hasModel, open, onClose }: DeleteRunProps) {
  const router = useRouter();
  const [withModel, setWithModel] = useState(false);
  const [busy, setBusy] = useState(false);

  async function remove() {
    setBusy(true);
    try {
      await fetchOk(`/api/training/${id}`, { method: 'DELETE' });
      if (withModel) await fetchOk(`/api/models/${id}`, { method: 'DELETE' });
      showInfo(`${title} has been deleted.`);
      router.push('/training');
      router.refresh();
    } catch (error) {
      showError(`${title} could not be deleted: ${errorLine(error)}`);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={`Delete ${title}?`}
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="danger" icon="trash" busy={busy} onClick={remove}>
            Delete {title}
          </Button>
        </>
      }
    >
      <p>This cannot be undone. Its curves, its sample faces and its checkpoint go.</p>
      {hasModel && (
        <Checkbox checked={withModel} onChange={setWithModel}>
          Delete its model too, with what it has predicted
        </Checkbox>
      )}
    </Dialog>
  );
}
