/**
 * How many planted copies are found, and how fast: `tsx tests/bench/duplicates.ts [images]`. Copies of 300-W images are
 * re-encoded, resized, brightened, mirrored and cropped a little; 10,000 random fingerprints measure the comparison.
 */
import sharp from 'sharp';
import { type DuplicateGroup, type FingerprintedImage, findDuplicates } from '@/lib/datasets/quality/find-duplicates';
import { type Fingerprint, fingerprintOf, HASH_WORDS } from '@/lib/datasets/quality/fingerprint';
import type { QualityFace } from '@/lib/datasets/quality/quality-face';
import { decodeImage } from '@/lib/image/decode-node';
import type { Annotation } from '@/lib/landmarks/annotation';
import { type ImagePoint, imagePoint } from '@/lib/landmarks/geometry';
import { mirrorAnnotation } from '@/lib/landmarks/mirror';
import { createRandom, type Random } from '@/lib/random';
import { openSet } from './labelled-sets';

const COPIED = Number(process.argv[2] ?? 150);
const TIMED = 10_000;

interface Copy {
  readonly bytes: Uint8Array;
  readonly annotation: Annotation;
}

const movePoints = (annotation: Annotation, move: (point: ImagePoint) => ImagePoint): Annotation => ({
  ...annotation,
  points: annotation.points.map(move),
});

async function resized(bytes: Uint8Array, { annotation, image }: QualityFace, factor: number): Promise<Copy> {
  const [width, height] = [Math.round(image.width * factor), Math.round(image.height * factor)];
  const move = ([x, y]: ImagePoint) =>
    imagePoint(((x + 0.5) * width) / image.width - 0.5, ((y + 0.5) * height) / image.height - 0.5);
  const copy = await sharp(bytes).resize(width, height, { fit: 'fill' }).jpeg({ quality: 80 }).toBuffer();
  return { bytes: copy, annotation: movePoints(annotation, move) };
}

/** Up to the share of each side cut off. */
async function cropped(bytes: Uint8Array, face: QualityFace, share: number, random: Random): Promise<Copy> {
  const { width, height } = face.image;
  const cut = (size: number) => Math.floor(size * random.uniform(0, share));
  const [left, right, top, bottom] = [cut(width), cut(width), cut(height), cut(height)];
  const area = { left, top, width: width - left - right, height: height - top - bottom };
  const copy = await sharp(bytes).extract(area).jpeg({ quality: 85 }).toBuffer();
  return { bytes: copy, annotation: movePoints(face.annotation, ([x, y]) => imagePoint(x - left, y - top)) };
}

const COPIES: Readonly<Record<string, (bytes: Uint8Array, face: QualityFace, random: Random) => Promise<Copy>>> = {
  exact: async (bytes, { annotation }) => ({ bytes, annotation }),
  're-encoded, quality 40': async (bytes, { annotation }) => ({
    bytes: await sharp(bytes).jpeg({ quality: 40 }).toBuffer(),
    annotation,
  }),
  'half the size': (bytes, face) => resized(bytes, face, 0.5),
  '1.7 times the size': (bytes, face) => resized(bytes, face, 1.7),
  'brightness and contrast': async (bytes, { annotation }, random) => ({
    bytes: await sharp(bytes)
      .linear(random.uniform(0.7, 1.3), random.uniform(-20, 20))
      .jpeg({ quality: 85 })
      .toBuffer(),
    annotation,
  }),
  mirrored: async (bytes, { annotation, image }) => ({
    bytes: await sharp(bytes).flop().jpeg({ quality: 85 }).toBuffer(),
    annotation: mirrorAnnotation(annotation, image.width),
  }),
  'cropped up to 5 % a side': (bytes, face, random) => cropped(bytes, face, 0.05, random),
  'cropped up to 10 % a side': (bytes, face, random) => cropped(bytes, face, 0.1, random),
};

const sharesGroup = (groups: readonly DuplicateGroup[], a: string, b: string) =>
  groups.some(({ ids }) => ids.includes(a) && ids.includes(b));

async function reportCopies(): Promise<void> {
  const set = await openSet('300w');
  if (!set) return;
  const originals: FingerprintedImage[] = [];
  const start = performance.now();
  for (const face of set.faces) {
    const fingerprint = fingerprintOf(await set.readImage(face), face.annotation);
    originals.push({ id: face.id, contentHash: face.id, fingerprint });
  }
  const perImage = (performance.now() - start) / originals.length;
  console.log(`300-W: ${originals.length} images, ${perImage.toFixed(1)} ms to read, decode and fingerprint one`);
  const groups = findDuplicates(originals);
  const inGroups = groups.reduce((sum, { ids }) => sum + ids.length, 0);
  console.log(
    `untouched: ${groups.length} groups with ${inGroups} images (${((100 * inGroups) / originals.length).toFixed(2)} %)`,
  );
  for (const { ids, pairs } of groups) {
    console.log(`  ${ids.join(' = ')}  ${Math.min(...pairs.map(({ similarity }) => similarity)).toFixed(3)}`);
  }
  const step = Math.floor(set.faces.length / COPIED);
  for (const [name, make] of Object.entries(COPIES)) {
    const random = createRandom(3);
    const copies: FingerprintedImage[] = [];
    const unlabelled: FingerprintedImage[] = [];
    for (let i = 0; i < COPIED; i++) {
      const face = set.faces[i * step];
      const { bytes, annotation } = await make(await set.readBytes(face), face, random);
      const contentHash = name === 'exact' ? face.id : `${face.id} copy`;
      const fingerprint = fingerprintOf(await decodeImage(bytes), annotation);
      copies.push({ id: `${face.id} copy`, contentHash, fingerprint });
      unlabelled.push({ id: `${face.id} copy`, contentHash, fingerprint: { ...fingerprint, face: null } });
    }
    const found = (from: readonly FingerprintedImage[]) => {
      const joined = findDuplicates([...originals, ...from]);
      return from.filter(({ id }) => sharesGroup(joined, id, id.slice(0, -' copy'.length))).length / from.length;
    };
    console.log(
      `${name.padEnd(26)} ${(100 * found(copies)).toFixed(1).padStart(5)} % found; without labels ${(100 * found(unlabelled)).toFixed(1)} %`,
    );
  }
}

function reportSpeed(): void {
  const random = createRandom(1);
  const view = () => Uint32Array.from({ length: HASH_WORDS }, () => random.next() * 2 ** 32);
  const images = Array.from({ length: TIMED }, (_, i) => {
    const fingerprint: Fingerprint = { whole: view(), face: view() };
    return { id: `${i}`, contentHash: `${i}`, fingerprint };
  });
  const start = process.cpuUsage();
  findDuplicates(images);
  console.log(`${TIMED} images compared in ${(process.cpuUsage(start).user / 1e6).toFixed(1)} s of one core`);
}

reportSpeed();
await reportCopies();
