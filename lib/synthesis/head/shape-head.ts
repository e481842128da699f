import type { Vec3 } from './anatomy';
import { addField, type SparseField, sampleField } from './deform';
import { EXPRESSION, EXPRESSION_NAMES, type ExpressionName } from './expression';
import { type EyelidRig, poseEyelids, rigEyelids } from './eyelids';
import { IDENTITY, IDENTITY_NAMES, type IdentityName } from './identity';
import { eyeCentreOf, type HeadTemplate, headTemplate } from './template';

/** Places inside the head that move with identity and expression as its skin does. */
export const ANCHOR_POINTS = {
  rightEye: eyeCentreOf('right'),
  leftEye: eyeCentreOf('left'),
  upperTeeth: [0, 66, -16],
  lowerTeeth: [0, 76, -13],
  rightMolar: [-24, 68, 12],
  leftMolar: [24, 68, 12],
  throat: [0, 74, 42],
  rightEar: [-71, 12, 62],
  leftEar: [71, 12, 62],
  rightTemple: [-73, -8, 52],
  leftTemple: [73, -8, 52],
  noseBridge: [0, 4, -22],
  crown: [0, -117, 85],
} as const satisfies Record<string, Vec3>;
export type AnchorName = keyof typeof ANCHOR_POINTS;
const ANCHOR_NAMES = Object.keys(ANCHOR_POINTS) as AnchorName[];

/** What a face adds to the template. */
export interface HeadShape {
  readonly template: HeadTemplate;
  /** [V·3] head space, mm */
  readonly positions: Float32Array;
  readonly anchors: Readonly<Record<AnchorName, Vec3>>;
}

export interface ShapeParameters {
  readonly identity: Readonly<Record<IdentityName, number>>;
  /** free-form residual of the shape: one number a place, see `detailFields` */
  readonly detail: readonly number[];
  readonly expression: Readonly<Record<ExpressionName, number>>;
  readonly lids: { readonly rightClosed: number; readonly leftClosed: number; readonly squint: number };
}

interface Rig {
  readonly template: HeadTemplate;
  /** [(V + anchors)·3] */
  readonly rest: Float32Array;
  readonly identity: readonly SparseField[];
  readonly expression: readonly SparseField[];
  readonly detail: readonly SparseField[];
  readonly rightLids: EyelidRig;
  readonly leftLids: EyelidRig;
}

/** Landmarks whose surroundings the free-form detail moves, mm of bell size, two numbers a place: sideways and up. */
const DETAIL_PLACES = [1, 3, 5, 7, 9, 11, 13, 15, 18, 20, 23, 25, 28, 31, 35, 37, 40, 43, 46, 49, 53, 55, 59] as const;
export const DETAIL_COUNT = DETAIL_PLACES.length * 2;
const DETAIL_SIZE = 13;

function detailFields(template: HeadTemplate, rest: Float32Array): SparseField[] {
  return DETAIL_PLACES.flatMap((landmark) => {
    const p = template.landmarks[landmark] * 3;
    const [cx, cy, cz] = [template.positions[p], template.positions[p + 1], template.positions[p + 2]];
    return [0, 1].map((axis) =>
      sampleField(([x, y, z]) => {
        const w = Math.exp(-0.5 * ((x - cx) ** 2 + (y - cy) ** 2 + (z - cz) ** 2) * DETAIL_SIZE ** -2);
        return axis === 0 ? [w, 0, 0] : [0, w, 0];
      }, rest),
    );
  });
}

let cachedRig: Rig | null = null;

function rig(): Rig {
  if (cachedRig) return cachedRig;
  const template = headTemplate();
  const rest = new Float32Array(template.positions.length + ANCHOR_NAMES.length * 3);
  rest.set(template.positions);
  ANCHOR_NAMES.forEach((name, i) => {
    rest.set(ANCHOR_POINTS[name], template.positions.length + i * 3);
  });
  cachedRig = {
    template,
    rest,
    identity: IDENTITY_NAMES.map((name) => sampleField(IDENTITY[name], rest)),
    expression: EXPRESSION_NAMES.map((name) => sampleField(EXPRESSION[name], rest)),
    detail: detailFields(template, rest),
    rightLids: rigEyelids(template, 'right'),
    leftLids: rigEyelids(template, 'left'),
  };
  return cachedRig;
}

/** The head of these parameters, without eyes, teeth and ears. */
export function shapeHead({ identity, detail, expression, lids }: ShapeParameters): HeadShape {
  const { template, rest, ...fields } = rig();
  const all = rest.slice();
  IDENTITY_NAMES.forEach((name, i) => {
    addField(fields.identity[i], identity[name], all);
  });
  fields.detail.forEach((field, i) => {
    addField(field, detail[i] ?? 0, all);
  });
  EXPRESSION_NAMES.forEach((name, i) => {
    addField(fields.expression[i], expression[name], all);
  });
  const offset = template.positions.length;
  const anchors = Object.fromEntries(
    ANCHOR_NAMES.map((name, i) => {
      const p = offset + i * 3;
      return [name, [all[p], all[p + 1], all[p + 2]] as Vec3];
    }),
  ) as Record<AnchorName, Vec3>;
  const positions = all.subarray(0, offset);
  poseEyelids(fields.rightLids, positions, anchors.rightEye, lids.rightClosed, lids.squint);
  poseEyelids(fields.leftLids, positions, anchors.leftEye, lids.leftClosed, lids.squint);
  return { template, positions, anchors };
}
