import { describe, expect, it } from 'vitest';
import type { RgbImage } from '@/lib/image/rgb-image';
import { ImageCache } from '@/lib/server/image-cache';

const imageOf = (bytes: number): RgbImage => ({ width: 1, height: 1, data: new Uint8Array(bytes) });

/** A cache of 100 bytes over images whose id tells their size, and the ids it has loaded. */
function cacheOf100() {
  const loaded: string[] = [];
  const cache = new ImageCache(async (id) => {
    loaded.push(id);
    if (id === 'broken') throw new Error('undecodable');
    return imageOf(Number(id.split(':')[1]));
  }, 100);
  return { cache, loaded };
}

describe('the cache of decoded images', () => {
  it('loads an image once, also for two who ask at the same time', async () => {
    const { cache, loaded } = cacheOf100();
    const [first, second] = await Promise.all([cache.read('a:10'), cache.read('a:10')]);
    expect(second).toBe(first);
    await cache.read('a:10');
    expect(loaded).toEqual(['a:10']);
  });

  it('drops the one not asked for longest, and no more than it must', async () => {
    const { cache, loaded } = cacheOf100();
    for (const id of ['a:40', 'b:40', 'a:40', 'c:40']) await cache.read(id); // 120 bytes: b goes
    await cache.read('a:40');
    await cache.read('c:40');
    expect(loaded).toEqual(['a:40', 'b:40', 'c:40']);
    await cache.read('b:40');
    expect(loaded).toEqual(['a:40', 'b:40', 'c:40', 'b:40']);
  });

  it('does not keep one larger than all its room', async () => {
    const { cache, loaded } = cacheOf100();
    await cache.read('a:40');
    expect((await cache.read('huge:500')).data).toHaveLength(500);
    await cache.read('b:40');
    await cache.read('huge:500');
    expect(loaded.filter((id) => id === 'huge:500')).toHaveLength(2);
  });

  it('tells each failure to its caller and tries again', async () => {
    const { cache, loaded } = cacheOf100();
    const full = cache.read('a:100');
    await expect(cache.read('broken')).rejects.toThrow('undecodable');
    await cache.read('b:90'); // drops a: a broken entry left behind would be an unhandled rejection
    await full;
    await expect(cache.read('broken')).rejects.toThrow('undecodable');
    expect(loaded.filter((id) => id === 'broken')).toHaveLength(2);
  });
});
