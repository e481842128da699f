/**
 * The little of FlatBuffers that a .tflite file needs: tables, vectors, scalars and text, all little-endian.
 * A table starts with the (signed) distance back to its vtable; the vtable holds, for each field, the distance from the
 * table to the field's value, 0 where the field was left out. https://flatbuffers.dev/internals/
 */
export class FlatTable {
  private constructor(
    private readonly view: DataView,
    private readonly at: number,
  ) {}

  /**
   * @param identifier the four letters behind the first offset
   * @throws RangeError when the bytes are no such buffer
   */
  static root(bytes: Uint8Array, identifier: string): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const found = new TextDecoder('latin1').decode(bytes.subarray(4, 8));
    if (found !== identifier)
      throw new RangeError(`expected the identifier ${identifier}, found ${JSON.stringify(found)}`);
    return new FlatTable(view, view.getUint32(0, true));
  }

  boolean(field: number): boolean {
    return this.uint8(field) !== 0;
  }

  uint8(field: number): number {
    const at = this.locate(field);
    return at === null ? 0 : this.view.getUint8(at);
  }

  int32(field: number, absent = 0): number {
    const at = this.locate(field);
    return at === null ? absent : this.view.getInt32(at, true);
  }

  table(field: number): FlatTable | null {
    const at = this.locate(field);
    return at === null ? null : new FlatTable(this.view, this.follow(at));
  }

  tables(field: number): FlatTable[] {
    const { start, length } = this.vector(field, 4);
    return Array.from({ length }, (_, i) => new FlatTable(this.view, this.follow(start + 4 * i)));
  }

  int32s(field: number): number[] {
    const { start, length } = this.vector(field, 4);
    return Array.from({ length }, (_, i) => this.view.getInt32(start + 4 * i, true));
  }

  uint16s(field: number): number[] {
    const { start, length } = this.vector(field, 2);
    return Array.from({ length }, (_, i) => this.view.getUint16(start + 2 * i, true));
  }

  /** A view, not a copy. */
  bytes(field: number): Uint8Array {
    const { start, length } = this.vector(field, 1);
    return new Uint8Array(this.view.buffer, this.view.byteOffset + start, length);
  }

  private locate(field: number): number | null {
    const vtable = this.at - this.view.getInt32(this.at, true);
    const entry = 4 + 2 * field;
    const offset = entry < this.view.getUint16(vtable, true) ? this.view.getUint16(vtable + entry, true) : 0;
    return offset === 0 ? null : this.at + offset;
  }

  private follow(at: number): number {
    return at + this.view.getUint32(at, true);
  }

  private vector(field: number, elementSize: number): { readonly start: number; readonly length: number } {
    const at = this.locate(field);
    if (at === null) return { start: 0, length: 0 };
    const head = this.follow(at);
    const length = this.view.getUint32(head, true);
    if (head + 4 + length * elementSize > this.view.byteLength) {
      throw new RangeError(`expected a vector of ${length} elements at byte ${head}, found the end of the file`);
    }
    return { start: head + 4, length };
  }
}
