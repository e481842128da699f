import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImage } from '@/lib/image/decode-node';
import { withoutExif } from '@/lib/image/without-exif';

const [WIDTH, HEIGHT] = [12, 8];
const picture = () =>
  sharp(
    Uint8Array.from({ length: 3 * WIDTH * HEIGHT }, (_, i) => (37 * i) % 251),
    {
      raw: { width: WIDTH, height: HEIGHT, channels: 3 },
    },
  );
/** lies on its side: EXIF says to turn it by 90° */
const turned = () => picture().withMetadata({ orientation: 6 });

describe('a picture without its EXIF data', () => {
  it.each([
    ['JPEG', () => turned().jpeg().toBuffer()],
    ['PNG', () => turned().png().toBuffer()],
    ['WebP', () => turned().webp({ lossless: true }).toBuffer()],
  ])('has the stored pixels and nothing that turns them: %s', async (_, make) => {
    const bytes = new Uint8Array(await make());
    expect((await sharp(bytes).metadata()).orientation).toBe(6);
    const bare = withoutExif(bytes);
    expect((await sharp(bare).metadata()).orientation).toBeUndefined();
    expect(await decodeImage(bare)).toEqual(await decodeImage(bytes));
  });

  it('is the same bytes where there is none, or no picture at all', async () => {
    const plain = new Uint8Array(await picture().jpeg().toBuffer());
    expect(withoutExif(plain)).toBe(plain);
    const text = new TextEncoder().encode('Exif');
    expect(withoutExif(text)).toBe(text);
  });
});
