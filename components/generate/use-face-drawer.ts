'use client';

import { useEffect, useState } from 'react';
import { createFaceDrawer, type FaceDrawer } from '@/models/runtime/drawing-client';

/** A thread of this page that draws faces; null until it has been started. */
export function useFaceDrawer(): FaceDrawer | null {
  const [drawer, setDrawer] = useState<FaceDrawer | null>(null);
  useEffect(() => {
    const made = createFaceDrawer(new Worker('/workers/drawing.worker.js'));
    setDrawer(made);
    return () => made.dispose();
  }, []);
  return drawer;
}
