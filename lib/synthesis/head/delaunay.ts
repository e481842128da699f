import type { ChartPoint } from './chart';

interface Circle {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly x: number;
  readonly y: number;
  readonly r2: number;
}

function circumcircle(xs: Float64Array, ys: Float64Array, a: number, b: number, c: number): Circle {
  const bx = xs[b] - xs[a];
  const by = ys[b] - ys[a];
  const cx = xs[c] - xs[a];
  const cy = ys[c] - ys[a];
  const d = 2 * (bx * cy - by * cx);
  const b2 = bx * bx + by * by;
  const c2 = cx * cx + cy * cy;
  const x = (cy * b2 - by * c2) / d;
  const y = (bx * c2 - cx * b2) / d;
  return { a, b, c, x: xs[a] + x, y: ys[a] + y, r2: x * x + y * y };
}

/**
 * Delaunay triangulation by Bowyer–Watson in a sweep: points come in the order of their first coordinate, so a triangle
 * whose circumcircle the sweep has left behind is final.
 *
 * @returns [T·3] point indices, all with the same winding (clockwise when y points down)
 */
export function triangulate(points: readonly ChartPoint[]): Uint32Array {
  const n = points.length;
  const xs = new Float64Array(n + 3);
  const ys = new Float64Array(n + 3);
  for (let i = 0; i < n; i++) [xs[i], ys[i]] = points[i];
  xs.set([-1e5, 1e5, 0], n);
  ys.set([-1e5, -1e5, 2e5], n);
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => xs[i] - xs[j] || ys[i] - ys[j]);
  const done: number[] = [];
  let open = [circumcircle(xs, ys, n, n + 1, n + 2)];
  const finish = ({ a, b, c }: Circle) => {
    if (a >= n || b >= n || c >= n) return;
    const area = (xs[b] - xs[a]) * (ys[c] - ys[a]) - (ys[b] - ys[a]) * (xs[c] - xs[a]);
    if (area > 0) done.push(a, b, c);
    else done.push(a, c, b);
  };
  for (const i of order) {
    const next: Circle[] = [];
    const edges = new Map<number, readonly [number, number]>();
    const toggle = (p: number, q: number) => {
      const key = p < q ? p * (n + 3) + q : q * (n + 3) + p;
      if (!edges.delete(key)) edges.set(key, [p, q]);
    };
    for (const circle of open) {
      const dx = xs[i] - circle.x;
      const dy = ys[i] - circle.y;
      if (dx > 0 && dx * dx > circle.r2) finish(circle);
      else if (dx * dx + dy * dy < circle.r2) {
        toggle(circle.a, circle.b);
        toggle(circle.b, circle.c);
        toggle(circle.c, circle.a);
      } else next.push(circle);
    }
    for (const [p, q] of edges.values()) next.push(circumcircle(xs, ys, p, q, i));
    open = next;
  }
  for (const circle of open) finish(circle);
  return Uint32Array.from(done);
}
