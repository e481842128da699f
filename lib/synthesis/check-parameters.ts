import { type FaceParameters, type NumberRange, PARAMETER_RANGES, type Rule } from './parameter-ranges';

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const rangeText = ({ min, max, integer }: NumberRange) =>
  `${integer ? 'a whole number' : 'a number'} ${min} to ${max}`;

export function checkNumber(name: string, value: unknown, range: NumberRange): void {
  const ok =
    typeof value === 'number' &&
    value >= range.min &&
    value <= range.max &&
    (!range.integer || Number.isInteger(value));
  if (!ok) throw new RangeError(`${name}: expected ${rangeText(range)}, found ${JSON.stringify(value) ?? 'nothing'}`);
}

export function checkValue(name: string, value: unknown, rule: Rule): void {
  if ('oneOf' in rule) {
    if (typeof value === 'string' && rule.oneOf.includes(value)) return;
    throw new RangeError(`${name}: expected ${rule.oneOf.join(', ')}, found ${JSON.stringify(value) ?? 'nothing'}`);
  }
  if ('count' in rule) {
    if (!Array.isArray(value) || value.length !== rule.count) {
      const found = Array.isArray(value) ? `${value.length}` : (JSON.stringify(value) ?? 'nothing');
      throw new RangeError(`${name}: expected ${rule.count} numbers, found ${found}`);
    }
    value.forEach((entry, i) => {
      checkNumber(`${name}[${i}]`, entry, rule.of);
    });
    return;
  }
  checkNumber(name, value, rule);
}

/**
 * The value as face parameters.
 * @throws RangeError naming the parameter, its allowed range and what was found
 */
export function checkFaceParameters(value: unknown): FaceParameters {
  if (!isRecord(value)) throw new RangeError('face parameters: expected an object');
  for (const [group, rules] of Object.entries(PARAMETER_RANGES)) {
    const values = value[group];
    if (!isRecord(values))
      throw new RangeError(`${group}: expected an object, found ${JSON.stringify(values) ?? 'nothing'}`);
    for (const name of Object.keys(values)) {
      if (!(name in rules)) throw new RangeError(`${group}.${name}: no such parameter`);
    }
    for (const [name, rule] of Object.entries(rules)) checkValue(`${group}.${name}`, values[name], rule);
  }
  for (const group of Object.keys(value)) {
    if (!(group in PARAMETER_RANGES)) throw new RangeError(`${group}: no such parameter group`);
  }
  return value as unknown as FaceParameters;
}
