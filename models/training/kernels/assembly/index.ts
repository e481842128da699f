// Training kernels for wasm with 128-bit SIMD. Tensors are NHWC float32; addresses are byte offsets into the imported
// memory, which the engine lays out; nothing is allocated here.
export { multiply, multiplyTransposed, packPanels } from './matmul';
export { depthwiseFilterGradient, depthwiseForward, depthwiseInputGradient2 } from './depthwise';
export {
  addTo, blockOutput, blockOutputGradient, channelAffine, columnMoments, maxPoolGradient, rowProducts, scaleRows,
} from './pointwise';
export { stemWindows } from './stem';
export { adamStep, followAverage, sumOfSquares } from './optimiser';
