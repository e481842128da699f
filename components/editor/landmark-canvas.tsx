'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { OverlayBar } from '@/components/overlay/overlay-bar';
import { useOverlayStore } from '@/components/overlay/overlay-store';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Menu } from '@/components/ui/menu';
import { type Option, Segmented } from '@/components/ui/segmented';
import { canRedo, canUndo } from '@/lib/editor/document';
import { nextToPlace } from '@/lib/editor/place-order';
import { placePoint } from '@/lib/editor/point-commands';
import { lassoed } from '@/lib/editor/selection';
import { annotatedPoints, toIbug68 } from '@/lib/landmarks/annotation';
import { type Box, boundingBox } from '@/lib/landmarks/geometry';
import type { EditorSession } from './editor-session';
import { type Ink, readInk } from './ink';
import styles from './landmark-canvas.module.css';
import { Loupe } from './loupe';
import { PlacePanel } from './place-panel';
import { pointActions } from './point-actions';
import { useComparison } from './use-comparison';
import { useEditorKeys } from './use-editor-keys';
import { useElementSize } from './use-element-size';
import { useImage } from './use-image';
import { useStageGestures } from './use-stage-gestures';
import { useViewport } from './use-viewport';
import { ViewMenu } from './view-menu';
import { filterOf, useViewStore } from './view-store';

const LandmarkStage = dynamic(() => import('./landmark-stage').then((module) => module.LandmarkStage), { ssr: false });

type Places = readonly (readonly [number, number, ...number[]])[];

interface LandmarkCanvasProps {
  readonly session: EditorSession;
  /** [68] of the chosen model, image px */
  readonly prediction: Places | null;
  /** one line below the picture that reads what is in hand */
  readonly readout: ReactNode;
}

const ZOOM_STEP = 1.4;

/** The picture with its labels, its tools above and what it reads below. A drag edits; there is no edit mode. */
export function LandmarkCanvas({ session, prediction, readout }: LandmarkCanvasProps) {
  const state = useStore(session.store);
  const { detail, document, selection, selected, hovered, conflict, compared, placing } = state;
  const settings = useViewStore();
  const comparison = useComparison(session);
  const [hasFocus, setFocus] = useState(false);
  const [lasso, setLasso] = useState<readonly (readonly [number, number])[] | null>(null);
  const overlay = useOverlayStore();
  const frame = useRef<HTMLDivElement>(null);
  const screen = useElementSize(frame);
  const [ink, setInk] = useState<Ink | null>(null);
  useEffect(() => {
    if (frame.current) setInk(readInk(frame.current));
  }, []);

  const loaded = useImage(`/api/images/${detail.imageId}`);
  const imageSize = { width: detail.imageWidth, height: detail.imageHeight };
  // the face as it was when the image was opened: the view must not follow a point that is being dragged
  // biome-ignore lint/correctness/useExhaustiveDependencies: once an image, or when its first prediction arrives
  const face = useMemo(() => faceBox(session, prediction), [session, prediction === null]);
  const view = useViewport(detail.id, imageSize, face, screen, settings.mirrored);
  const annotation = document?.annotation ?? null;

  useStageGestures(frame, {
    viewport: view.viewport,
    annotation: overlay.groundTruth ? annotation : null,
    selection,
    isPlacing: placing !== null,
    onSelect: session.select,
    onToggle: session.toggle,
    onHover: session.hover,
    onLasso: setLasso,
    onLassoEnd: (path) => annotation && session.selectMany(lassoed(annotation, path)),
    onPlace: (place) => placeNext(session, place),
    onDragStart: session.beginDrag,
    onDragMove: session.dragTo,
    onDragEnd: session.commitDrag,
    onDragCancel: session.cancelDrag,
    onPan: view.panBy,
    onZoom: view.zoom,
  });
  const actions = pointActions(session, state, prediction);
  const compare = () => comparison.previous !== null && comparison.toggle(comparison.previous);
  useEditorKeys(session, { view, actions, hasFocus, onCompare: compare });

  const percent = Math.round(view.viewport.scale * 100);
  return (
    <section className={styles.canvas} aria-label="Image and landmarks">
      <div className={styles.tools}>
        <IconButton
          label="Undo"
          icon="undo"
          shortcut="Ctrl+Z"
          disabled={!document || !canUndo(document)}
          onClick={session.undo}
        />
        <IconButton
          label="Redo"
          icon="redo"
          shortcut="Ctrl+Shift+Z"
          disabled={!document || !canRedo(document)}
          onClick={session.redo}
        />
        <span className={styles.divider} />
        <OverlayBar />
        <IconButton
          label={comparison.previous === null ? 'No version before this one' : `Version ${comparison.previous} in grey`}
          icon="clock"
          shortcut="b"
          pressed={compared !== null}
          disabled={comparison.previous === null}
          onClick={compare}
        />
        <span className={styles.divider} />
        <Menu
          label="Points"
          items={actions
            .filter(({ inMenu, enabled }) => inMenu && enabled)
            .map(({ label, keys, run }) => ({ label, note: keys, run }))}
          trigger={(props) => (
            <Button {...props} variant="quiet" icon="edit">
              Points
            </Button>
          )}
        />
        <span className={styles.space} />
        <span className={styles.zoom}>
          <IconButton label="Zoom out" icon="minus" shortcut="-" onClick={() => view.zoom(1 / ZOOM_STEP)} />
          <output className={styles.percent} aria-label="Zoom" suppressHydrationWarning>
            {screen.width > 0 ? `${percent} %` : ''}
          </output>
          <IconButton label="Zoom in" icon="plus" shortcut="+" onClick={() => view.zoom(ZOOM_STEP)} />
        </span>
        <ViewMenu />
        <Segmented
          label="Fit"
          options={FITS}
          value={view.isMoved ? 'moved' : view.fit}
          onChange={(what) => what !== 'moved' && view.fitTo(what)}
        />
      </div>
      <div
        ref={frame}
        className={styles.frame}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move the point in hand
        tabIndex={0}
        aria-label={stageLabel(detail.name)}
        onFocus={() => setFocus(true)}
        onBlur={() => setFocus(false)}
      >
        {ink && screen.width > 0 && (
          <LandmarkStage
            screen={screen}
            viewport={view.viewport}
            image={loaded.state === 'ready' ? loaded.image : null}
            annotation={annotation}
            prediction={prediction}
            earlier={conflict?.theirs.annotation ?? compared?.annotation ?? null}
            overlay={overlay}
            filter={filterOf(settings)}
            lasso={lasso}
            selection={selection}
            selected={selected}
            hovered={hovered}
            ink={ink}
          />
        )}
        {ink && document?.gesture && selected !== null && loaded.state === 'ready' && (
          <Loupe
            image={loaded.image}
            annotation={document.annotation}
            index={selected}
            viewport={view.viewport}
            screen={screen}
            filter={filterOf(settings)}
            ink={ink}
          />
        )}
        {loaded.state === 'loading' && <p className={styles.note}>Loading the image…</p>}
        {loaded.state === 'failed' && (
          <p className={styles.note} role="alert">
            The image file cannot be read. Its labels are shown without it.
          </p>
        )}
      </div>
      {document && placing !== null && (
        <PlacePanel annotation={document.annotation} next={placing} onNext={session.place} />
      )}
      {readout}
    </section>
  );
}

/** `moved` is chosen by no button: it is what zooming and panning make of either. */
const FITS: readonly Option<'face' | 'image' | 'moved'>[] = [
  { value: 'face', label: 'Face' },
  { value: 'image', label: 'Image' },
];

const stageLabel = (name: string): string =>
  `Landmarks of ${name}. Tab, or comma and full stop, choose a landmark, digits a contour; arrow keys move it, with Shift by 0.2 px; Escape lets go.`;

/** Places the landmark whose turn it is, and names the next; with the last one placing ends. */
function placeNext(session: EditorSession, place: readonly [number, number]): void {
  const { placing } = session.store.getState();
  if (placing === null) return;
  session.run((document) => placePoint(document, placing, place));
  const { document } = session.store.getState();
  session.place(document && nextToPlace(document.annotation, placing + 1));
}

function faceBox({ store }: EditorSession, prediction: Places | null): Box | null {
  const { document } = store.getState();
  const points = document
    ? annotatedPoints(toIbug68(document.annotation))
    : prediction?.map(([x, y]) => [x, y] as const);
  return points && points.length > 0 ? boundingBox(points) : null;
}
