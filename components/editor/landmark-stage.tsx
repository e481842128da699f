'use client';

import type Konva from 'konva';
import { memo, type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { Circle, Group, Layer, Shape, Stage } from 'react-konva';
import type { OverlayState } from '@/components/overlay/overlay-store';
import { handleRadius, scaleX, toScreen, type Viewport } from '@/lib/editor/viewport';
import { type Annotation, isAnnotated } from '@/lib/landmarks/annotation';
import type { Size } from '@/lib/landmarks/geometry';
import { IBUG_68, landmarkName, SCHEMES } from '@/lib/landmarks/scheme';
import type { Ink } from './ink';
import type { Picture } from './picture';
import {
  contoursOf,
  drawContours,
  drawDots,
  drawIndices,
  drawLasso,
  drawMoves,
  drawName,
  drawNotes,
  drawRing,
  drawVectors,
} from './stage-drawing';
import { publishStageProbe } from './stage-probe';

interface LandmarkStageProps {
  readonly sampleId: string;
  readonly screen: Size;
  readonly viewport: Viewport;
  /** null while it is loading */
  readonly picture: Picture | null;
  readonly annotation: Annotation | null;
  /** [68] image px */
  readonly prediction: readonly (readonly [number, number, ...number[]])[] | null;
  /** labels to compare with: a version from before, or somebody else's */
  readonly earlier: Annotation | null;
  /** landmark → somebody's remark */
  readonly notes: ReadonlyMap<number, string>;
  readonly overlay: OverlayState;
  /** CSS filter of the picture alone */
  readonly filter: string;
  readonly lasso: readonly (readonly [number, number])[] | null;
  readonly selection: readonly number[];
  readonly selected: number | null;
  readonly hovered: number | null;
  readonly ink: Ink;
}

/** From this scale on the image's own pixels are shown, sharp. */
const SHARP_FROM_SCALE = 4;

/**
 * Draws the image and everything on it. Nothing here listens: pointers are read by `useStageGestures`.
 *
 * All coordinates are image px counted from pixel centres. Konva counts from the outer corner, and the two meet here
 * only: the image is drawn half a pixel up and left of the origin.
 */
export function LandmarkStage(props: LandmarkStageProps) {
  const { screen, viewport, picture, annotation, notes, overlay, filter, lasso, selection, selected, hovered, ink } =
    props;
  const pictureLayer = useRef<Konva.Layer>(null);
  useLayoutEffect(() => {
    const canvas = pictureLayer.current?.getNativeCanvasElement();
    if (canvas) canvas.style.filter = filter;
  }, [filter]);
  const isMirrored = viewport.mirrored === true;
  const stage = useRef<Konva.Stage>(null);
  useStageProbe(stage, viewport, picture && props.sampleId);

  const lettering = (size: number) => ({
    fontSize: size / viewport.scale,
    color: ink.pointInHand,
    rim: ink.rim,
    mirrored: isMirrored,
  });
  const lookOf = (index: number) => {
    if (index === selected) return 'in-hand';
    if (selection.includes(index)) return 'chosen';
    return index === hovered ? 'hovered' : 'plain';
  };

  return (
    <Stage ref={stage} width={screen.width} height={screen.height} listening={false}>
      <Layer ref={pictureLayer}>
        <Group x={viewport.x} y={viewport.y} scaleX={scaleX(viewport)} scaleY={viewport.scale}>
          {picture && (
            <Shape
              sceneFunc={(context) => {
                const pen = context._context;
                pen.imageSmoothingEnabled = viewport.scale < SHARP_FROM_SCALE;
                picture.draw(pen);
              }}
            />
          )}
        </Group>
      </Layer>
      <Layer>
        <Group x={viewport.x} y={viewport.y} scaleX={scaleX(viewport)} scaleY={viewport.scale}>
          <Shape sceneFunc={(context) => drawBeneath(context._context, props)} />
          {annotation && overlay.groundTruth && (
            <Group>
              {annotation.points.map(([x, y], index) =>
                isAnnotated(annotation, index) ? (
                  <Handle
                    key={index}
                    index={index}
                    x={x}
                    y={y}
                    scale={viewport.scale}
                    look={lookOf(index)}
                    isHidden={annotation.visibility?.[index] === 'hidden'}
                    ink={ink}
                  />
                ) : null,
              )}
            </Group>
          )}
          {annotation && notes.size > 0 && overlay.groundTruth && (
            <Shape sceneFunc={(context) => drawNotes(context._context, annotation, notes, lettering(11))} />
          )}
          {annotation && overlay.indices && (
            <Shape sceneFunc={(context) => drawIndices(context._context, annotation, lettering(11))} />
          )}
          {annotation && overlay.groundTruth && hovered !== null && isAnnotated(annotation, hovered) && (
            <Shape
              sceneFunc={(context) => {
                const name = `${hovered} ${landmarkName(SCHEMES[annotation.scheme], hovered)}`;
                const note = notes.get(hovered);
                const text = note === undefined ? name : `${name}: ${note}`;
                drawName(context._context, annotation.points[hovered], text, lettering(12));
              }}
            />
          )}
          {lasso && (
            <Shape
              sceneFunc={(context) =>
                drawLasso(context._context, lasso, ink.pointInHand, ink.rim, 1.25 / viewport.scale)
              }
            />
          )}
        </Group>
      </Layer>
    </Stage>
  );
}

/** Contours, error vectors and predicted points: everything that cannot be taken hold of. */
function drawBeneath(pen: CanvasRenderingContext2D, props: LandmarkStageProps): void {
  const { annotation, prediction, earlier, overlay, selected, hovered, ink, viewport } = props;
  const px = 1 / viewport.scale;
  const showsTruth = annotation !== null && overlay.groundTruth;
  const showsPrediction = prediction !== null && overlay.prediction;
  if (overlay.contours && showsPrediction) {
    drawContours(pen, IBUG_68.contours, prediction, () => true, ink.prediction, 1.25 * px);
  }
  if (overlay.contours && showsTruth) {
    const isPlaced = (index: number) => isAnnotated(annotation, index);
    drawContours(pen, contoursOf(annotation), annotation.points, isPlaced, ink.groundTruth, 1.25 * px);
  }
  if (overlay.vectors && annotation && prediction) {
    drawVectors(pen, annotation, prediction, ink.pointInHand, ink.rim, 1.25 * px);
  }
  const radius = handleRadius(viewport.scale) * px;
  if (annotation && earlier) {
    drawMoves(pen, earlier, annotation, { color: ink.earlier, rim: ink.rim, radius: 0.7 * radius, width: 1.25 * px });
  }
  if (!showsPrediction) return;
  drawDots(pen, prediction, 0.8 * radius, ink.prediction, ink.rim);
  for (const index of [hovered, selected]) {
    if (index !== null && index < prediction.length) drawRing(pen, prediction[index], 1.9 * radius, ink.prediction);
  }
}

interface HandleProps {
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  readonly look: 'plain' | 'hovered' | 'chosen' | 'in-hand';
  /** annotated, but covered by something: drawn hollow */
  readonly isHidden: boolean;
  readonly ink: Ink;
}

/** One ground-truth landmark. The point in hand is a ring, so that the pixel below it can be seen. */
const Handle = memo(function Handle({ index, x, y, scale, look, isHidden, ink }: HandleProps) {
  const px = 1 / scale;
  const radius = handleRadius(scale) * px;
  const id = `landmark-${index}`;
  if (look === 'in-hand') {
    return (
      <Group id={id} x={x} y={y}>
        <Circle radius={1.7 * radius} stroke={ink.rim} strokeWidth={4.5 * px} />
        <Circle radius={1.7 * radius} stroke={ink.pointInHand} strokeWidth={2 * px} />
        <Circle radius={1.25 * px} fill={ink.pointInHand} stroke={ink.rim} strokeWidth={0.75 * px} />
      </Group>
    );
  }
  const isHovered = look === 'hovered';
  const isChosen = look === 'chosen';
  return (
    <Circle
      id={id}
      x={x}
      y={y}
      radius={isHovered ? 1.5 * radius : radius}
      fill={isHidden ? undefined : ink.groundTruth}
      stroke={isHidden ? ink.groundTruth : isHovered || isChosen ? ink.pointInHand : ink.rim}
      strokeWidth={(isHovered || isChosen ? 1.5 : 0.9) * px}
    />
  );
});

/** Tells tests where the landmarks stand, from the nodes that are really drawn. */
function useStageProbe(stage: RefObject<Konva.Stage | null>, viewport: Viewport, sample: string | null): void {
  const latest = useRef({ viewport, sample });
  latest.current = { viewport, sample };
  useEffect(
    () =>
      publishStageProbe({
        get scale() {
          return latest.current.viewport.scale;
        },
        get sample() {
          return latest.current.sample;
        },
        landmark(index) {
          const node = stage.current?.findOne(`#landmark-${index}`);
          if (!stage.current || !node) return null;
          const { left, top } = stage.current.container().getBoundingClientRect();
          const [x, y] = toScreen(latest.current.viewport, [node.x(), node.y()]);
          return { image: [node.x(), node.y()], page: [left + x, top + y] };
        },
      }),
    [stage],
  );
}
