import type { Random } from '@/lib/random';

/** A colour change as three tables of 256 bytes and a factor on the distance from grey (0 is a grey picture). */
export interface ToneTables {
  readonly red: Uint8Array;
  readonly green: Uint8Array;
  readonly blue: Uint8Array;
  readonly saturation: number;
}

/** Exposure, contrast, gamma, white balance and saturation. */
export function drawTones(random: Random, strength: number): ToneTables {
  const contrast = Math.exp(0.2 * strength * random.normal());
  const brightness = 22 * strength * random.normal();
  const gamma = Math.exp(0.2 * strength * random.normal());
  const cast = () => Math.exp(0.07 * strength * random.normal());
  const table = (gain: number) =>
    Uint8Array.from({ length: 256 }, (_, value) => {
      const toned = 255 * (value / 255) ** gamma;
      return Math.max(0, Math.min(255, Math.round(((toned - 128) * contrast + 128 + brightness) * gain)));
    });
  const grey = random.next() < 0.12 * strength;
  const saturation = grey ? 0 : random.next() < 0.4 ? Math.max(0, 1 + 0.35 * strength * random.normal()) : 1;
  return { red: table(cast()), green: table(cast()), blue: table(cast()), saturation };
}
