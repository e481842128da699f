import { FACE_SYNTHETICS_70 } from '@/lib/landmarks/scheme';

/**
 * The average adult face as numbers.
 *
 * Head space, millimetres: x to the image's right in a frontal view, y down, z into the scene; the origin lies between
 * the outer eye corners. The neutral head looks along −z.
 */
export type Vec3 = readonly [x: number, y: number, z: number];

/**
 * Landmarks of the subject's right half and the middle line, neutral face with lips 5 mm apart.
 *
 * x and y are the symmetrised mean of near-frontal annotations in iBUG's convention, brought to an outer-canthal width of
 * 91 mm (adult biocular width: 88 ± 4 mm, Farkas, Anthropometry of the Head and Face, 1994). z follows the published mean
 * of a 3D point distribution model (Baltrušaitis et al., OpenFace 2.0, FG 2018), pitched to the same frame.
 */
const RIGHT_HALF: Readonly<Record<number, Vec3>> = {
  0: [-73.4, 2.4, 43],
  1: [-72.6, 21.4, 42.5],
  2: [-70.2, 40.6, 42.5],
  3: [-66.6, 59.4, 41.8],
  4: [-59.8, 77.2, 38.4],
  5: [-48.6, 92.2, 31.4],
  6: [-34.2, 104.0, 20],
  7: [-18, 112.6, 6.5],
  8: [0, 115.2, 0.8],
  17: [-60.6, -12.6, 5.8],
  18: [-51.2, -20.9, -1.7],
  19: [-38.2, -23.4, -8.6],
  20: [-25.0, -21.8, -14.4],
  21: [-12.3, -17.0, -18.2],
  27: [0, -2.3, -17.2],
  28: [0, 10.2, -24.2],
  29: [0, 22.6, -32],
  30: [0, 34.6, -38.6],
  31: [-14.6, 43.2, -22.5],
  32: [-7.6, 45.6, -25.4],
  33: [0, 47.8, -27.3],
  36: [-45.5, 0, 0],
  37: [-37.5, -4.7, -4.1],
  38: [-27.8, -4.5, -5.6],
  39: [-19.6, 1.7, -5.4],
  40: [-28.5, 3.4, -6.0],
  41: [-38.1, 3.3, -4.4],
  48: [-28.7, 66.8, -3.0],
  49: [-18.2, 62.4, -15.9],
  50: [-7.6, 60.0, -22.8],
  51: [0, 61.9, -24],
  57: [0, 81.5, -21.2],
  58: [-8.2, 80.8, -20.2],
  59: [-18.6, 76.6, -13.4],
  60: [-24.4, 67.2, -5.2],
  61: [-7.7, 66.3, -20.9],
  62: [0, 67.0, -22.1],
  66: [0, 72.3, -21.3],
  67: [-7.8, 71.5, -20.0],
};

/** Radius of the eyeball: axial length 24 mm (Bekerman et al., J. Ophthalmol. 2014). */
export const EYEBALL_RADIUS = 12.2;
/** Centre of the subject's right eyeball; the left one mirrors it. Pupillary distance 63 mm (Dodgson, SPIE 2004). */
export const RIGHT_EYE_CENTRE: Vec3 = [-31.9, -0.6, 7.3];

export const mirrored = ([x, y, z]: Vec3): Vec3 => [-x, y, z];

/** The 68 landmarks of the average face, head space. */
export const MEAN_LANDMARKS: readonly Vec3[] = Array.from(
  { length: 68 },
  (_, i) => RIGHT_HALF[i] ?? mirrored(RIGHT_HALF[FACE_SYNTHETICS_70.mirror[i]]),
);

/** Where the head turns: between the ears at the height of the nose. */
export const HEAD_PIVOT: Vec3 = [0, 20, 70];
