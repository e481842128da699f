'use client';

import { useEffect, useState } from 'react';
import type { DrawingCalls } from '@/models/runtime/drawing-protocol';
import { type OwnWorker, takeWorker } from '@/models/runtime/worker-client';

/** A thread that draws generated faces. */
export type FaceDrawer = OwnWorker<DrawingCalls>;

/** A thread of this page that draws faces; null until it has been started. */
export function useFaceDrawer(): FaceDrawer | null {
  const [drawer, setDrawer] = useState<FaceDrawer | null>(null);
  useEffect(() => {
    const made = takeWorker<DrawingCalls>(new Worker('/workers/drawing.worker.js'), 'the thread that draws faces');
    setDrawer(made);
    return () => made.dispose();
  }, []);
  return drawer;
}
