'use client';

import { useEffect, useRef, useState } from 'react';
import { useShortcuts } from '@/components/shell/shortcuts';
import { showError, showInfo } from '@/components/ui/toast-store';
import { errorLine } from '@/lib/request';
import { KeptFrames } from './kept-frames';
import styles from './live.module.css';
import { LAYER_LOOKS, LIVE_LAYERS, useLiveSettings } from './live-settings';
import { RecordingPanel } from './recording-panel';
import { SourcePanel } from './source-panel';
import { Stage } from './stage';
import { TimingStrip } from './timing-strip';
import { Transport } from './transport';
import { type ModelChoice, useLive } from './use-live';
import { useSampleLink } from './use-sample-link';
import { ViewPanel } from './view-panel';

interface LiveProps {
  /** at least one */
  readonly models: readonly ModelChoice[];
  /** names of the datasets there are */
  readonly datasets: readonly string[];
}

/** Camera, video or pictures with the faces found in them, in real time. Nothing of it leaves the page but kept frames. */
export function Live({ models, datasets }: LiveProps) {
  const live = useLive(models);
  const { controller, state } = live;
  const toggle = useLiveSettings((store) => store.toggle);
  const openSample = useSampleLink();
  const picker = useRef<HTMLInputElement>(null);
  const [isKeeping, setKeeping] = useState(false);
  const isShown = state.phase === 'running' && state.trouble === null;
  const canPlay = isShown && state.playback !== null;
  const canStep = canPlay && state.source?.kind !== 'webcam';
  const openFiles = (files: Iterable<File>) => void controller.openFiles([...files]);
  const chooseFiles = () => picker.current?.click();
  usePastedFiles(openFiles);

  async function keep() {
    if (isKeeping) return;
    setKeeping(true);
    try {
      const kept = await controller.keep();
      if (!kept) return;
      const text = `Kept in ${kept.dataset}: ${kept.samples.length === 1 ? 'one sample' : `${kept.samples.length} faces`}.`;
      showInfo(text, { label: 'Open in the editor', run: () => openSample(kept, kept.samples[0]) });
    } catch (error) {
      showError(`The frame could not be kept: ${errorLine(error)}`);
    } finally {
      setKeeping(false);
    }
  }
  async function takeScreenshot() {
    const shot = await controller.screenshot();
    if (!shot) return;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(shot.blob);
    link.download = shot.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }
  const record = () => void controller.toggleRecording();

  useShortcuts('Live', [
    { keys: ' ', label: 'Pause and go on', enabled: canPlay, run: () => controller.togglePlaying() },
    { keys: ',', label: 'One frame back', enabled: canStep, run: () => controller.step(-1) },
    { keys: '.', label: 'One frame on', enabled: canStep, run: () => controller.step(1) },
    { keys: 's', label: 'Save a screenshot', enabled: isShown, run: () => void takeScreenshot() },
    { keys: 'r', label: 'Start or end a recording', enabled: isShown, run: record },
    { keys: 'k', label: 'Keep this frame as a sample', enabled: isShown, run: () => void keep() },
    { keys: 'o', label: 'Open a video or pictures', run: chooseFiles },
    { keys: 'w', label: 'Start the webcam', run: () => void controller.openWebcam(state.cameraId) },
    ...LIVE_LAYERS.map((layer) => ({ ...LAYER_LOOKS[layer], run: () => toggle(layer) })),
  ]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way to what the buttons do
    <div
      className={styles.live}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        openFiles(event.dataTransfer.files);
      }}
    >
      <h1 className="visually-hidden">Live</h1>
      <div className={styles.picture}>
        <Stage live={live} onFiles={chooseFiles} />
        {canPlay && <Transport controller={controller} state={state} />}
        <TimingStrip state={state} isKeeping={isKeeping} actions={{ keep, takeScreenshot, record }} />
      </div>
      <aside className={styles.side} aria-label="Settings">
        <SourcePanel controller={controller} state={state} onFiles={chooseFiles} />
        <ViewPanel models={models} live={live} />
        <RecordingPanel />
        <KeptFrames controller={controller} kept={state.kept} datasets={datasets} />
      </aside>
      <input
        ref={picker}
        type="file"
        multiple
        accept="video/*,image/*"
        className="visually-hidden"
        tabIndex={-1}
        aria-label="Video or pictures"
        onChange={(event) => {
          const { files } = event.target;
          if (files && files.length > 0) openFiles(files);
          event.target.value = '';
        }}
      />
    </div>
  );
}

/** Pictures and videos from the clipboard. */
function usePastedFiles(openFiles: (files: Iterable<File>) => void): void {
  const open = useRef(openFiles);
  open.current = openFiles;
  useEffect(() => {
    function onPaste({ clipboardData }: ClipboardEvent) {
      if (clipboardData && clipboardData.files.length > 0) open.current(clipboardData.files);
    }
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);
}
