import type { BlockConfig } from '@/models/facemesh/config';
import { type Address, SKIP } from '../kernels/kernels';
import { BatchNorm } from './batch-norm';
import {
  borderedFloats,
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

/**
 * Depthwise 3×3 → batch norm → pointwise 1×1 → batch norm, plus shortcut, PReLU, as one layer.
 *
 * The second batch norm subtracts the mean, so the depthwise bias, the first norm's mean and shift and the pointwise
 * bias cancel exactly and are left out (zero when exported). What stays of the first norm is its scale s = γ₁/√(var₁ + ε):
 *   h = depthwise(x),   z = h · diag(s) W,   out = prelu(γ₂ (z − mean₂)/√(var₂ + ε) + β₂ + shortcut).
 */
export class BlockLayer implements Layer {
  readonly output: FeatureMap;
  private readonly stride: 1 | 2;
  private readonly inChannels: number;
  private readonly outChannels: number;
  private readonly outSize: number;
  private readonly rows: number;

  private readonly filter: ParameterEntry;
  private readonly scale1: ParameterEntry;
  private readonly weight: ParameterEntry;
  private readonly scale2: ParameterEntry;
  private readonly shift2: ParameterEntry;
  private readonly slope: ParameterEntry;
  private readonly norm1: BatchNorm;
  private readonly norm2: BatchNorm;

  private readonly h: Address;
  private readonly z: Address;
  private readonly u: Address;

  constructor(
    private readonly context: EngineContext,
    name: string,
    config: BlockConfig,
    private readonly input: FeatureMap,
    /** bordered gradient of h, shared by the layers of this size, whose border stays zero */
    private readonly hGradient: Address,
  ) {
    const { images, memory, parameters } = context;
    const { inputChannels, outputChannels, stride } = config;
    this.stride = stride;
    this.inChannels = inputChannels;
    this.outChannels = outputChannels;
    this.outSize = input.size / stride;
    this.rows = images * this.outSize * this.outSize;

    this.filter = parameters.add(`${name}.convs.0.weight`, 'weight', 9 * inputChannels);
    this.scale1 = parameters.add(`${name}.convs.1.weight`, 'scale', inputChannels);
    this.weight = parameters.add(`${name}.convs.2.weight`, 'weight', inputChannels * outputChannels);
    this.scale2 = parameters.add(`${name}.convs.3.weight`, 'scale', outputChannels);
    this.shift2 = parameters.add(`${name}.convs.3.bias`, 'shift', outputChannels);
    this.slope = parameters.add(`${name}.act.weight`, 'slope', outputChannels);
    this.norm1 = new BatchNorm(context, `${name}.convs.1`, inputChannels, false);
    this.norm2 = new BatchNorm(context, `${name}.convs.3`, outputChannels, true);

    this.h = memory.reserve(this.rows * inputChannels);
    this.z = memory.reserve(this.rows * outputChannels);
    this.u = memory.reserve(this.rows * outputChannels);
    const address = memory.reserve(borderedFloats(images, this.outSize, outputChannels));
    this.output = { address, size: this.outSize, channels: outputChannels };
  }

  forward(training: boolean): void {
    const { context, input, rows, inChannels, outChannels, outSize } = this;
    const { images, kernels, memory, scratch } = context;
    kernels.depthwiseForward(
      input.address,
      valueAddress(context, this.filter),
      this.h,
      images,
      input.size,
      input.size,
      inChannels,
      this.stride,
      0,
    );
    if (training) this.norm1.measure(this.h, rows);
    else this.norm1.recall();
    this.scaleWeights();
    multiply(context, this.h, scratch.scaledWeights, this.z, { rows, inner: inChannels, outer: outChannels });
    if (training) this.norm2.measure(this.z, rows);
    else this.norm2.recall();

    const scale = memory.floats(scratch.channelA, outChannels);
    const shift = memory.floats(scratch.channelB, outChannels);
    const scale2 = values(context, this.scale2);
    const shift2 = values(context, this.shift2);
    for (let c = 0; c < outChannels; c++) {
      scale[c] = scale2[c] * this.norm2.inverse[c];
      shift[c] = shift2[c] - this.norm2.mean[c] * scale[c];
    }
    kernels.blockOutput(
      this.z,
      scratch.channelA,
      scratch.channelB,
      valueAddress(context, this.slope),
      input.address,
      this.stride === 2 ? SKIP.maxPool : SKIP.same,
      inChannels,
      this.u,
      this.output.address,
      images,
      outSize,
      outSize,
      outChannels,
    );
  }

  backward(): void {
    this.backwardThroughNorm2();
    this.backwardThroughPointwise();
    this.backwardThroughDepthwise();
  }

  /** PReLU, shortcut and second norm: gradient.current becomes du, scratch.mapA dz. */
  private backwardThroughNorm2(): void {
    const { context, rows, outChannels, outSize } = this;
    const { images, kernels, memory, scratch, gradient } = context;
    const slope = valueAddress(context, this.slope);
    kernels.blockOutputGradient(gradient.current, this.u, this.z, slope, rows, outChannels, scratch.sums);
    const sums = memory.doubles(scratch.sums, 3 * outChannels);
    const slopeGradient = gradients(context, this.slope);
    const scaleGradient = gradients(context, this.scale2);
    const shiftGradient = gradients(context, this.shift2);
    const scale2 = values(context, this.scale2);
    const a = memory.floats(scratch.channelA, outChannels);
    const b = memory.floats(scratch.channelB, outChannels);
    const k = memory.floats(scratch.channelC, outChannels);
    for (let c = 0; c < outChannels; c++) {
      const sum = sums[outChannels + c];
      const product = this.norm2.inverse[c] * (sums[2 * outChannels + c] - this.norm2.mean[c] * sum);
      slopeGradient[c] = sums[c];
      scaleGradient[c] = product;
      shiftGradient[c] = sum;
      // dz = γ/σ · (du − mean(du) − ẑ · mean(du · ẑ)), written as a·du + b·z + k
      const factor = scale2[c] * this.norm2.inverse[c];
      a[c] = factor;
      b[c] = (-factor * this.norm2.inverse[c] * product) / rows;
      k[c] = (-factor * sum) / rows - b[c] * this.norm2.mean[c];
    }
    kernels.channelAffine(
      gradient.current,
      this.z,
      scratch.channelA,
      scratch.channelB,
      scratch.channelC,
      scratch.mapA,
      images,
      outSize,
      outSize,
      outChannels,
      0,
    );
  }

  /** Pointwise filter and first norm's scale: scratch.mapA (dz) becomes the bordered gradient of h. */
  private backwardThroughPointwise(): void {
    const { context, rows, inChannels, outChannels, outSize } = this;
    const { images, kernels, memory, scratch } = context;
    kernels.multiplyTransposed(this.h, scratch.mapA, scratch.scaledGradient, rows, inChannels, outChannels);
    this.scaleWeights();
    const weightGradient = gradientAddress(context, this.weight);
    kernels.scaleRows(scratch.scaledGradient, scratch.channelA, weightGradient, inChannels, outChannels);
    const weight = valueAddress(context, this.weight);
    kernels.rowProducts(weight, scratch.scaledGradient, scratch.sums, inChannels, outChannels);
    const products = memory.doubles(scratch.sums, inChannels);
    const scale1 = values(context, this.scale1);
    const scaleGradient = gradients(context, this.scale1);
    const a = memory.floats(scratch.channelA, inChannels);
    const b = memory.floats(scratch.channelB, inChannels);
    const k = memory.floats(scratch.channelC, inChannels);
    for (let c = 0; c < inChannels; c++) {
      const inverse = this.norm1.inverse[c];
      const ds = products[c];
      scaleGradient[c] = ds * inverse;
      // s depends on h through its variance: dvar = −½ ds γ/σ³, and each h adds 2 (h − mean) dvar / rows
      const dVariance = -0.5 * ds * scale1[c] * inverse ** 3;
      a[c] = 1;
      b[c] = (2 * dVariance) / rows;
      k[c] = -b[c] * this.norm1.mean[c];
    }
    const shape = { rows, inner: outChannels, outer: inChannels, transposed: true };
    multiply(context, scratch.mapA, scratch.scaledWeights, scratch.mapB, shape);
    kernels.channelAffine(
      scratch.mapB,
      this.h,
      scratch.channelA,
      scratch.channelB,
      scratch.channelC,
      this.hGradient,
      images,
      outSize,
      outSize,
      inChannels,
      1,
    );
  }

  /** Depthwise filter and input; the shortcut's gradient is du, so stride 1 adds to gradient.current in place. */
  private backwardThroughDepthwise(): void {
    const { context, input, inChannels, outChannels, outSize, hGradient } = this;
    const { images, kernels, memory, scratch, gradient } = context;
    const filterGradient = gradientAddress(context, this.filter);
    kernels.depthwiseFilterGradient(
      input.address,
      hGradient,
      filterGradient,
      images,
      input.size,
      input.size,
      inChannels,
      this.stride,
    );
    if (this.stride === 1) {
      const filter = values(context, this.filter);
      const turned = memory.floats(scratch.turnedFilter, filter.length);
      for (let tap = 0; tap < 9; tap++) {
        turned.set(filter.subarray((8 - tap) * inChannels, (9 - tap) * inChannels), tap * inChannels);
      }
      kernels.depthwiseForward(
        hGradient,
        scratch.turnedFilter,
        gradient.current,
        images,
        outSize,
        outSize,
        inChannels,
        1,
        1,
      );
      return;
    }
    const filter = valueAddress(context, this.filter);
    kernels.depthwiseInputGradient2(hGradient, filter, gradient.other, images, outSize, outSize, inChannels);
    kernels.maxPoolGradient(
      input.address,
      gradient.current,
      gradient.other,
      images,
      outSize,
      outSize,
      inChannels,
      outChannels,
    );
    gradient.swap();
  }

  /** s into scratch.channelA, diag(s) W into scratch.scaledWeights */
  private scaleWeights(): void {
    const { context, inChannels, outChannels } = this;
    const { kernels, memory, scratch } = context;
    const scales = memory.floats(scratch.channelA, inChannels);
    const scale1 = values(context, this.scale1);
    for (let c = 0; c < inChannels; c++) scales[c] = scale1[c] * this.norm1.inverse[c];
    const weight = valueAddress(context, this.weight);
    kernels.scaleRows(weight, scratch.channelA, scratch.scaledWeights, inChannels, outChannels);
  }
}
