import { type CropFrame, type CropPlan, planCrop } from '@/lib/image/crop';
import { type RgbImage, rgbFromRgba } from '@/lib/image/rgb-image';
import { EngineMemory } from '../training/engine/memory';
import type { Address } from '../training/kernels/kernels';
import { type InferenceKernels, instantiateKernels } from './kernels';

/** Sides of the crops it can cut, px. */
const LARGEST_CROP = 192;

/**
 * Cuts crops out of video frames: what extractCrop gives of the same picture (single pixels may round otherwise), several
 * times as fast, and straight from RGBA.
 */
export class FrameCropper {
  private readonly memory = new EngineMemory();
  private readonly kernels: InferenceKernels;
  private readonly crop: Address;
  private frame: Address = 0;
  /** two buffers for what is halved, in turn */
  private halves: readonly [Address, Address] = [0, 0];
  private capacity = 0;
  private width = 0;
  private height = 0;

  constructor(module: WebAssembly.Module) {
    this.kernels = instantiateKernels(module, this.memory.wasm);
    // the kernel writes a pixel as four bytes
    this.crop = this.memory.reserveBytes(LARGEST_CROP ** 2 * 3 + 1);
    this.memory.commit();
  }

  /** Where the frame to cut from is to be written, [height · width · 4] RGBA; holds until the next call. */
  frameOf(width: number, height: number): Uint8Array<ArrayBuffer> {
    const bytes = 4 * width * height;
    if (bytes > this.capacity) {
      this.frame = this.memory.reserveBytes(bytes);
      this.halves = [this.memory.reserveBytes(bytes / 4), this.memory.reserveBytes(bytes / 16)];
      this.memory.commit();
      this.capacity = bytes;
    }
    this.width = width;
    this.height = height;
    return this.memory.bytes(this.frame, bytes);
  }

  /** @returns [size · size · 3] R G B; holds until the next crop */
  cut(
    frame: CropFrame,
    { antialias, padding }: { readonly antialias: boolean; readonly padding: 'zero' | 'edge' },
  ): Uint8Array<ArrayBuffer> {
    const { size } = frame;
    if (size > LARGEST_CROP) throw new RangeError(`crop: expected at most ${LARGEST_CROP} px, found ${size}`);
    const plan = planCrop(frame, this.size, antialias);
    const { pixels, stride, width, height } = this.halved(plan);
    const { a, b, c, d, tx, ty } = plan.frame;
    const zero = padding === 'zero' ? 1 : 0;
    this.kernels.sampleRgba(pixels, stride, width, height, a, b, c, d, tx, ty, size, zero, this.crop);
    return this.memory.bytes(this.crop, size * size * 3);
  }

  /** The whole frame, copied. */
  rgb(): RgbImage {
    const { width, height } = this;
    return rgbFromRgba(this.memory.bytes(this.frame, 4 * width * height), width, height);
  }

  /** of the frame, px */
  get size(): { readonly width: number; readonly height: number } {
    return { width: this.width, height: this.height };
  }

  private halved({ region, halvings }: CropPlan) {
    const stride = 4 * this.width;
    let source = {
      pixels: this.frame + region.y * stride + 4 * region.x,
      stride,
      width: region.width,
      height: region.height,
    };
    for (let i = 0; i < halvings; i++) {
      const to = this.halves[i % 2];
      this.kernels.halveRgba(source.pixels, source.stride, source.width, source.height, to);
      const width = source.width >> 1;
      source = { pixels: to, stride: 4 * width, width, height: source.height >> 1 };
    }
    return source;
  }
}
