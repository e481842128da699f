import { useEffect, useState } from 'react';

export type LoadedImage =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly image: HTMLImageElement }
  | { readonly state: 'failed' };

const LOADING: LoadedImage = { state: 'loading' };

/** Loads and decodes an image off the page. A new address starts at `loading`, never with the picture before. */
export function useImage(url: string): LoadedImage {
  const [loaded, setLoaded] = useState<{ readonly url: string; readonly result: LoadedImage } | null>(null);
  useEffect(() => {
    let isWanted = true;
    const image = new Image();
    image.src = url;
    const settle = (result: LoadedImage) => isWanted && setLoaded({ url, result });
    image.decode().then(
      () => settle({ state: 'ready', image }),
      () => settle({ state: 'failed' }),
    );
    return () => {
      isWanted = false;
    };
  }, [url]);
  return loaded?.url === url ? loaded.result : LOADING;
}
