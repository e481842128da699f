import { describe, expect, it } from 'vitest';
import { type FingerprintedImage, findDuplicates } from '@/lib/datasets/quality/find-duplicates';
import { fingerprintOf } from '@/lib/datasets/quality/fingerprint';
import { hashDistance, NEAR_COPY_BITS, nearBetween, rowOf } from '@/lib/datasets/quality/near-copy';
import { createRgbImage, type RgbImage } from '@/lib/image/rgb-image';
import type { Annotation } from '@/lib/landmarks/annotation';
import { imagePoint } from '@/lib/landmarks/geometry';
import { mirrorAnnotation } from '@/lib/landmarks/mirror';
import { createRandom } from '@/lib/random';
import { handMadeFace } from './hand-made-faces';

/** Soft blobs of random place, size and colour: what a photo is to a thumbnail. */
function drawScene(seed: number, width = 160, height = 120): RgbImage {
  const random = createRandom(seed);
  const blobs = Array.from({ length: 25 }, () => ({
    x: random.uniform(0, 1),
    y: random.uniform(0, 1),
    size: random.uniform(0.03, 0.2),
    level: random.uniform(-90, 90),
  }));
  const image = createRgbImage(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let grey = 128;
      for (const blob of blobs) {
        const square = ((x + 0.5) / width - blob.x) ** 2 + ((y + 0.5) / height - blob.y) ** 2;
        grey += blob.level * Math.exp(-square / blob.size ** 2);
      }
      image.data.fill(Math.max(0, Math.min(255, Math.round(grey))), 3 * (y * width + x), 3 * (y * width + x) + 3);
    }
  }
  return image;
}

function transformed(
  from: RgbImage,
  width: number,
  height: number,
  pixel: (x: number, y: number) => readonly [x: number, y: number],
  level: (value: number) => number = (value) => value,
): RgbImage {
  const image = createRgbImage(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = pixel(x, y);
      for (let k = 0; k < 3; k++) {
        image.data[3 * (y * width + x) + k] = Math.max(
          0,
          Math.min(255, level(from.data[3 * (v * from.width + u) + k])),
        );
      }
    }
  }
  return image;
}

const entry = (
  id: string,
  image: RgbImage,
  annotation: Annotation | null = null,
  contentHash = id,
): FingerprintedImage => ({
  id,
  contentHash,
  fingerprint: fingerprintOf(image, annotation),
});

const scene = drawScene(1);
const others = [2, 3, 4, 5, 6].map((seed) => entry(`other-${seed}`, drawScene(seed)));

describe('fingerprintOf', () => {
  it('mirrors its hash by turning the odd frequencies round', () => {
    const mirrored = fingerprintOf(transformed(scene, 160, 120, (x, y) => [159 - x, y])).whole!;
    const straight = fingerprintOf(scene).whole!;
    expect(hashDistance(straight, mirrored, true)).toBeLessThan(12);
    expect(hashDistance(straight, mirrored)).toBeGreaterThan(NEAR_COPY_BITS);
  });

  it('has no face view where there is no label', () => {
    expect(fingerprintOf(scene).face).toBeNull();
  });

  it('makes nothing of an image of one colour', () => {
    expect(fingerprintOf(createRgbImage(50, 50)).whole).toBeNull();
    expect(findDuplicates([entry('a', createRgbImage(50, 50)), entry('b', createRgbImage(60, 60))])).toEqual([]);
  });
});

describe('near copies', () => {
  it('counts the signs that differ', () => {
    const hash = new Uint32Array(8);
    const other = Uint32Array.of(0b1011, 0, 0xffffffff, 0, 0, 0, 0, 1);
    expect(hashDistance(hash, hash)).toBe(0);
    expect(hashDistance(hash, other)).toBe(3 + 32 + 1);
  });

  it('are found between two rows, each with its place, and not among other pictures', () => {
    const copy = fingerprintOf(transformed(scene, 80, 60, (x, y) => [2 * x, 2 * y]));
    const known = others.map(({ fingerprint }) => fingerprint);
    const found: number[][] = [];
    nearBetween(rowOf([...known, fingerprintOf(scene)], 'whole'), rowOf([known[1], copy], 'whole'), (a, b, bits, m) =>
      found.push([a, b, bits > NEAR_COPY_BITS ? 1 : 0, m ? 1 : 0]),
    );
    expect(found).toEqual([
      [1, 0, 0, 0],
      [known.length, 1, 0, 0],
    ]);
  });
});

describe('findDuplicates', () => {
  it('finds copies that are smaller, darker or mirrored, and leaves other pictures alone', () => {
    const images = [
      entry('original', scene),
      ...others,
      entry(
        'smaller',
        transformed(scene, 80, 60, (x, y) => [2 * x, 2 * y]),
      ),
      entry(
        'darker',
        transformed(
          scene,
          160,
          120,
          (x, y) => [x, y],
          (value) => Math.round(0.7 * value + 10),
        ),
      ),
      entry(
        'mirrored',
        transformed(scene, 160, 120, (x, y) => [159 - x, y]),
      ),
    ];
    const [group, ...rest] = findDuplicates(images);
    expect(rest).toEqual([]);
    expect(group.ids).toEqual(['original', 'smaller', 'darker', 'mirrored']);
    const pair = (a: string, b: string) => group.pairs.find((found) => found.a === a && found.b === b);
    expect(pair('original', 'smaller')).toMatchObject({ kind: 'near', mirrored: false });
    expect(pair('original', 'mirrored')).toMatchObject({ kind: 'near', mirrored: true });
  });

  it('takes equal bytes for exact copies, whatever they show', () => {
    const [group] = findDuplicates([entry('a', scene, null, 'same'), others[0], entry('b', scene, null, 'same')]);
    expect(group.ids).toEqual(['a', 'b']);
    expect(group.pairs).toEqual([{ a: 'a', b: 'b', kind: 'exact', mirrored: false, similarity: 1 }]);
  });

  it('tells two faces of one photo from one face that is there twice', () => {
    const photo = drawScene(9, 400, 400);
    const { annotation } = handMadeFace('a', { scale: 1.2 });
    const beside = { ...annotation, points: annotation.points.map(([x, y]) => imagePoint(x - 80, y - 80)) };
    const faceOf = (id: string, labels: Annotation) => ({ ...entry(id, photo, labels, 'bytes'), photo: 'photo' });
    const faces = [faceOf('left', beside), faceOf('right', annotation)];
    expect(findDuplicates(faces)).toEqual([]);
    const [group, ...rest] = findDuplicates([...faces, faceOf('right again', annotation)]);
    expect(rest).toEqual([]);
    expect(group.ids).toEqual(['right', 'right again']);
    expect(group.pairs).toMatchObject([{ kind: 'exact' }]);
  });

  it('finds a cropped copy by its labelled face', () => {
    const big = drawScene(9, 400, 400);
    const { annotation } = handMadeFace('a', { scale: 1.2 });
    // a fifth off the left and the top
    const cropped = transformed(big, 320, 320, (x, y) => [x + 80, y + 80]);
    const moved = { ...annotation, points: annotation.points.map(([x, y]) => imagePoint(x - 80, y - 80)) };
    expect(findDuplicates([entry('a', big), entry('b', cropped)])).toEqual([]);
    const [group] = findDuplicates([entry('a', big, annotation), ...others, entry('b', cropped, moved)]);
    expect(group.ids).toEqual(['a', 'b']);
    const flipped = transformed(cropped, 320, 320, (x, y) => [319 - x, y]);
    const [mirrored] = findDuplicates([entry('a', big, annotation), entry('b', flipped, mirrorAnnotation(moved, 320))]);
    expect(mirrored.pairs[0].mirrored).toBe(true);
  });
});
