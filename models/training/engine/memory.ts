import type { Address } from '../kernels/kernels';

const PAGE = 65536;
/** cache line; also keeps f64 sums and vector loads aligned */
const ALIGNMENT = 64;

/**
 * The engine's one block of memory. Everything is reserved while layers are built, then `commit` makes the memory that
 * large, once: views taken afterwards stay valid.
 */
export class EngineMemory {
  readonly wasm = new WebAssembly.Memory({ initial: 1, maximum: PAGE });
  /** the first page belongs to the kernels' own constants */
  private top = PAGE;

  reserveBytes(count: number): Address {
    const address = this.top;
    this.top = Math.ceil((address + count) / ALIGNMENT) * ALIGNMENT;
    return address;
  }

  reserve(floats: number): Address {
    return this.reserveBytes(4 * floats);
  }

  commit(): void {
    this.wasm.grow(Math.ceil(this.top / PAGE) - this.wasm.buffer.byteLength / PAGE);
  }

  floats(address: Address, count: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.wasm.buffer, address, count);
  }

  doubles(address: Address, count: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.wasm.buffer, address, count);
  }

  bytes(address: Address, count: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.wasm.buffer, address, count);
  }
}
