'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useOverlayStore } from '@/components/overlay/overlay-store';
import { nextToPlace } from '@/lib/editor/place-order';
import { placePoint } from '@/lib/editor/point-commands';
import { lassoed } from '@/lib/editor/selection';
import { fromScreen } from '@/lib/editor/viewport';
import { annotatedPoints, toIbug68 } from '@/lib/landmarks/annotation';
import { type Box, boundingBox } from '@/lib/landmarks/geometry';
import { CanvasTools } from './canvas-tools';
import type { EditorSession } from './editor-session';
import { type Ink, readInk } from './ink';
import styles from './landmark-canvas.module.css';
import { Loupe } from './loupe';
import { PlacePanel } from './place-panel';
import { type PointAction, pointActions } from './point-actions';
import { imageUrl } from './session-cache';
import { useComparison } from './use-comparison';
import { useEditorKeys } from './use-editor-keys';
import { useElementSize } from './use-element-size';
import { useImage } from './use-image';
import { useStageGestures } from './use-stage-gestures';
import { useViewport } from './use-viewport';
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

  const loaded = useImage(imageUrl(detail));
  const notes = useMemo(() => new Map(detail.notes.map(({ landmark, text }) => [landmark, text])), [detail.notes]);
  const imageSize = { width: detail.imageWidth, height: detail.imageHeight };
  // the face as it was when the image was opened: the view must not follow a point that is being dragged
  // biome-ignore lint/correctness/useExhaustiveDependencies: once an image, or when its first prediction arrives
  const face = useMemo(() => faceBox(session, prediction), [session, prediction === null]);
  const view = useViewport(detail.id, imageSize, face, screen, settings.mirrored);
  const annotation = document?.annotation ?? null;

  useStageGestures(frame, {
    sampleId: detail.id,
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
  const middle = () => fromScreen(view.viewport, [screen.width / 2, screen.height / 2]);
  const actions = [...pointActions(session, state, prediction), ...placeActions(session, placing, middle)];
  const compare = () => comparison.previous !== null && comparison.toggle(comparison.previous);
  useEditorKeys(session, { view, actions, hasFocus, onCompare: compare });

  return (
    <section className={styles.canvas} aria-label="Image and landmarks">
      <CanvasTools
        session={session}
        view={view}
        actions={actions}
        comparison={comparison}
        onCompare={compare}
        hasSize={screen.width > 0}
      />
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
            sampleId={detail.id}
            picture={loaded.state === 'ready' ? loaded.picture : null}
            notes={notes}
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
            picture={loaded.picture}
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

const stageLabel = (name: string): string =>
  `Landmarks of ${name}. Tab, or comma and full stop, choose a landmark, digits a contour; arrow keys move it, with Shift by 0.2 px; Escape lets go.`;

/** Placing by keyboard: the view is brought over the place, and one key sets the landmark there. */
const placeActions = (
  session: EditorSession,
  placing: number | null,
  middle: () => readonly [number, number],
): readonly PointAction[] => [
  {
    name: 'points.place-here',
    keys: 'Enter',
    label: 'Place it in the middle of the view',
    enabled: placing !== null,
    inMenu: true,
    run: () => placeNext(session, middle()),
  },
];

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
