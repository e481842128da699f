import { ramp } from './deform';
import { SEGMENT } from './segments';
import { type HeadTemplate, headTemplate } from './template';

/** Where on the template a feature of the skin shows, 0–1 a vertex. */
export interface HeadMasks {
  readonly lip: Float32Array;
  /** blood near the surface: cheeks, tip of the nose, chin */
  readonly flush: Float32Array;
  readonly underEye: Float32Array;
  readonly eyelid: Float32Array;
  readonly nostril: Float32Array;
  /** mm inside the hair line; below 0 outside */
  readonly insideHairLine: Float32Array;
  readonly moustache: Float32Array;
  readonly chinBeard: Float32Array;
  readonly cheekBeard: Float32Array;
  /** share of the surroundings' light that reaches the place */
  readonly ambient: Float32Array;
}

const bell = (d2: number) => Math.exp(-0.5 * d2);
const bump = (b: number, y: number, at: readonly [number, number], size: readonly [number, number]) =>
  bell(((b - at[0]) / size[0]) ** 2 + ((y - at[1]) / size[1]) ** 2);

/** Height of the hair line at this angle round the head (chart a, mm), chart t: hair grows above. */
export function hairLine(a: number): number {
  const b = Math.abs(a);
  // forehead, temple corner, sideburn before the ear, round behind the ear, nape
  const stops = [
    [0, -66],
    [28, -64],
    [52, -54],
    [68, -40],
    [78, -22],
    [86, 2],
    [96, 18],
    [106, 10],
    [116, 6],
    [128, 40],
    [150, 74],
    [200, 84],
    [260, 86],
  ] as const;
  for (let i = 1; i < stops.length; i++) {
    const [b1, t1] = stops[i];
    const [b0, t0] = stops[i - 1];
    if (b <= b1) return t0 + (t1 - t0) * ramp(b0, b1, b);
  }
  return 86;
}

function buildMasks(template: HeadTemplate): HeadMasks {
  const { vertexCount: n, positions, chart, layout } = template;
  const make = () => new Float32Array(n);
  const masks = {
    lip: make(),
    flush: make(),
    underEye: make(),
    eyelid: make(),
    nostril: make(),
    insideHairLine: make(),
    moustache: make(),
    chinBeard: make(),
    cheekBeard: make(),
    ambient: make(),
  };
  for (let v = 0; v < n; v++) {
    const b = Math.abs(positions[v * 3]);
    const y = positions[v * 3 + 1];
    const z = positions[v * 3 + 2];
    const [a, t] = [chart[v * 2], chart[v * 2 + 1]];
    const front = ramp(60, 20, z);
    masks.flush[v] =
      front *
      Math.min(
        1,
        bump(b, y, [42, 34], [22, 18]) + 0.7 * bump(b, y, [0, 36], [9, 9]) + 0.35 * bump(b, y, [0, 104], [16, 10]),
      );
    masks.underEye[v] = front * bump(b, y, [30, 9.5], [13, 4]);
    masks.eyelid[v] = front * bump(b, y, [33, -6], [13, 4]);
    masks.nostril[v] =
      front * Math.min(1, 1.25 * bell(((b - 6.8) / 3.2) ** 2 + ((y - 44.3) / 2.1) ** 2 + ((z + 27) / 5) ** 2));
    masks.insideHairLine[v] = hairLine(a) - t;
    const moustacheArea = ramp(46, 50, y) * ramp(36, 28, b) * ramp(70 + b * 0.1, 64 + b * 0.08, y);
    masks.moustache[v] = front * moustacheArea;
    masks.chinBeard[v] = ramp(80, 88, y) * ramp(38, 28, b) * ramp(146, 124, y) * ramp(70, 40, z);
    const upperEdge = 30 + Math.max(0, 70 - b) * 0.85;
    masks.cheekBeard[v] =
      ramp(upperEdge, upperEdge + 13, y) *
      ramp(22, 34, b) *
      ramp(140, 120, y) *
      ramp(76, 62, z) *
      (1 - masks.chinBeard[v]);
    const shade =
      0.4 * bump(b, y, [18, -4], [8, 8]) * front +
      0.22 * bump(b, y, [33, -7.5], [14, 3.4]) * front +
      0.55 * masks.nostril[v] +
      0.32 * bump(b, y, [17.5, 45], [4, 5]) * front +
      0.3 * bump(b, y, [0, 51], [10, 4]) * front +
      0.3 * bell(((y - 69.3) / 2.2) ** 2) * ramp(28, 22, b) * front +
      0.3 * bump(b, y, [0, 88], [16, 3.4]) * front +
      0.62 * ramp(112, 136, t) * ramp(200, 150, t) * ramp(90, 60, z) +
      0.3 * ramp(108, 150, t) +
      0.3 * bump(Math.abs(a), t, [112, 22], [14, 24]);
    masks.ambient[v] = Math.max(0.16, 1 - shade);
  }
  const outline = [...layout.outerLip.upper, ...layout.outerLip.lower];
  for (let i = 0; i < template.triangleSegments.length; i++) {
    if (template.triangleSegments[i] !== SEGMENT.upperLip && template.triangleSegments[i] !== SEGMENT.lowerLip)
      continue;
    for (let k = 0; k < 3; k++) masks.lip[template.triangles[i * 3 + k]] = 1;
  }
  for (const v of outline) masks.lip[v] = 0.55;
  return masks;
}

let cached: HeadMasks | null = null;
export function headMasks(): HeadMasks {
  cached ??= buildMasks(headTemplate());
  return cached;
}
