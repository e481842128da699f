'use client';

import { useEffect, useRef } from 'react';
import { readInk } from '@/components/editor/ink';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { type HeadPoint, turnHead } from '@/lib/tracking/head-turn';
import styles from './head-view.module.css';
import type { LiveState } from './live-state';

const SIDE = 128;
/** mm from the centre to the canvas' edge */
const REACH = 108;
const DEGREES = 180 / Math.PI;

interface HeadViewProps {
  readonly pose: NonNullable<LiveState['pose']>;
  readonly isMirrored: boolean;
}

/** A head that turns as the largest face does, with its pose in degrees. */
export function HeadView({ pose, isMirrored }: HeadViewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  // what is seen in a mirror turns the other way
  const side = isMirrored ? -1 : 1;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context) return;
    const { prediction } = readInk(canvas.current);
    const { pitchRad, yawRad, rollRad } = pose;
    drawHead(context, turnHead({ pitchRad, yawRad: side * yawRad, rollRad: side * rollRad }), prediction);
  }, [pose, side]);
  const degrees = (radians: number) => `${Math.round(radians * DEGREES)}°`;
  return (
    <figure className={styles.head}>
      <canvas ref={canvas} width={2 * SIDE} height={2 * SIDE} />
      <figcaption>
        <span>yaw {degrees(pose.yawRad)}</span>
        <span>pitch {degrees(pose.pitchRad)}</span>
        <span>roll {degrees(pose.rollRad)}</span>
      </figcaption>
    </figure>
  );
}

/** Contours in space; what is further away is fainter. */
function drawHead(context: CanvasRenderingContext2D, head: readonly HeadPoint[], color: string): void {
  const { width, height } = context.canvas;
  const scale = width / 2 / REACH;
  const place = ([x, y]: HeadPoint): [number, number] => [width / 2 + x * scale, height / 2 + y * scale];
  context.clearRect(0, 0, width, height);
  context.lineWidth = 3;
  context.lineCap = 'round';
  context.strokeStyle = color;
  for (const { indices, closed } of IBUG_68.contours) {
    const path = closed ? [...indices, indices[0]] : indices;
    for (let i = 1; i < path.length; i++) {
      const [from, to] = [head[path[i - 1]], head[path[i]]];
      const depth = (from[2] + to[2]) / 2;
      context.globalAlpha = Math.min(1, Math.max(0.25, 0.75 - depth / 110));
      context.beginPath();
      context.moveTo(...place(from));
      context.lineTo(...place(to));
      context.stroke();
    }
  }
  context.globalAlpha = 1;
}
