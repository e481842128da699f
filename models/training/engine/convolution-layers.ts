import { type Address, SKIP } from '../kernels/kernels';
import {
  borderedFloats,
  copyInterior,
  type EngineContext,
  type FeatureMap,
  gradientAddress,
  gradients,
  type Layer,
  multiply,
  valueAddress,
  values,
} from './context';
import type { ParameterEntry } from './parameters';

const STEM_INPUT = 192;
const STEM_OUTPUT = 96;
/** 27 pixel values of a window and a constant 1, so that the bias is the filter's last row */
const STEM_WINDOW = 28;

/** 3×3 stride-2 convolution of the image, bias, PReLU. */
export class StemLayer implements Layer {
  readonly output: FeatureMap;
  /** u8 [images, 192, 192, 3] */
  readonly pixels: Address;
  private readonly windows: Address;
  private readonly z: Address;
  private readonly u: Address;
  private readonly filter: ParameterEntry;
  private readonly slope: ParameterEntry;
  private readonly rows: number;

  constructor(
    private readonly context: EngineContext,
    names: { readonly name: string; readonly activation: string },
    private readonly channels: number,
    /** network value = pixel · scale + offset */
    private readonly pixelRange: { readonly scale: number; readonly offset: number },
  ) {
    const { images, memory, parameters } = context;
    this.rows = images * STEM_OUTPUT * STEM_OUTPUT;
    this.filter = parameters.add(`${names.name}.weight`, 'weight', STEM_WINDOW * channels);
    this.slope = parameters.add(`${names.activation}.weight`, 'slope', channels);
    this.pixels = memory.reserveBytes(images * STEM_INPUT * STEM_INPUT * 3);
    this.windows = memory.reserve(this.rows * STEM_WINDOW);
    this.z = memory.reserve(this.rows * channels);
    this.u = memory.reserve(this.rows * channels);
    const address = memory.reserve(borderedFloats(images, STEM_OUTPUT, channels));
    this.output = { address, size: STEM_OUTPUT, channels };
  }

  forward(): void {
    const { context, channels, rows } = this;
    const { images, kernels, scratch } = context;
    kernels.stemWindows(this.pixels, this.windows, images, this.pixelRange.scale, this.pixelRange.offset);
    const filter = valueAddress(context, this.filter);
    multiply(context, this.windows, filter, this.z, { rows, inner: STEM_WINDOW, outer: channels });
    kernels.blockOutput(
      this.z,
      scratch.ones,
      scratch.zeros,
      valueAddress(context, this.slope),
      0,
      SKIP.none,
      0,
      this.u,
      this.output.address,
      images,
      STEM_OUTPUT,
      STEM_OUTPUT,
      channels,
    );
  }

  /** Parameters only: nothing wants the gradient of the image. */
  backward(): void {
    const { context, channels, rows } = this;
    const { kernels, memory, scratch, gradient } = context;
    const slope = valueAddress(context, this.slope);
    kernels.blockOutputGradient(gradient.current, this.u, this.z, slope, rows, channels, scratch.sums);
    gradients(context, this.slope).set(memory.doubles(scratch.sums, channels));
    const filter = gradientAddress(context, this.filter);
    kernels.multiplyTransposed(this.windows, gradient.current, filter, rows, STEM_WINDOW, channels);
  }
}

/** 1×1 convolution, bias, PReLU. */
export class ProjectionLayer implements Layer {
  readonly output: FeatureMap;
  private readonly x: Address;
  private readonly z: Address;
  private readonly u: Address;
  private readonly weight: ParameterEntry;
  private readonly bias: ParameterEntry;
  private readonly slope: ParameterEntry;
  private readonly rows: number;

  constructor(
    private readonly context: EngineContext,
    names: { readonly name: string; readonly activation: string },
    private readonly input: FeatureMap,
    private readonly channels: number,
  ) {
    const { images, memory, parameters } = context;
    const { size } = input;
    this.rows = images * size * size;
    this.weight = parameters.add(`${names.name}.weight`, 'weight', input.channels * channels);
    this.bias = parameters.add(`${names.name}.bias`, 'shift', channels);
    this.slope = parameters.add(`${names.activation}.weight`, 'slope', channels);
    this.x = memory.reserve(this.rows * input.channels);
    this.z = memory.reserve(this.rows * channels);
    this.u = memory.reserve(this.rows * channels);
    this.output = { address: memory.reserve(borderedFloats(images, size, channels)), size, channels };
  }

  forward(): void {
    const { context, input, channels, rows } = this;
    const { images, kernels, scratch } = context;
    copyInterior(context, input, this.x);
    const weight = valueAddress(context, this.weight);
    multiply(context, this.x, weight, this.z, { rows, inner: input.channels, outer: channels });
    kernels.blockOutput(
      this.z,
      scratch.ones,
      valueAddress(context, this.bias),
      valueAddress(context, this.slope),
      0,
      SKIP.none,
      0,
      this.u,
      this.output.address,
      images,
      input.size,
      input.size,
      channels,
    );
  }

  backward(): void {
    const { context, input, channels, rows } = this;
    const { kernels, memory, scratch, gradient } = context;
    const slope = valueAddress(context, this.slope);
    kernels.blockOutputGradient(gradient.current, this.u, this.z, slope, rows, channels, scratch.sums);
    const sums = memory.doubles(scratch.sums, 2 * channels);
    gradients(context, this.slope).set(sums.subarray(0, channels));
    gradients(context, this.bias).set(sums.subarray(channels));
    const weightGradient = gradientAddress(context, this.weight);
    kernels.multiplyTransposed(this.x, gradient.current, weightGradient, rows, input.channels, channels);
    const shape = { rows, inner: channels, outer: input.channels, transposed: true };
    multiply(context, gradient.current, valueAddress(context, this.weight), gradient.other, shape);
    gradient.swap();
  }
}

/** The 3×3 'valid' convolution of a 3×3 map, that is one dense layer; its output has `stride` floats an image. */
export class OutputLayer {
  /** outputs rounded up to eight, the width of a weight panel; the surplus weights and gradients are zero */
  readonly stride: number;
  /** [images, stride] */
  readonly values: Address;
  /** [images, stride], filled by the loss */
  readonly gradient: Address;
  private readonly x: Address;
  private readonly inner: number;
  private readonly weight: ParameterEntry;
  private readonly bias: ParameterEntry;

  constructor(
    private readonly context: EngineContext,
    name: string,
    private readonly input: FeatureMap,
    outputs: number,
  ) {
    const { images, memory, parameters } = context;
    this.stride = Math.ceil(outputs / 8) * 8;
    this.inner = input.size * input.size * input.channels;
    this.weight = parameters.add(`${name}.weight`, 'weight', this.inner * this.stride);
    this.bias = parameters.add(`${name}.bias`, 'shift', this.stride);
    this.x = memory.reserve(images * this.inner);
    this.values = memory.reserve(images * this.stride);
    this.gradient = memory.reserve(images * this.stride);
  }

  forward(): void {
    const { context, stride, inner } = this;
    const { images, memory } = context;
    copyInterior(context, this.input, this.x);
    const weight = valueAddress(context, this.weight);
    multiply(context, this.x, weight, this.values, { rows: images, inner, outer: stride });
    const out = memory.floats(this.values, images * stride);
    const bias = values(context, this.bias);
    for (let i = 0; i < out.length; i++) out[i] += bias[i % stride];
  }

  /** Starts the way back: leaves the gradient of the input in gradient.current. */
  backward(): void {
    const { context, stride, inner } = this;
    const { images, kernels, memory, gradient } = context;
    const incoming = memory.floats(this.gradient, images * stride);
    const biasGradient = gradients(context, this.bias).fill(0);
    for (let i = 0; i < incoming.length; i++) biasGradient[i % stride] += incoming[i];
    kernels.multiplyTransposed(this.x, this.gradient, gradientAddress(context, this.weight), images, inner, stride);
    const shape = { rows: images, inner: stride, outer: inner, transposed: true };
    multiply(context, this.gradient, valueAddress(context, this.weight), gradient.current, shape);
  }
}
