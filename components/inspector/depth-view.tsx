'use client';

import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { readInk } from '@/components/editor/ink';
import { useElementSize } from '@/components/editor/use-element-size';
import { Button } from '@/components/ui/button';
import type { Contour } from '@/lib/landmarks/scheme';
import { createDepthScene, type DepthFace, type DepthPoints, type DepthScene, type Turn } from './depth-scene';
import styles from './depth-view.module.css';

interface DepthViewProps {
  readonly groundTruth: DepthPoints | null;
  readonly prediction: DepthPoints | null;
  readonly contours: readonly Contour[];
  readonly highlighted: number | null;
  readonly onHover: (index: number | null) => void;
  readonly onSelect: (index: number | null) => void;
}

/** Sides are the subject's own: turned to the image's right, the face shows its right side. */
const VIEWS: readonly { readonly label: string; readonly turn: Turn }[] = [
  { label: 'Front', turn: { yaw: 0, pitch: 0 } },
  { label: 'Right side', turn: { yaw: 90, pitch: 0 } },
  { label: 'Left side', turn: { yaw: -90, pitch: 0 } },
  { label: 'Above', turn: { yaw: 0, pitch: 80 } },
];
/** A first look from the side, so that depth is seen at once. */
const FIRST_TURN: Turn = { yaw: -30, pitch: 8 };
const DEGREES_PER_PX = 0.6;
const DEGREES_PER_KEY = 10;

const turned = ({ yaw, pitch }: Turn, byYaw: number, byPitch: number): Turn => ({
  yaw: ((((yaw + byYaw + 180) % 360) + 360) % 360) - 180,
  pitch: Math.max(-90, Math.min(90, pitch + byPitch)),
});

/** Landmarks in space: drag or arrow keys turn, wheel zooms, hover and click light the same point as on the image. */
export function DepthView({ groundTruth, prediction, contours, highlighted, onHover, onSelect }: DepthViewProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const scene = useRef<DepthScene>(null);
  const size = useElementSize(frame);
  const [turn, setTurn] = useState(FIRST_TURN);
  const [failure, setFailure] = useState<string | null>(null);
  const press = useRef<{ x: number; y: number; moved: boolean } | null>(null);

  useEffect(() => {
    if (!canvas.current) return;
    const ink = readInk(canvas.current);
    try {
      scene.current = createDepthScene(canvas.current, {
        background: ink.rim,
        pointInHand: ink.pointInHand,
        vectorColor: ink.pointInHand,
      });
    } catch {
      setFailure('This browser gives no WebGL, so there is no 3D view.');
    }
    return () => {
      scene.current?.dispose();
      scene.current = null;
    };
  }, []);

  const faces = useMemo(() => ({ groundTruth, prediction, contours }), [groundTruth, prediction, contours]);
  useEffect(() => {
    if (!canvas.current) return;
    const ink = readInk(canvas.current);
    const list: DepthFace[] = [];
    if (faces.groundTruth) list.push({ points: faces.groundTruth, color: ink.groundTruth, contours: faces.contours });
    if (faces.prediction) list.push({ points: faces.prediction, color: ink.prediction, contours: faces.contours });
    scene.current?.show(list);
  }, [faces]);
  useEffect(() => scene.current?.resize(size.width, size.height), [size]);
  useEffect(() => scene.current?.turnTo(turn), [turn]);
  useEffect(() => scene.current?.highlight(highlighted), [highlighted]);

  useEffect(() => {
    const target = frame.current;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      scene.current?.zoomBy(Math.exp(-event.deltaY * 0.002));
    };
    target?.addEventListener('wheel', onWheel, { passive: false });
    return () => target?.removeEventListener('wheel', onWheel);
  }, []);

  const pickAt = (event: PointerEvent<HTMLElement>): number | null => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return scene.current?.pick(event.clientX - left, event.clientY - top) ?? null;
  };

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    const from = press.current;
    if (!from) {
      onHover(pickAt(event));
      return;
    }
    const dx = event.clientX - from.x;
    const dy = event.clientY - from.y;
    if (!from.moved && Math.hypot(dx, dy) < 3) return;
    press.current = { x: event.clientX, y: event.clientY, moved: true };
    setTurn((at) => turned(at, dx * DEGREES_PER_PX, dy * DEGREES_PER_PX));
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    setTurn((at) => turned(at, step[0] * DEGREES_PER_KEY, step[1] * DEGREES_PER_KEY));
  }

  return (
    <div className={styles.view}>
      <div
        ref={frame}
        className={styles.frame}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys turn the face
        tabIndex={0}
        aria-label="Landmarks in space. Arrow keys turn the face."
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          press.current = { x: event.clientX, y: event.clientY, moved: false };
        }}
        onPointerMove={onPointerMove}
        onPointerUp={(event) => {
          if (press.current && !press.current.moved) onSelect(pickAt(event));
          press.current = null;
        }}
        onPointerCancel={() => {
          press.current = null;
        }}
        onPointerLeave={() => onHover(null)}
      >
        <canvas ref={canvas} className={styles.canvas} />
        {failure && <p className={styles.failure}>{failure}</p>}
      </div>
      <div className={styles.views}>
        {VIEWS.map((view) => (
          <Button key={view.label} variant="quiet" onClick={() => setTurn(view.turn)}>
            {view.label}
          </Button>
        ))}
        <output className={styles.turn}>
          yaw {turn.yaw.toFixed(0)}° · pitch {turn.pitch.toFixed(0)}°
        </output>
      </div>
    </div>
  );
}
