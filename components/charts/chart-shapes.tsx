import { memo } from 'react';
import { INKS, type Ink, type Shape } from '@/lib/charts/shapes';

const NAMED: ReadonlySet<string> = new Set(INKS);

/** A colour of the page for an ink with a meaning; any other ink is a colour itself. */
export const inkColour = (ink: Ink): string => (NAMED.has(ink) ? `var(--ink-${ink})` : ink);

/** Shapes of a chart as elements of the <svg> around them. */
export const ChartShapes = memo(function ChartShapes({ shapes }: { readonly shapes: readonly Shape[] }) {
  return (
    <g>
      {shapes.map((shape, index) => (
        // shapes have no name but their place, and no state
        <Drawn key={index} shape={shape} />
      ))}
    </g>
  );
});

function Drawn({ shape }: { readonly shape: Shape }) {
  if (shape.kind === 'text') {
    const { x, y, text, anchor, ink = 'muted', size, bold, centred, turn } = shape;
    return (
      <text
        x={x}
        y={y}
        fill={inkColour(ink)}
        textAnchor={anchor}
        fontSize={size}
        fontWeight={bold ? 600 : undefined}
        dominantBaseline={centred ? 'central' : undefined}
        transform={turn ? `rotate(${turn} ${x} ${y})` : undefined}
      >
        {text}
      </text>
    );
  }
  const { kind, fill = 'none', stroke, strokeWidth, dash, opacity, ...place } = shape;
  const paint = {
    fill: inkColour(fill),
    stroke: stroke && inkColour(stroke),
    strokeWidth,
    strokeDasharray: dash,
    opacity,
  };
  const Tag = kind;
  return kind === 'path' ? (
    <path {...place} {...paint} strokeLinecap="round" strokeLinejoin="round" />
  ) : (
    <Tag {...place} {...paint} />
  );
}
