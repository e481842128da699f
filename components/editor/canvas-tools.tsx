'use client';

import { useStore } from 'zustand';
import { OverlayBar } from '@/components/overlay/overlay-bar';
import { useKeymapStore } from '@/components/shell/keymap-store';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { keysText } from '@/components/ui/kbd';
import { Menu } from '@/components/ui/menu';
import { type Option, Segmented } from '@/components/ui/segmented';
import { canRedo, canUndo } from '@/lib/editor/document';
import type { EditorSession } from './editor-session';
import styles from './landmark-canvas.module.css';
import type { PointAction } from './point-actions';
import type { Comparison } from './use-comparison';
import type { ViewportControl } from './use-viewport';
import { ViewMenu } from './view-menu';

const ZOOM_STEP = 1.4;

interface CanvasToolsProps {
  readonly session: EditorSession;
  readonly view: ViewportControl;
  readonly actions: readonly PointAction[];
  readonly comparison: Comparison;
  readonly onCompare: () => void;
  /** the stage is laid out: its zoom can be told */
  readonly hasSize: boolean;
}

/** The strip of tools above the picture; every one has a key as well. */
export function CanvasTools({ session, view, actions, comparison, onCompare, hasSize }: CanvasToolsProps) {
  const document = useStore(session.store, (state) => state.document);
  const own = useKeymapStore((store) => store.own);
  const key = (name: string, usual: string) => keysText(own[name] ?? usual);
  return (
    <div className={styles.tools}>
      <IconButton
        label="Undo"
        icon="undo"
        shortcut={key('editor.undo', 'Mod+z')}
        disabled={!document || !canUndo(document)}
        onClick={session.undo}
      />
      <IconButton
        label="Redo"
        icon="redo"
        shortcut={key('editor.redo', 'Mod+Shift+z')}
        disabled={!document || !canRedo(document)}
        onClick={session.redo}
      />
      <span className={styles.divider} />
      <OverlayBar />
      <IconButton
        label={comparison.previous === null ? 'No version before this one' : `Version ${comparison.previous} in grey`}
        icon="clock"
        shortcut={key('editor.compare', 'b')}
        pressed={comparison.revision !== null}
        disabled={comparison.previous === null}
        onClick={onCompare}
      />
      <span className={styles.divider} />
      <Menu
        label="Points"
        items={actions
          .filter(({ inMenu, enabled }) => inMenu && enabled)
          .map(({ name, label, keys, run }) => ({ label, note: key(name, keys), run }))}
        trigger={(props) => (
          <Button {...props} variant="quiet" icon="edit">
            Points
          </Button>
        )}
      />
      <span className={styles.space} />
      <span className={styles.zoom}>
        <IconButton
          label="Zoom out"
          icon="minus"
          shortcut={key('editor.zoom-out', '-')}
          onClick={() => view.zoom(1 / ZOOM_STEP)}
        />
        <output className={styles.percent} aria-label="Zoom" suppressHydrationWarning>
          {hasSize ? `${Math.round(view.viewport.scale * 100)} %` : ''}
        </output>
        <IconButton
          label="Zoom in"
          icon="plus"
          shortcut={key('editor.zoom-in', '+')}
          onClick={() => view.zoom(ZOOM_STEP)}
        />
      </span>
      <ViewMenu />
      <Segmented
        label="Fit"
        options={FITS}
        value={view.isMoved ? 'moved' : view.fit}
        onChange={(what) => what !== 'moved' && view.fitTo(what)}
      />
    </div>
  );
}

/** `moved` is chosen by no button: it is what zooming and panning make of either. */
const FITS: readonly Option<'face' | 'image' | 'moved'>[] = [
  { value: 'face', label: 'Face' },
  { value: 'image', label: 'Image' },
];
