import type { FaceParameters } from '../parameter-ranges';
import { type Colour, hsl, mix, srgb } from '../render/colour';

/** Natural hair from white-blond to black by its melanin, with red and grey, or dyed. Linear. */
export function hairColour({ melanin, redness, grey, dye, dyeHueDeg }: FaceParameters['hair']): Colour {
  const stops: readonly Colour[] = [
    srgb(214, 186, 138),
    srgb(150, 112, 70),
    srgb(86, 58, 38),
    srgb(44, 30, 24),
    srgb(22, 18, 18),
  ];
  const at = melanin * (stops.length - 1);
  const i = Math.min(Math.floor(at), stops.length - 2);
  let colour = mix(stops[i], stops[i + 1], at - i);
  colour = mix(colour, srgb(140, 62, 28), redness * (1 - melanin) * 0.9);
  colour = mix(colour, srgb(176, 174, 172), grey * 0.9);
  return mix(colour, hsl(dyeHueDeg, 0.55, 0.35), dye);
}
