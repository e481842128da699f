'use client';

import { useEffect, useRef } from 'react';
import type { DrawnFace } from '@/models/runtime/drawing-protocol';

interface FaceCanvasProps {
  readonly face: DrawnFace;
  readonly label: string;
}

/** A drawn face, one pixel of the canvas each; CSS gives its size on the page. */
export function FaceCanvas({ face, label }: FaceCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { size, pixels } = face;
    canvas.current?.getContext('2d')?.putImageData(new ImageData(pixels, size, size), 0, 0);
  }, [face]);
  return <canvas ref={canvas} width={face.size} height={face.size} role="img" aria-label={label} />;
}
