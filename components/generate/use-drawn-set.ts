'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { errorLine } from '@/lib/request';
import type { FaceRecipe } from '@/lib/synthesis/face-recipe';
import type { SetReport } from '@/lib/synthesis/set-report';
import type { DrawnFace } from '@/models/runtime/drawing-protocol';
import { newestFirst } from './newest-first';
import { type FaceDrawer, useFaceDrawer } from './use-face-drawer';

/** Drawn at once, while a slider moves. */
const QUICK = { size: 128, supersample: 1 } as const;
/** Drawn when it rests. */
const FULL = { size: 512, supersample: 2 } as const;
const SHEET = { size: 160, supersample: 1 } as const;
export const SHEET_FACES = 24;
/** Faces that the predicted report counts; their parameters only. */
const REPORT_FACES = 1000;
const REST_MS = 180;

export interface DrawnSet {
  /** the face in question, coarse while it changes */
  readonly face: DrawnFace | null;
  readonly isFull: boolean;
  /** [SHEET_FACES] faces 0, 1, 2 … of the set; null where one is still to come */
  readonly sheet: readonly (DrawnFace | null)[];
  readonly report: SetReport | null;
  /** sheet and report are of earlier settings, or still to come */
  readonly isBehind: boolean;
  readonly error: string | null;
}

/**
 * Draws what the settings stand for, in two threads: one follows the sliders with a small picture, the other makes the full
 * one, the report and the sheet once they rest.
 *
 * @param recipe the same object as long as nothing has changed; null while it is not known yet
 * @param index  the face to show large
 */
export function useDrawnSet(recipe: FaceRecipe | null, index: number): DrawnSet {
  const quick = useFaceDrawer();
  const careful = useFaceDrawer();
  const wish = useMemo(() => recipe && { recipe, index }, [recipe, index]);
  const face = useFace(quick, careful, wish);
  const set = useSheet(careful, recipe);
  return { ...face, ...set, error: face.error ?? set.error };
}

interface Wish {
  readonly recipe: FaceRecipe;
  readonly index: number;
}

function useFace(quick: FaceDrawer | null, careful: FaceDrawer | null, wish: Wish | null) {
  const [shown, setShown] = useState<{ readonly wish: Wish; readonly face: DrawnFace } | null>(null);
  const [error, setError] = useState<string | null>(null);
  const follower = useRef<ReturnType<typeof newestFirst<Wish, DrawnFace>> | null>(null);

  useEffect(() => {
    if (!quick) return;
    follower.current = newestFirst(
      (wanted: Wish) => quick.call('draw', { ...wanted, ...QUICK }),
      (wanted, face, failure) => {
        setError(failure ? errorLine(failure) : null);
        // the full picture may have come first
        if (face) setShown((old) => (old?.wish === wanted ? old : { wish: wanted, face }));
      },
    );
    return () => follower.current?.stop();
  }, [quick]);

  useEffect(() => {
    if (quick && wish) follower.current?.want(wish);
  }, [quick, wish]);

  useEffect(
    () =>
      whenAtRest(careful && wish, async (signal) => {
        if (!careful || !wish) return;
        const face = await careful.call('draw', { ...wish, ...FULL }, { signal });
        setShown({ wish, face });
        setError(null);
      }),
    [careful, wish],
  );
  const face = shown?.face ?? null;
  return { face, isFull: shown !== null && shown.wish === wish && face?.size === FULL.size, error };
}

const NO_FACES: readonly (DrawnFace | null)[] = new Array(SHEET_FACES).fill(null);

function useSheet(careful: FaceDrawer | null, recipe: FaceRecipe | null) {
  const [sheet, setSheet] = useState(NO_FACES);
  const [report, setReport] = useState<SetReport | null>(null);
  const [drawnOf, setDrawnOf] = useState<FaceRecipe | null>(null);
  const [error, setError] = useState<string | null>(null);

  useEffect(
    () =>
      whenAtRest(careful && recipe, async (signal) => {
        if (!careful || !recipe) return;
        try {
          setReport(await careful.call('report', { recipe, faces: REPORT_FACES }, { signal }));
          await Promise.all(
            NO_FACES.map(async (_, index) => {
              const face = await careful.call('draw', { recipe, index, ...SHEET }, { signal });
              setSheet((old) => old.with(index, face));
            }),
          );
          setDrawnOf(recipe);
          setError(null);
        } catch (failure) {
          if (!signal.aborted) setError(errorLine(failure));
        }
      }),
    [careful, recipe],
  );
  return { sheet, report, isBehind: drawnOf !== recipe, error };
}

/** Begins the work once nothing has changed for a moment. @returns stops it, begun or not */
function whenAtRest(ready: unknown, work: (signal: AbortSignal) => Promise<void>): () => void {
  const stop = new AbortController();
  const timer = setTimeout(() => {
    // what was thrown after a change belongs to nobody
    if (ready) void work(stop.signal).catch(() => undefined);
  }, REST_MS);
  return () => {
    clearTimeout(timer);
    stop.abort();
  };
}
