import {
  BufferAttribute,
  BufferGeometry,
  Color,
  Group,
  InstancedMesh,
  LineBasicMaterial,
  LineSegments,
  Matrix4,
  MeshBasicMaterial,
  OrthographicCamera,
  Scene,
  SphereGeometry,
  Vector3,
  WebGLRenderer,
} from 'three';
import type { Contour } from '@/lib/landmarks/scheme';

/** [K] x, y, z in image px: x right, y down, z away from the camera, origin of z free. */
export type DepthPoints = readonly (readonly [number, number, number])[];

export interface DepthFace {
  readonly points: DepthPoints;
  readonly color: string;
  readonly contours: readonly Contour[];
}

/** Turn of the head from the camera's own view, degrees. */
export interface Turn {
  readonly yaw: number;
  readonly pitch: number;
}

export interface DepthScene {
  /** @param faces one or two sets of the same landmarks, drawn over each other; vectors join the first to the second */
  show(faces: readonly DepthFace[]): void;
  highlight(index: number | null): void;
  turnTo(turn: Turn): void;
  zoomBy(factor: number): void;
  resize(width: number, height: number): void;
  /** the landmark nearest to a place of the canvas, within reach; CSS px */
  pick(x: number, y: number): number | null;
  dispose(): void;
}

/** Radius of a point, as a share of the face's size. */
const POINT_SHARE = 0.009;
const PICK_REACH_PX = 14;
/** Room around the face, as a share of its size. */
const MARGIN = 0.06;

const RADIANS = Math.PI / 180;

interface DrawnFace {
  readonly places: readonly Vector3[];
  readonly mesh: InstancedMesh;
  readonly color: Color;
}

/**
 * A small scene of landmarks in space, drawn only when something has changed. Orthographic, so that lengths can be
 * compared at any depth.
 *
 * @throws Error when the browser gives no WebGL
 */
export function createDepthScene(
  canvas: HTMLCanvasElement,
  { background, pointInHand, vectorColor }: { background: string; pointInHand: string; vectorColor: string },
): DepthScene {
  const renderer = new WebGLRenderer({ canvas, antialias: true });
  renderer.setClearColor(background);
  renderer.setPixelRatio(Math.min(2, window.devicePixelRatio));
  const scene = new Scene();
  const head = new Group();
  scene.add(head);
  const camera = new OrthographicCamera();
  camera.position.z = 10;
  const white = new Color(pointInHand);
  let drawn: DrawnFace[] = [];
  let highlighted: number | null = null;
  let size = { width: 1, height: 1 };
  let zoom = 1;
  let frame = 0;

  const render = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => renderer.render(scene, camera));
  };

  function updateCamera() {
    const half = (1 + MARGIN) / 2 / zoom;
    const aspect = size.width / size.height;
    const halfWidth = half * Math.max(1, aspect);
    const halfHeight = half * Math.max(1, 1 / aspect);
    Object.assign(camera, { left: -halfWidth, right: halfWidth, top: halfHeight, bottom: -halfHeight });
    camera.updateProjectionMatrix();
    render();
  }

  function paintPoints() {
    for (const { mesh, places, color } of drawn) {
      places.forEach((place, index) => {
        const radius = POINT_SHARE * (index === highlighted ? 1.8 : 1);
        mesh.setMatrixAt(index, new Matrix4().makeScale(radius, radius, radius).setPosition(place));
        mesh.setColorAt(index, index === highlighted ? white : color);
      });
      mesh.instanceMatrix.needsUpdate = true;
      if (mesh.instanceColor) mesh.instanceColor.needsUpdate = true;
    }
    render();
  }

  return {
    show(faces) {
      disposeChildren(head);
      const toScene = sceneMap(faces);
      drawn = faces.map(({ points, color, contours }) => {
        const places = toScene(points);
        const mesh = new InstancedMesh(new SphereGeometry(1, 14, 10), new MeshBasicMaterial(), places.length);
        mesh.frustumCulled = false;
        head.add(mesh, lines(contourSegments(contours, places), color));
        return { places, mesh, color: new Color(color) };
      });
      if (drawn.length === 2) {
        const [first, second] = drawn;
        const pairs = second.places.flatMap((place, index) => [first.places[index], place]);
        head.add(lines(pairs, vectorColor, 0.45));
      }
      paintPoints();
    },
    highlight(index) {
      if (index === highlighted) return;
      highlighted = index;
      paintPoints();
    },
    turnTo({ yaw, pitch }) {
      head.rotation.set(pitch * RADIANS, yaw * RADIANS, 0, 'XYZ');
      render();
    },
    zoomBy(factor) {
      zoom = Math.min(12, Math.max(0.5, zoom * factor));
      updateCamera();
    },
    resize(width, height) {
      size = { width: Math.max(1, width), height: Math.max(1, height) };
      renderer.setSize(size.width, size.height, false);
      updateCamera();
    },
    pick(x, y) {
      scene.updateMatrixWorld();
      let best: number | null = null;
      let bestDistance = PICK_REACH_PX;
      for (const { places } of drawn) {
        places.forEach((place, index) => {
          const at = place.clone().applyMatrix4(head.matrixWorld).project(camera);
          const distance = Math.hypot(((at.x + 1) / 2) * size.width - x, ((1 - at.y) / 2) * size.height - y);
          if (distance > bestDistance) return;
          best = index;
          bestDistance = distance;
        });
      }
      return best;
    },
    dispose() {
      cancelAnimationFrame(frame);
      disposeChildren(head);
      renderer.dispose();
    },
  };
}

/**
 * Image px → scene units: the first face's box is centred, its farthest point lies half a unit away, y turns up and z
 * towards the viewer, so that the face stays in the picture however it is turned. Depth has no origin of its own, so
 * each set is brought to a mean depth of 0.
 */
function sceneMap(faces: readonly DepthFace[]): (points: DepthPoints) => Vector3[] {
  const reference = faces[0]?.points ?? [];
  const [cx, cy] = [0, 1].map((axis) => {
    const values = reference.map((point) => point[axis]);
    return (Math.min(...values) + Math.max(...values)) / 2;
  });
  const centre = (points: DepthPoints): Vector3[] => {
    const depth = points.reduce((sum, point) => sum + point[2], 0) / Math.max(1, points.length);
    return points.map(([x, y, z]) => new Vector3(x - cx, cy - y, depth - z));
  };
  const reach = Math.max(1e-6, ...centre(reference).map((place) => place.length()));
  return (points) => centre(points).map((place) => place.multiplyScalar(0.5 / reach));
}

/** Pairs of neighbours on the contours. */
function contourSegments(contours: readonly Contour[], places: readonly Vector3[]): Vector3[] {
  return contours.flatMap(({ indices, closed }) => {
    const path = closed ? [...indices, indices[0]] : indices;
    return path.slice(1).flatMap((index, i) => {
      const from = places[path[i]];
      const to = places[index];
      return from && to ? [from, to] : [];
    });
  });
}

function lines(places: readonly Vector3[], color: string, opacity = 1): LineSegments {
  const geometry = new BufferGeometry();
  const coordinates = Float32Array.from(places.flatMap(({ x, y, z }) => [x, y, z]));
  geometry.setAttribute('position', new BufferAttribute(coordinates, 3));
  const segments = new LineSegments(geometry, new LineBasicMaterial({ color, opacity, transparent: opacity < 1 }));
  segments.frustumCulled = false;
  return segments;
}

function disposeChildren(group: Group): void {
  for (const child of group.children.slice()) {
    if (child instanceof InstancedMesh || child instanceof LineSegments) {
      child.geometry.dispose();
      child.material.dispose();
    }
    group.remove(child);
  }
}
