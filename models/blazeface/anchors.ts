export interface AnchorSpec {
  /** side of the network's input, px */
  readonly inputSize: number;
  /** network px between the cells of each layer; neighbouring layers of one stride share their cells */
  readonly strides: readonly number[];
  /** anchors that a layer adds to each of its cells: 2 where the graph interpolates a scale, else 1 */
  readonly perLayer: number;
}

/**
 * Centres of the anchors in the order of the network's outputs: grid by grid, row by row, those of a cell together.
 * SSD anchors have sizes too, but with fixed_anchor_size, as both graphs set it, all are 1: boxes are measured in
 * network px whatever the anchor.
 *
 * @returns [2 · anchors] x, y in network px from the input's top left corner
 */
export function anchorCentres({ inputSize, strides, perLayer }: AnchorSpec): Float32Array {
  const centres: number[] = [];
  for (let layer = 0; layer < strides.length; ) {
    const stride = strides[layer];
    let perCell = 0;
    for (; strides[layer] === stride; layer++) perCell += perLayer;
    const cells = Math.ceil(inputSize / stride);
    for (let row = 0; row < cells; row++) {
      for (let column = 0; column < cells; column++) {
        for (let i = 0; i < perCell; i++) centres.push((column + 0.5) * stride, (row + 0.5) * stride);
      }
    }
  }
  return Float32Array.from(centres);
}
