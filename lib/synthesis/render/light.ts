import type { Vec3 } from '../head/anatomy';
import type { FaceParameters } from '../parameter-ranges';
import { type Colour, hsl, lightColour, scaled } from './colour';

/** A far light. Directions point from the face to the light, camera space (x right, y down, z away from the camera). */
export interface Lamp {
  readonly direction: Vec3;
  readonly colour: Colour;
}

export interface Lights {
  readonly key: Lamp;
  readonly fill: Lamp;
  readonly rim: Lamp;
  /** light from all sides, from above and from below */
  readonly sky: Colour;
  readonly ground: Colour;
  /** how far key light wraps round the terminator, 0–1 */
  readonly wrap: number;
  /** of the edges of shadows, 0–1 */
  readonly softness: number;
}

/** @param azimuthDeg 0 from the camera, 90 from the image's right @param elevationDeg 90 from above */
function lampDirection(azimuthDeg: number, elevationDeg: number): Vec3 {
  const a = (azimuthDeg * Math.PI) / 180;
  const e = (elevationDeg * Math.PI) / 180;
  return [Math.sin(a) * Math.cos(e), -Math.sin(e), -Math.cos(a) * Math.cos(e)];
}

export function setLights(light: FaceParameters['light']): Lights {
  const ambient = hsl(light.ambientHueDeg, light.ambientSaturation, 0.74);
  return {
    key: {
      direction: lampDirection(light.keyAzimuthDeg, light.keyElevationDeg),
      colour: scaled(lightColour(light.keyWarmth), light.keyStrength),
    },
    fill: {
      direction: lampDirection(-0.6 * light.keyAzimuthDeg - 20, 10),
      colour: scaled(lightColour(light.fillWarmth), light.fillStrength),
    },
    rim: { direction: lampDirection(180 - 0.5 * light.keyAzimuthDeg, 25), colour: scaled([1, 1, 1], light.rim * 1.5) },
    sky: scaled(ambient, light.ambient * 1.15),
    ground: scaled([ambient[0] * 0.95, ambient[1] * 0.85, ambient[2] * 0.76], light.ambient * 0.65),
    wrap: 0.12 + 0.34 * light.keySoftness,
    softness: light.keySoftness,
  };
}
