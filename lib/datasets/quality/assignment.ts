/**
 * Cheapest pairing of rows with columns (Hungarian method with potentials, O(n³)).
 *
 * @param cost [n·n] row-major, finite
 * @returns for each row its column
 */
export function cheapestAssignment(cost: ArrayLike<number>, n: number): number[] {
  // 1-based inside, column 0 is the row that looks for a place (Kuhn–Munkres as in e-maxx)
  const rowPotential = new Float64Array(n + 1);
  const columnPotential = new Float64Array(n + 1);
  const rowOf = new Int32Array(n + 1);
  for (let row = 1; row <= n; row++) {
    const cheapest = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
    const cameFrom = new Int32Array(n + 1);
    const visited = new Uint8Array(n + 1);
    rowOf[0] = row;
    let column = 0;
    while (rowOf[column] !== 0) {
      visited[column] = 1;
      const from = rowOf[column];
      let step = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let j = 1; j <= n; j++) {
        if (visited[j]) continue;
        const reduced = cost[(from - 1) * n + j - 1] - rowPotential[from] - columnPotential[j];
        if (reduced < cheapest[j]) {
          cheapest[j] = reduced;
          cameFrom[j] = column;
        }
        if (cheapest[j] < step) {
          step = cheapest[j];
          next = j;
        }
      }
      for (let j = 0; j <= n; j++) {
        if (visited[j]) {
          rowPotential[rowOf[j]] += step;
          columnPotential[j] -= step;
        } else cheapest[j] -= step;
      }
      column = next;
    }
    while (column !== 0) {
      rowOf[column] = rowOf[cameFrom[column]];
      column = cameFrom[column];
    }
  }
  const columnOf = new Array<number>(n);
  for (let j = 1; j <= n; j++) columnOf[rowOf[j] - 1] = j - 1;
  return columnOf;
}
