import { createRgbImage } from '@/lib/image/rgb-image';
import { imagePoint } from '@/lib/landmarks/geometry';
import { createRandom } from '@/lib/random';
import type { TrainingFace, TrainingSet, TrainingSetProvider } from '@/models/training/training-set';

const SIDE = 200;

/** An oval of points and a picture in which every face differs: enough to learn by heart. */
function drawnFace(seed: number, z: (k: number) => number): Awaited<ReturnType<TrainingFace['load']>> {
  const random = createRandom(seed);
  const image = createRgbImage(SIDE, SIDE);
  const waves = Array.from({ length: 6 }, () => ({
    fx: random.uniform(-0.15, 0.15),
    fy: random.uniform(-0.15, 0.15),
    phase: random.uniform(0, 6),
    channel: random.integer(3),
  }));
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const at = (y * SIDE + x) * 3;
      for (let k = 0; k < 3; k++) image.data[at + k] = 128;
      for (const { fx, fy, phase, channel } of waves)
        image.data[at + channel] += 20 * Math.sin(fx * x + fy * y + phase);
    }
  }
  const points = Array.from({ length: 68 }, (_, k) => {
    const angle = (2 * Math.PI * k) / 68;
    const radius = 30 + 3 * random.normal() + (k % 4) * 4;
    return imagePoint(100 + radius * Math.cos(angle), 100 + radius * Math.sin(angle));
  });
  return {
    image,
    annotation: { scheme: 'ibug-68', points, z: Array.from({ length: 68 }, (_, k) => z(k)), visibility: null },
  };
}

export function drawnSet(count: number, z: (k: number) => number = (k) => (k % 5) - 2): TrainingSet {
  return {
    name: 'drawn',
    kind: 'synthetic',
    licence: 'MIT',
    faces: Array.from({ length: count }, (_, i) => ({
      name: `face ${i}`,
      keys: [`face ${i}`],
      split: i % 2 === 0 ? ('train' as const) : ('val' as const),
      load: async () => drawnFace(100 + i, z),
    })),
  };
}

export const providerOf = (set: TrainingSet): TrainingSetProvider => ({ open: async () => set });
