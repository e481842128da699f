'use client';

import { useMemo, useState } from 'react';
import styles from '@/components/charts/chart.module.css';
import { ChartFrame } from '@/components/charts/chart-frame';
import { ChartShapes } from '@/components/charts/chart-shapes';
import { Checkbox } from '@/components/ui/checkbox';
import { Slider } from '@/components/ui/slider';
import { errorColour } from '@/lib/charts/error-scale';
import { lineChart } from '@/lib/charts/lines';
import type { Chart, Ink } from '@/lib/charts/shapes';
import { commonTop, sampleSurface, surfaceChart } from '@/lib/charts/surface';
import { lossOfDifference } from '@/models/loss-of-difference';
import type { LossSpec } from '@/models/losses';
import own from './loss-surfaces.module.css';

const POINTS = 33;
const CURVE_POINTS = 161;
const SURFACE = { width: 420, height: 330 };
const CURVE = { width: 640, height: 280 };

interface Loss {
  readonly id: string;
  readonly title: string;
  readonly formula: string;
  readonly ink: Ink;
  readonly spec: LossSpec;
}

/** The report's figure 4: what a landmark that is off by (dx, dy) costs under each loss. */
export function LossSurfaces() {
  const [width, setWidth] = useState(5);
  const [curvature, setCurvature] = useState(0.5);
  const [reach, setReach] = useState(20);
  const [isShared, setIsShared] = useState(false);
  const losses = useMemo(
    (): readonly Loss[] => [
      { id: 'mse', title: 'MSE', formula: 'd², mean over coordinates', ink: 'series-1', spec: { kind: 'mse' } },
      { id: 'l2', title: 'L2', formula: '√(dx² + dy²), mean over points', ink: 'series-2', spec: { kind: 'l2' } },
      {
        id: 'wing',
        title: `Wing, width ${width}, curvature ${curvature}`,
        formula: 'w·ln(1 + |d|/ε) below w, |d| − C beyond',
        ink: 'series-3',
        spec: { kind: 'wing', width, curvature },
      },
    ],
    [width, curvature],
  );
  const surfaces = useMemo(
    () => losses.map(({ spec }) => sampleSurface(reach, POINTS, (dx, dy) => lossOfDifference(spec, dx, dy))),
    [losses, reach],
  );
  const charts = useMemo(() => {
    const shared = commonTop(surfaces);
    return surfaces.map((surface, i) =>
      surfaceChart(surface, {
        title: losses[i].title,
        size: SURFACE,
        top: isShared ? shared : commonTop([surface]),
        colourOf: (share) => errorColour(share, 1) as Ink,
        axes: ['dx, px', 'dy, px', 'loss'],
      }),
    );
  }, [surfaces, losses, isShared]);
  const slice = useMemo(() => {
    const xs = Array.from({ length: CURVE_POINTS }, (_, i) => -reach + (2 * reach * i) / (CURVE_POINTS - 1));
    return lineChart(
      xs,
      losses.map(({ title, ink, spec }) => ({
        name: title,
        ink,
        values: xs.map((dx) => lossOfDifference(spec, dx, 0)),
      })),
      {
        title: 'The same along dx, dy = 0',
        xTitle: 'dx, px',
        size: CURVE,
        // the square would flatten the others: it leaves the drawing at the top
        top: Math.max(1, 1.6 * lossOfDifference(losses[2].spec, reach, 0)),
      },
    );
  }, [losses, reach]);

  return (
    <div className={own.page}>
      <section className={own.controls} aria-label="Parameters">
        <Slider
          label="Wing width w"
          min={1}
          max={20}
          step={0.5}
          value={width}
          onChange={setWidth}
          format={(value) => `${value} px`}
        />
        <output>{width} px</output>
        <Slider
          label="Wing curvature ε"
          min={0.1}
          max={5}
          step={0.1}
          value={curvature}
          onChange={setCurvature}
          format={(value) => `${value} px`}
        />
        <output>{curvature} px</output>
        <Slider label="Reach" min={2} max={60} value={reach} onChange={setReach} format={(value) => `± ${value} px`} />
        <output>± {reach} px</output>
        <Checkbox checked={isShared} onChange={setIsShared}>
          One scale for all three
        </Checkbox>
      </section>
      <div className={own.surfaces}>
        {losses.map(({ id, title, formula }, i) => (
          <section key={id} className={own.card}>
            <Drawn title={title} name={`loss-${id}`} chart={charts[i]} note={formula} />
          </section>
        ))}
      </div>
      <section className={own.card}>
        <Drawn
          title="Along one axis"
          name="loss-curves"
          chart={slice}
          note="Wing is steep near zero, where MSE is flat: it goes on pulling at small errors. The report trains with w = 5, ε = 0.5."
        />
      </section>
    </div>
  );
}

interface DrawnProps {
  readonly title: string;
  readonly name: string;
  readonly chart: Chart;
  readonly note: string;
}

function Drawn({ title, name, chart, note }: DrawnProps) {
  return (
    <ChartFrame title={title} name={name} chart={chart} reading={note}>
      <svg
        className={styles.svg}
        viewBox={`0 0 ${chart.width} ${chart.height}`}
        style={{ width: '100%', maxWidth: chart.width, marginInline: 'auto' }}
        role="img"
        aria-label={`${title}: ${note}`}
      >
        <ChartShapes shapes={chart.shapes} />
      </svg>
    </ChartFrame>
  );
}
