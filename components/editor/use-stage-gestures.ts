import { type RefObject, useEffect, useRef } from 'react';
import { pickLandmark } from '@/lib/editor/pick';
import { fromScreen, type Viewport, wheelFactor } from '@/lib/editor/viewport';
import type { Annotation } from '@/lib/landmarks/annotation';

export interface StageGestures {
  /** the face on the stage: what is held is let go of when another one takes its place */
  readonly sampleId: string;
  readonly viewport: Viewport;
  /** what can be taken hold of; null: nothing */
  readonly annotation: Annotation | null;
  /** landmarks chosen: dragging one of them drags all */
  readonly selection: readonly number[];
  /** a click places a landmark instead of choosing one */
  readonly isPlacing: boolean;
  onSelect(index: number | null): void;
  /** chosen or let go beside the others */
  onToggle(index: number): void;
  /** the line drawn round landmarks so far, image px; null: it is finished or given up */
  onLasso(path: readonly Place[] | null): void;
  onLassoEnd(path: readonly Place[]): void;
  onPlace(place: Place): void;
  onHover(index: number | null): void;
  onDragStart(index: number): void;
  /** @param swing Alt is held: turn and scale instead of moving */
  onDragMove(index: number, point: readonly [number, number], swing: boolean): void;
  onDragEnd(): void;
  onDragCancel(): void;
  onPan(dx: number, dy: number): void;
  onZoom(factor: number, cursor: readonly [number, number]): void;
}

type Place = readonly [x: number, y: number];

type Hold =
  | { readonly kind: 'pan'; last: Place; moved: boolean; readonly click: 'deselect' | 'place' | 'nothing' }
  | { readonly kind: 'lasso'; path: readonly Place[] }
  | { readonly kind: 'point'; readonly index: number; readonly from: Place; readonly grip: Place; dragging: boolean };

/** How near the pointer must be to a landmark, screen px. */
const REACH = { mouse: 12, touch: 24 } as const;
/** A press that moves less is a click, screen px. */
const CLICK_SLACK = 2;

/**
 * Mouse, pen, touch and wheel on the stage: press on a landmark drags it (the nearest one wins), press elsewhere pans,
 * wheel and pinch zoom; with Shift a press on a landmark adds it to those chosen, and elsewhere draws a lasso. Escape, or a pointer that is lost, cancels a drag. Our own picking instead of the canvas
 * library's, so that nothing on the canvas has to listen.
 */
export function useStageGestures(element: RefObject<HTMLElement | null>, gestures: StageGestures): void {
  const latest = useRef(gestures);
  latest.current = gestures;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the next face begins with nothing held
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const pointers = new Map<number, Place>();
    let hold: Hold | null = null;
    let spaceHeld = false;

    const placeOf = (event: MouseEvent): Place => {
      const { left, top } = target.getBoundingClientRect();
      return [event.clientX - left, event.clientY - top];
    };
    const pick = (place: Place, reach: number): number | null => {
      const { annotation, viewport } = latest.current;
      return annotation && pickLandmark(annotation, fromScreen(viewport, place), reach / viewport.scale);
    };
    const showCursor = (cursor: '' | 'grab' | 'grabbing' | 'pointer' | 'crosshair') => {
      target.style.cursor = cursor || (latest.current.isPlacing ? 'crosshair' : '');
    };

    function letGo(how: 'end' | 'cancel') {
      if (hold?.kind === 'point' && hold.dragging) {
        if (how === 'end') latest.current.onDragEnd();
        else latest.current.onDragCancel();
      }
      if (hold?.kind === 'lasso') {
        latest.current.onLasso(null);
        if (how === 'end') latest.current.onLassoEnd(hold.path);
      }
      hold = null;
      showCursor(spaceHeld ? 'grab' : '');
    }

    function onPointerDown(event: PointerEvent) {
      if (event.button > 1) return;
      target?.focus({ preventScroll: true });
      target?.setPointerCapture(event.pointerId);
      const place = placeOf(event);
      pointers.set(event.pointerId, place);
      if (pointers.size > 1) {
        letGo('cancel');
        return;
      }
      event.preventDefault();
      const isPan = spaceHeld || event.button === 1;
      const { annotation, viewport, selection, isPlacing, onSelect, onToggle } = latest.current;
      const index = isPan || isPlacing ? null : pick(place, reachOf(event));
      if (event.shiftKey && !isPan && !isPlacing) {
        if (index === null) hold = { kind: 'lasso', path: [fromScreen(viewport, place)] };
        else onToggle(index);
        return;
      }
      if (index === null) {
        hold = { kind: 'pan', last: place, moved: false, click: isPan ? 'nothing' : isPlacing ? 'place' : 'deselect' };
        showCursor(isPlacing && !isPan ? 'crosshair' : 'grabbing');
        return;
      }
      const at = fromScreen(viewport, place);
      const point = annotation?.points[index] ?? [at[0], at[1]];
      hold = { kind: 'point', index, from: place, grip: [point[0] - at[0], point[1] - at[1]], dragging: false };
      if (!selection.includes(index)) onSelect(index);
    }

    function onPointerMove(event: PointerEvent) {
      const place = placeOf(event);
      const before = pointers.get(event.pointerId);
      if (!before) {
        if (event.pointerType === 'mouse') {
          const index = pick(place, REACH.mouse);
          latest.current.onHover(index);
          showCursor(spaceHeld ? 'grab' : index === null || latest.current.isPlacing ? '' : 'pointer');
        }
        return;
      }
      if (pointers.size === 2) pinch(event.pointerId, before, place);
      pointers.set(event.pointerId, place);
      if (hold?.kind === 'pan') movePan(hold, place);
      if (hold?.kind === 'point') movePoint(hold, place, event.altKey);
      if (hold?.kind === 'lasso') {
        hold.path = [...hold.path, fromScreen(latest.current.viewport, place)];
        latest.current.onLasso(hold.path);
      }
    }

    function movePan(pan: Hold & { kind: 'pan' }, place: Place) {
      const dx = place[0] - pan.last[0];
      const dy = place[1] - pan.last[1];
      if (!pan.moved && Math.hypot(dx, dy) <= CLICK_SLACK) return;
      pan.moved = true;
      pan.last = place;
      latest.current.onPan(dx, dy);
    }

    function movePoint(held: Hold & { kind: 'point' }, place: Place, swing: boolean) {
      if (!held.dragging) {
        if (Math.hypot(place[0] - held.from[0], place[1] - held.from[1]) <= CLICK_SLACK) return;
        held.dragging = true;
        latest.current.onDragStart(held.index);
        showCursor('grabbing');
      }
      const [x, y] = fromScreen(latest.current.viewport, place);
      latest.current.onDragMove(held.index, [x + held.grip[0], y + held.grip[1]], swing);
    }

    function pinch(moving: number, before: Place, place: Place) {
      const other = [...pointers].find(([id]) => id !== moving)?.[1];
      if (!other) return;
      const apart = (at: Place) => Math.max(1, Math.hypot(at[0] - other[0], at[1] - other[1]));
      latest.current.onPan((place[0] - before[0]) / 2, (place[1] - before[1]) / 2);
      latest.current.onZoom(apart(place) / apart(before), [(place[0] + other[0]) / 2, (place[1] + other[1]) / 2]);
    }

    function onPointerUp(event: PointerEvent) {
      if (!pointers.delete(event.pointerId)) return;
      const { viewport, onSelect, onPlace } = latest.current;
      if (hold?.kind === 'pan' && !hold.moved && hold.click === 'deselect') onSelect(null);
      if (hold?.kind === 'pan' && !hold.moved && hold.click === 'place') onPlace(fromScreen(viewport, hold.last));
      if (hold?.kind === 'point' && !hold.dragging) onSelect(hold.index); // of many chosen, a click takes this one
      letGo('end');
    }

    function onPointerCancel(event: PointerEvent) {
      if (pointers.delete(event.pointerId)) letGo('cancel');
    }

    function onKeyDown(event: KeyboardEvent) {
      if (event.key === 'Escape' && (hold?.kind === 'lasso' || (hold?.kind === 'point' && hold.dragging))) {
        // the drag is what is escaped from, not the selection
        event.stopPropagation();
        event.preventDefault();
        letGo('cancel');
      }
      if (event.key === ' ' && event.target === target && !spaceHeld) {
        event.preventDefault();
        spaceHeld = true;
        showCursor('grab');
      }
    }

    function onKeyUp(event: KeyboardEvent) {
      if (event.key !== ' ') return;
      spaceHeld = false;
      showCursor('');
    }

    function onWheel(event: WheelEvent) {
      event.preventDefault();
      latest.current.onZoom(wheelFactor(event.deltaY, event.deltaMode), placeOf(event));
    }

    const ending = new AbortController();
    const { signal } = ending;
    target.addEventListener('pointerdown', onPointerDown, { signal });
    target.addEventListener('pointermove', onPointerMove, { signal });
    target.addEventListener('pointerup', onPointerUp, { signal });
    target.addEventListener('pointercancel', onPointerCancel, { signal });
    target.addEventListener('pointerleave', () => latest.current.onHover(null), { signal });
    target.addEventListener('wheel', onWheel, { signal, passive: false });
    window.addEventListener('keydown', onKeyDown, { signal, capture: true });
    window.addEventListener('keyup', onKeyUp, { signal });
    window.addEventListener('blur', () => letGo('cancel'), { signal });
    return () => {
      letGo('cancel');
      ending.abort();
    };
  }, [element, gestures.sampleId]);
}

const reachOf = (event: PointerEvent): number => (event.pointerType === 'touch' ? REACH.touch : REACH.mouse);
