/** sign, whole digits, fraction digits, exponent; no hexadecimal, no NaN, no Infinity */
const DECIMAL = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/** A finite number written in decimal; undefined for any other text. */
export function parseDecimal(text: string): number | undefined {
  if (!DECIMAL.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/**
 * Adds an integer in decimal, digit for digit: "0.1" + 1 = "1.1" and "1.1" − 1 = "0.1", so that a file which counts from 1
 * gives back exactly the numbers that were written; in binary, (0.1 + 1) − 1 ≠ 0.1.
 *
 * @param text a decimal that `parseDecimal` accepts
 */
export function addToDecimal(text: string, addend: number): string {
  const match = DECIMAL.exec(text);
  if (!match) throw new RangeError(`expected a decimal number, found ${text}`);
  const [, sign, whole, fraction = '', exponent = '0'] = match;
  // text = ± digits · 10^−scale
  let digits = BigInt(whole + fraction);
  let scale = fraction.length - Number(exponent);
  if (scale < 0) {
    digits *= 10n ** BigInt(-scale);
    scale = 0;
  }
  const sum = (sign === '-' ? -digits : digits) + BigInt(addend) * 10n ** BigInt(scale);
  const padded = (sum < 0n ? -sum : sum).toString().padStart(scale + 1, '0');
  const point = padded.length - scale;
  return `${sum < 0n ? '-' : ''}${padded.slice(0, point)}${scale > 0 ? `.${padded.slice(point)}` : ''}`;
}
