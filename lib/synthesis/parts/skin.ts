import { headMasks } from '../head/masks';
import type { HeadShape } from '../head/shape-head';
import type { FaceParameters } from '../parameter-ranges';
import { type Colour, hsl, mix, scaled } from '../render/colour';
import { MATERIAL, type Mesh } from '../render/mesh';
import { beardCover } from './facial-hair';
import { hairColour } from './hair-colour';
import { flushed, skinTone } from './skin-tone';

/**
 * The head's surface with its colours.
 * @param scalp [V] how thick hair grows, see `hairCover`
 */
export function skinMesh(shape: HeadShape, parameters: FaceParameters, scalp: Float32Array): Mesh {
  const { template, positions } = shape;
  const masks = headMasks();
  const { skin, makeup, beard, hair } = parameters;
  const tone = skinTone(skin);
  const root = hairColour(hair);
  const natural: Colour = [tone[0] * 0.78 + 0.02, tone[1] * 0.46, tone[2] * 0.48];
  const lip = mix(natural, hsl(makeup.lipHueDeg, 0.62, 0.42 - skin.melanin * 0.12), makeup.lips * 0.8);
  const shadow = mix(scaled(tone, 0.35), hsl(makeup.shadowHueDeg, 0.4, 0.35), 0.45);
  const bristle = beardCover(beard);
  const n = template.vertexCount;
  const colours = new Float32Array(n * 3);
  const surface = new Float32Array(n * 2);
  for (let v = 0; v < n; v++) {
    let c = flushed(
      tone,
      masks.flush[v] * ((0.15 + skin.redness * 0.4) * (1 - 0.7 * skin.melanin) + makeup.blush * 0.8),
    );
    c = mix(c, [tone[0] * 0.5, tone[1] * 0.36, tone[2] * 0.4], masks.underEye[v] * skin.underEyeDark * 0.6);
    c = mix(c, flushed(tone, 0.9), masks.eyelid[v] * 0.3);
    c = mix(c, shadow, masks.eyelid[v] * makeup.eyeShadow * 0.85);
    const stubble = Math.max(masks.moustache[v], masks.chinBeard[v], masks.cheekBeard[v] * 0.9) * beard.stubble;
    c = mix(c, mix(scaled(tone, 0.5), root, 0.45), stubble * 0.55);
    c = mix(c, mix(scaled(tone, 0.4), root, 0.75), bristle[v] * 0.8);
    c = mix(c, mix(scaled(tone, 0.35), root, 0.85), scalp[v] * 0.92);
    c = mix(c, lip, masks.lip[v]);
    c = scaled(c, 1 - 0.92 * Math.min(1, masks.nostril[v]));
    colours.set(c, v * 3);
    surface[v * 2] = masks.ambient[v] * (1 - 0.45 * scalp[v]);
    surface[v * 2 + 1] = Math.min(
      1,
      0.12 + 0.42 * skin.gloss + masks.lip[v] * (0.2 + 0.4 * makeup.lips) - 0.3 * scalp[v] - masks.nostril[v],
    );
  }
  return {
    positions: positions.slice(),
    colours,
    texture: template.positions,
    surface,
    triangles: template.triangles,
    segments: template.triangleSegments,
    materials: new Uint8Array(template.triangleSegments.length).fill(MATERIAL.skin),
  };
}
