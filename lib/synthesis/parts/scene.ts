import type { Random } from '@/lib/random';
import { radians } from '../head/deform';
import type { HeadShape } from '../head/shape-head';
import type { FaceParameters } from '../parameter-ranges';
import { headRotation } from '../render/camera';
import { joinMeshes, type Mesh } from '../render/mesh';
import { browStrands } from './brows';
import { clothingMesh } from './clothing';
import { earsMesh } from './ears';
import { eyeMesh, lidEdges } from './eyes';
import { beardStrands, lashStrands } from './facial-hair';
import { makeGlasses } from './glasses';
import { hairStrands } from './hair';
import { headwearMesh } from './headwear';
import { mouthMesh } from './mouth';
import { occluderMesh } from './occluder';
import { hairCover } from './scalp';
import { skinMesh } from './skin';
import type { Strands } from './strands';

/** Everything that is drawn of a person, head space, mm. */
export interface Scene {
  readonly mesh: Mesh;
  /** hair and beard: they can hide landmarks */
  readonly hair: readonly Strands[];
  readonly browsAndLashes: readonly Strands[];
  /** spectacle lenses; null when none are worn */
  readonly lenses: Mesh | null;
}

/** Rotation from the trunk to the head: the neck takes part of every turn. @returns [9] row-major */
function trunkInHead({ camera: { yawDeg, pitchDeg, rollDeg } }: FaceParameters): number[] {
  const head = headRotation(radians(pitchDeg), radians(yawDeg), radians(rollDeg));
  const trunk = headRotation(radians(pitchDeg * 0.3), radians(yawDeg * 0.5), radians(rollDeg * 0.4));
  return Array.from({ length: 9 }, (_, i) => {
    const [row, column] = [Math.floor(i / 3), i % 3];
    return [0, 1, 2].reduce((sum, k) => sum + head[k * 3 + row] * trunk[k * 3 + column], 0);
  });
}

export function composeScene(parameters: FaceParameters, shape: HeadShape, random: Random): Scene {
  const { anchors } = shape;
  const { eyes } = parameters;
  const cover = hairCover(shape, parameters);
  const headwear = headwearMesh(shape, parameters);
  const glasses = makeGlasses(shape, parameters);
  const occluder = occluderMesh(parameters);
  const mesh = joinMeshes([
    skinMesh(shape, parameters, cover),
    eyeMesh(anchors.rightEye, 'right', eyes),
    eyeMesh(anchors.leftEye, 'left', eyes),
    lidEdges(shape, parameters),
    mouthMesh(shape, parameters),
    earsMesh(shape, parameters),
    clothingMesh(parameters, trunkInHead(parameters)),
    ...(headwear ? [headwear] : []),
    ...(glasses ? [glasses.frame] : []),
    ...(occluder ? [occluder] : []),
  ]);
  const hair = hairStrands(shape, parameters, cover, random.fork('hair'));
  const beard = beardStrands(shape, parameters, random.fork('beard'));
  return {
    mesh,
    hair: [hair, beard].filter((strands) => strands !== null),
    browsAndLashes: [
      browStrands(shape, parameters, random.fork('brows')),
      lashStrands(shape, parameters, random.fork('lashes')),
    ],
    lenses: glasses?.lenses ?? null,
  };
}
