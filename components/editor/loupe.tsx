'use client';

import { useLayoutEffect, useRef } from 'react';
import { toScreen, type Viewport } from '@/lib/editor/viewport';
import { type Annotation, isAnnotated } from '@/lib/landmarks/annotation';
import type { Size } from '@/lib/landmarks/geometry';
import type { Ink } from './ink';
import styles from './loupe.module.css';
import type { Picture } from './picture';

interface LoupeProps {
  readonly picture: Picture;
  readonly annotation: Annotation;
  /** the landmark being moved */
  readonly index: number;
  readonly viewport: Viewport;
  readonly screen: Size;
  readonly filter: string;
  readonly ink: Ink;
}

const SIDE = 168;
/** How much more than the stage it magnifies, and its least scale, screen px per image px. */
const MAGNIFIES = 3;
const LEAST_SCALE = 8;

/** The pixels under the point being moved, in the corner that the hand does not cover. */
export function Loupe({ picture, annotation, index, viewport, screen, filter, ink }: LoupeProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const density = typeof window === 'undefined' ? 1 : Math.min(2, window.devicePixelRatio);
  const [x, y] = annotation.points[index];

  useLayoutEffect(() => {
    const pen = canvas.current?.getContext('2d');
    if (!pen) return;
    const scale = Math.max(LEAST_SCALE, MAGNIFIES * viewport.scale);
    const middle = SIDE / 2;
    pen.setTransform(density, 0, 0, density, 0, 0);
    pen.clearRect(0, 0, SIDE, SIDE);
    pen.translate(middle, middle);
    pen.scale(viewport.mirrored ? -scale : scale, scale);
    pen.translate(-x, -y);
    pen.imageSmoothingEnabled = false;
    picture.draw(pen);
    pen.lineWidth = 1.5 / scale;
    annotation.points.forEach(([px, py], other) => {
      if (!isAnnotated(annotation, other) || other === index) return;
      pen.beginPath();
      pen.arc(px, py, 4 / scale, 0, 2 * Math.PI);
      pen.fillStyle = ink.groundTruth;
      pen.strokeStyle = ink.rim;
      pen.stroke();
      pen.fill();
    });
    for (const [width, color] of [[3, ink.rim] as const, [1, ink.pointInHand] as const]) {
      pen.lineWidth = width / scale;
      pen.strokeStyle = color;
      pen.beginPath();
      for (const [dx, dy] of [[1, 0] as const, [-1, 0] as const, [0, 1] as const, [0, -1] as const]) {
        pen.moveTo(x + (dx * 4) / scale, y + (dy * 4) / scale);
        pen.lineTo(x + (dx * 16) / scale, y + (dy * 16) / scale);
      }
      pen.stroke();
    }
  }, [picture, annotation, index, viewport, x, y, ink, density]);

  const [sx, sy] = toScreen(viewport, [x, y]);
  const isUnderLeft = sx < SIDE + 48 && sy < SIDE + 48;
  return (
    <canvas
      ref={canvas}
      className={styles.loupe}
      style={{ filter }}
      data-side={isUnderLeft && screen.width > 2 * SIDE ? 'right' : 'left'}
      width={SIDE * density}
      height={SIDE * density}
    />
  );
}
