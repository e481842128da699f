/**
 * A contact sheet to look at: `tsx tests/bench/synthesis-sheet.ts [out.png] [faces] [first seed] [side, px]`.
 * A face counts as broken when eyes are inside out, teeth come through lips or hair floats.
 */
import sharp from 'sharp';
import type { FaceParameters } from '@/lib/synthesis/parameter-ranges';
import { reportSet } from '@/lib/synthesis/set-report';
import { formatSetReport } from '@/lib/synthesis/set-report-text';
import { synthesizeFace } from '@/lib/synthesis/synthesize-face';

const [out = 'synthesis-sheet.png', count = '32', first = '1', side = '256'] = process.argv.slice(2);
const [faces, seed, size] = [Number(count), Number(first), Number(side)];
const columns = Math.min(8, faces);

async function main(): Promise<void> {
  const shown: FaceParameters[] = [];
  const tiles = Array.from({ length: faces }, (_, i) => {
    const { image, parameters } = synthesizeFace(seed + i, { size });
    shown.push(parameters);
    return {
      input: Buffer.from(image.data),
      raw: { width: size, height: size, channels: 3 as const },
      left: (i % columns) * size,
      top: Math.floor(i / columns) * size,
    };
  });
  const canvas = { width: columns * size, height: Math.ceil(faces / columns) * size, channels: 3 as const };
  await sharp({ create: { ...canvas, background: '#000' } })
    .composite(tiles)
    .png()
    .toFile(out);
  console.log(formatSetReport(reportSet(shown)));
}

await main();
