type Place = readonly [x: number, y: number, ...rest: number[]];

/** From the point before it, over two handles, to `to`. */
export interface CurveSegment {
  readonly from: Place;
  readonly handles: readonly [readonly [number, number], readonly [number, number]];
  readonly to: Place;
}

/**
 * A smooth line through every point: the uniform spline of Catmull and Rom (1974) as cubic Béziers, whose
 * handles lie a sixth of the neighbours' distance away. Ends of an open line are straight.
 */
export function curveThrough(points: readonly Place[], closed: boolean): readonly CurveSegment[] {
  const count = points.length;
  const at = (index: number): Place =>
    closed ? points[(index + count) % count] : points[Math.min(count - 1, Math.max(0, index))];
  return Array.from({ length: closed && count > 2 ? count : Math.max(0, count - 1) }, (_, i) => {
    const [before, from, to, after] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    return {
      from,
      to,
      handles: [
        [from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6],
        [to[0] - (after[0] - from[0]) / 6, to[1] - (after[1] - from[1]) / 6],
      ],
    };
  });
}
