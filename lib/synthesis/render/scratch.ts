const floats = new Map<string, Float32Array>();
const integers = new Map<string, Int32Array>();

/**
 * A large array that is lent out again for the next face, so that thousands of faces make no garbage of it.
 * One borrower a name at a time; contents are whatever was left.
 */
export function scratchFloats(name: string, length: number): Float32Array {
  const kept = floats.get(name);
  if (kept?.length === length) return kept;
  const fresh = new Float32Array(length);
  floats.set(name, fresh);
  return fresh;
}

export function scratchIntegers(name: string, length: number): Int32Array {
  const kept = integers.get(name);
  if (kept?.length === length) return kept;
  const fresh = new Int32Array(length);
  integers.set(name, fresh);
  return fresh;
}
