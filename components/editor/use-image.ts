import { useEffect, useState } from 'react';

export type LoadedImage =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly image: ImageBitmap }
  | { readonly state: 'failed' };

const LOADING: LoadedImage = { state: 'loading' };

/** Pixels as they are stored, as the server and the model see them: a camera's note to turn them is not followed. */
const AS_STORED: ImageBitmapOptions = { imageOrientation: 'none', colorSpaceConversion: 'none' };

/** Loads and decodes an image off the page. A new address starts at `loading`, never with the picture before. */
export function useImage(url: string): LoadedImage {
  const [loaded, setLoaded] = useState<{ readonly url: string; readonly result: LoadedImage } | null>(null);
  useEffect(() => {
    const leave = new AbortController();
    const load = async (): Promise<LoadedImage> => {
      const response = await fetch(url, { signal: leave.signal });
      if (!response.ok) return { state: 'failed' };
      return { state: 'ready', image: await createImageBitmap(await response.blob(), AS_STORED) };
    };
    load()
      .catch((): LoadedImage => ({ state: 'failed' })) // no picture: the stage says so in words
      .then((result) => {
        if (!leave.signal.aborted) setLoaded({ url, result });
      });
    return () => leave.abort();
  }, [url]);
  return loaded?.url === url ? loaded.result : LOADING;
}
