import { useEffect, useState } from 'react';
import { type LoadedImage, pictureAt } from './picture';

const LOADING: LoadedImage = { state: 'loading' };

/** The decoded image at an address: at once where it was asked for ahead, else `loading`, never the picture before. */
export function useImage(url: string): LoadedImage {
  const [, redraw] = useState(0);
  const entry = typeof window === 'undefined' ? null : pictureAt(url);
  const shown = entry?.result ?? LOADING;
  useEffect(() => {
    if (shown.state !== 'loading') return;
    let isWanted = true;
    void entry?.done.then(() => isWanted && redraw((count) => count + 1));
    return () => {
      isWanted = false;
    };
  }, [entry, shown]);
  return shown;
}
