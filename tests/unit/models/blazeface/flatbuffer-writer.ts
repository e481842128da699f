/**
 * Writes FlatBuffers tables from plain data, for tests: a table is its fields by number. Everything a table points at comes
 * behind it, as the format's unsigned offsets want it.
 */
export type Field =
  | { readonly uint8: number }
  | { readonly int32: number }
  | { readonly int32s: readonly number[] }
  | { readonly bytes: ArrayLike<number> }
  | { readonly table: Table }
  | { readonly tables: readonly Table[] };
export type Table = Readonly<Record<number, Field>>;

export function writeFlatbuffer(root: Table, identifier: string): Uint8Array {
  const out: number[] = [0, 0, 0, 0, ...Buffer.from(identifier)];
  const set32 = (at: number, value: number) => {
    for (let i = 0; i < 4; i++) out[at + i] = (value >> (8 * i)) & 255;
  };
  const push32 = (value: number) => {
    out.push(0, 0, 0, 0);
    set32(out.length - 4, value);
  };
  const align = () => {
    while (out.length % 4 !== 0) out.push(0);
  };

  function writeTable(table: Table): number {
    align();
    const count = Math.max(-1, ...Object.keys(table).map(Number)) + 1;
    const vtable = out.length;
    // vtable: its size, the table's size, one offset a field; every field takes four bytes of the table
    for (let i = 0; i < 2 + count; i++) out.push(0, 0);
    align();
    const at = out.length;
    push32(at - vtable);
    const set16 = (place: number, value: number) => out.splice(place, 2, value & 255, value >> 8);
    set16(vtable, 4 + 2 * count);
    set16(vtable + 2, 4 + 4 * count);
    for (let field = 0; field < count; field++) {
      if (table[field]) set16(vtable + 4 + 2 * field, 4 + 4 * field);
      push32(0);
    }
    for (const [number, field] of Object.entries(table) as [string, Field][]) {
      const place = at + 4 + 4 * Number(number);
      if ('uint8' in field) out[place] = field.uint8;
      else if ('int32' in field) set32(place, field.int32);
      else if ('table' in field) set32(place, writeTable(field.table) - place);
      else set32(place, writeVector(field) - place);
    }
    return at;
  }

  function writeVector(field: Exclude<Field, { uint8: number } | { int32: number } | { table: Table }>): number {
    align();
    const at = out.length;
    if ('bytes' in field) {
      push32(field.bytes.length);
      out.push(...Array.from(field.bytes));
    } else if ('int32s' in field) {
      push32(field.int32s.length);
      field.int32s.forEach(push32);
    } else {
      push32(field.tables.length);
      const places = field.tables.map(() => {
        push32(0);
        return out.length - 4;
      });
      field.tables.forEach((table, i) => {
        set32(places[i], writeTable(table) - places[i]);
      });
    }
    return at;
  }

  set32(0, writeTable(root));
  return Uint8Array.from(out);
}
