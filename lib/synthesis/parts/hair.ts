import type { Random } from '@/lib/random';
import { SEGMENT } from '../head/segments';
import type { HeadShape } from '../head/shape-head';
import type { FaceParameters } from '../parameter-ranges';
import { hairColour } from './hair-colour';
import { CUTS, GuideBuilder, STEPS } from './hair-guides';
import { skullOf } from './skull';
import { StrandBuilder, type Strands, scatter } from './strands';

const HAIR_WIDTH_MM = 1.3;

/** of a third of a turn: the axes of a curl are that far apart */
const SIN_THIRD = Math.sin((2 * Math.PI) / 3);
const COS_THIRD = Math.cos((2 * Math.PI) / 3);

/**
 * Hair of the head: a few hundred guides grow from the scalp; thousands of strands follow the nearest guide and gather
 * with it into locks.
 *
 * @param cover [V] how thick hair grows, see `hairCover`
 */
export function hairStrands(
  shape: HeadShape,
  { hair }: FaceParameters,
  cover: Float32Array,
  random: Random,
): Strands | null {
  const cut = CUTS[hair.style];
  if (!cut) return null;
  const scalp = { positions: shape.positions, triangles: shape.template.triangles };
  const next = random.next;
  const guides = new GuideBuilder(hair, cut, skullOf(shape), next, cut.guides + 2);
  scatter(scalp, cover, cut.guides, next, (root) => {
    guides.grow(root);
  });
  if (guides.count === 0) return null;
  const [red, green, blue] = hairColour(hair);
  const body = cut.body[0] + (cut.body[1] - cut.body[0]) * hair.volume;
  const curl = cut.curl + 0.7 * hair.curl;
  const length = cut.lengths[0] + (cut.lengths[1] - cut.lengths[0]) * hair.length;
  const helix = curl * (2.2 + 0.016 * length);
  const spin = 1.6 + curl * 0.7;
  const [spinSin, spinCos] = [Math.sin(spin), Math.cos(spin)];
  const builder = new StrandBuilder(cut.strands + 2, STEPS + 1, HAIR_WIDTH_MM);
  const lock = guides.points;
  scatter(scalp, cover, cut.strands, next, ({ x, y, z, nx, ny, nz }) => {
    const guide = guides.nearest(x + 6 * (next() - 0.5), y + 6 * (next() - 0.5), z);
    const depth = next();
    const reach = 0.8 + 0.25 * next();
    const phase = next() * 0.8 + guides.shades[guide] * 40;
    const stray = (next() - 0.5) * (next() < 0.06 ? 14 : 5);
    const tone = guides.shades[guide] * (0.8 + 0.4 * next()) * (0.62 + 0.38 * depth);
    const streak = next() * 0.3;
    const isGrey = next() < hair.grey * 0.3;
    const { at, from } = isGrey
      ? builder.add(0.42 * tone, 0.41 * tone, 0.4 * tone, SEGMENT.hair)
      : builder.add(red * tone * (1 + streak), green * tone * (1 + streak), blue * tone * (1 + streak), SEGMENT.hair);
    const g0 = guide * (STEPS + 1) * 3;
    const [gx, gy, gz] = [lock[g0], lock[g0 + 1], lock[g0 + 2]];
    let sine = Math.sin(phase);
    let cosine = Math.cos(phase);
    for (let i = 0; i <= STEPS; i++) {
      const part = i / STEPS;
      const gather = cut.clump * part;
      const lift = i === 0 ? -1 : body * depth * Math.min(1, part * 4);
      const twist = helix * Math.min(1, part * 3);
      const drift = stray * part * part;
      const [lx, ly, lz] = [lock[g0 + i * 3], lock[g0 + i * 3 + 1], lock[g0 + i * 3 + 2]];
      const [ox, oy, oz] = [x + (lx - gx) * reach, y + (ly - gy) * reach, z + (lz - gz) * reach];
      const o = from + i * 3;
      at[o] = ox + (lx - ox) * gather + nx * lift + twist * sine + drift;
      at[o + 1] = oy + (ly - oy) * gather + ny * lift + twist * (sine * COS_THIRD + cosine * SIN_THIRD) + drift;
      at[o + 2] = oz + (lz - oz) * gather + nz * lift + twist * (sine * COS_THIRD - cosine * SIN_THIRD) - 0.5 * drift;
      [sine, cosine] = [sine * spinCos + cosine * spinSin, cosine * spinCos - sine * spinSin];
    }
  });
  return builder.build();
}
