'use client';

import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { HeadView } from './head-view';
import type { LiveController } from './live-controller';
import type { LiveState } from './live-state';
import { Pane } from './pane';
import styles from './stage.module.css';
import type { LiveView, ModelChoice } from './use-live';

interface StageProps {
  readonly live: LiveView;
  readonly onFiles: () => void;
}

/** The picture with its faces, one pane a model; or why there is none and what to do. */
export function Stage({ live, onFiles }: StageProps) {
  const { controller, state, shown, choices } = live;
  const isEmpty = state.phase === 'idle' || state.trouble !== null;
  return (
    <section className={styles.stage} aria-label="Picture">
      <div className={styles.panes} data-hidden={isEmpty || undefined}>
        <Panes controller={controller} models={shown} state={state} />
        {choices.layers.head && state.pose && !isEmpty && (
          <HeadView pose={state.pose} isMirrored={controller.isMirrored()} />
        )}
        {!isEmpty && <NoFaceHint state={state} mode={choices.mode} />}
      </div>
      {state.phase === 'opening' && !state.trouble && (
        <p role="status" className={styles.opening}>
          {state.source ? `Loading ${shown.map(({ title }) => title).join(' and ')}…` : 'Opening…'}
        </p>
      )}
      {isEmpty && <Nothing controller={controller} state={state} onFiles={onFiles} />}
    </section>
  );
}

interface PanesProps {
  readonly controller: LiveController;
  readonly models: readonly ModelChoice[];
  readonly state: LiveState;
}

function Panes({ controller, models, state }: PanesProps) {
  const root = useRef<HTMLDivElement>(null);
  const count = models.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another number of panes is another set of canvases
  useLayoutEffect(() => {
    const frames = [...(root.current?.querySelectorAll('[data-pane]') ?? [])];
    controller.setPanes(
      frames.map((frame) => {
        const [picture, overlay] = frame.querySelectorAll('canvas');
        return new Pane(picture, overlay);
      }),
    );
    const observer = new ResizeObserver(() => controller.redraw());
    for (const frame of frames) observer.observe(frame);
    return () => observer.disconnect();
  }, [controller, count]);

  return (
    <div ref={root} className={styles.row} data-count={count}>
      {models.map(({ id, title }, i) => (
        <figure key={i} className={styles.pane}>
          <div className={styles.frame} data-pane={id}>
            <canvas
              role="img"
              aria-label={`${state.source?.title ?? 'Nothing'}, faces seen by ${title}: ${state.stats?.faces ?? 0}`}
              width={0}
              height={0}
            />
            <canvas width={0} height={0} />
          </div>
          {count > 1 && <figcaption>{title}</figcaption>}
        </figure>
      ))}
    </div>
  );
}

/** Long enough that a face lost for a moment is not lamented. */
const HINT_AFTER_MS = 1500;

function NoFaceHint({ state, mode }: { readonly state: LiveState; readonly mode: 'close-up' | 'distant' }) {
  const isWithout = state.stats !== null && state.stats.faces === 0;
  const [isTold, setTold] = useState(false);
  useEffect(() => {
    setTold(false);
    if (!isWithout) return;
    const timer = setTimeout(() => setTold(true), HINT_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isWithout]);
  return (
    <p role="status" className={styles.hint} data-shown={isTold || undefined}>
      {isTold &&
        (mode === 'close-up'
          ? 'No face found. Come closer than two metres, or choose the distant detector.'
          : 'No face found. Faces of about 40 px and more are seen, turned away by at most a half profile.')}
    </p>
  );
}

interface NothingProps {
  readonly controller: LiveController;
  readonly state: LiveState;
  readonly onFiles: () => void;
}

/** Before anything is shown, and after something went wrong. */
function Nothing({ controller, state: { trouble, cameraId }, onFiles }: NothingProps) {
  const webcam = (
    <Button variant={trouble ? 'plain' : 'primary'} icon="camera" onClick={() => controller.openWebcam(cameraId)}>
      Start the webcam
    </Button>
  );
  const files = (
    <Button icon="video" onClick={onFiles}>
      Open a video or pictures
    </Button>
  );
  if (trouble) {
    return (
      <div role="alert" className={styles.nothing}>
        <EmptyState
          icon="warning"
          title={trouble.title}
          actions={
            <>
              {trouble.canRetry && (
                <Button variant="primary" onClick={() => controller.tryAgain()}>
                  {trouble.at === 'worker' ? 'Start it again' : 'Try again'}
                </Button>
              )}
              {!trouble.canRetry && webcam}
              {files}
            </>
          }
        >
          {trouble.text}
          {trouble.command && <code className={styles.command}>{trouble.command}</code>}
        </EmptyState>
      </div>
    );
  }
  return (
    <div className={styles.nothing}>
      <EmptyState
        icon="camera"
        title="Faces in a camera, a video or pictures"
        actions={
          <>
            {webcam}
            {files}
          </>
        }
      >
        Or drop or paste a file here. It is looked at in this browser and sent nowhere; only frames that you keep go to
        this workbench’s own server.
      </EmptyState>
    </div>
  );
}
