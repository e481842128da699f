// Inference kernels for wasm with 128-bit SIMD: the landmark network with its batch norms folded away, and the crops it
// is given. Tensors are HWC float32, "bordered" ones [height + 2, width + 2, channels] with a border of zeros, so that no
// kernel has edge cases. Addresses are byte offsets into the imported memory, which the caller lays out.
export { block, copyInside, projection } from './block';
export { halveRgba, sampleRgba } from './crop';
export { dense } from './pointwise';
export { encodeCrop, stem } from './stem';
