/**
 * Fits the jaw lenses to generated faces and writes them beside this file, with their error on faces they have not seen:
 *
 *   npm run lens
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fitJawLens, measureJawLens, twoJawFaces } from './fit-jaw-lens';

const FACES = 4000;
const SEED = 0x1a50000;
const HELD_OUT = 1000;
const HELD_OUT_SEED = 0x2b60000;
const BINS = [
  [0, 15],
  [15, 30],
  [30, 60],
  [60, 180],
] as const;

const faces = twoJawFaces(FACES, SEED);
const heldOut = twoJawFaces(HELD_OUT, HELD_OUT_SEED);
const lenses = [fitJawLens(faces, 'projected', 'outline'), fitJawLens(faces, 'outline', 'projected')];
const round = (value: number): number => Math.round(value * 1000) / 1000;
const errors = lenses.map((lens) => {
  const of = (bin?: readonly [number, number]) => {
    const { faces: count, beforePx, afterPx } = measureJawLens(lens, heldOut, bin);
    return { faces: count, beforePx: round(beforePx), afterPx: round(afterPx) };
  };
  return {
    from: lens.from,
    to: lens.to,
    all: of(),
    byYawDeg: Object.fromEntries(BINS.map((bin) => [bin.join('–'), of(bin)])),
  };
});
const madeBy = `npm run lens: ${FACES} generated faces from seed ${SEED}, measured on ${HELD_OUT} from seed ${HELD_OUT_SEED}`;
const file = path.join(import.meta.dirname, 'jaw-lens.json');
writeFileSync(file, `${JSON.stringify({ madeBy, errors, lenses })}\n`);
for (const { from, to, all, byYawDeg } of errors) {
  console.log(`${from} → ${to}: ${all.beforePx} → ${all.afterPx} px on ${all.faces} faces`);
  for (const [bin, { faces: count, beforePx, afterPx }] of Object.entries(byYawDeg)) {
    console.log(`  |yaw| ${bin}°: ${beforePx} → ${afterPx} px (${count})`);
  }
}
