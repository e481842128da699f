import type { DoctorReport } from '@/lib/contracts/doctor';
import { contoursPath, toOutline } from '@/lib/landmarks/outline';
import type { DatasetHealth, Histogram, Range, ShapeMode } from './health';

/** What the exported pages tell of a set: numbers and mean shapes, and no face of anybody. */
export type HealthDocument = Pick<
  DoctorReport,
  'dataset' | 'kind' | 'format' | 'licence' | 'createdAt' | 'samples' | 'faces' | 'convention' | 'suspicious' | 'health'
> & { readonly faults: readonly { readonly text: string }[] };

/** The same as JSON holds it. */
export const healthDocument = (report: DoctorReport): HealthDocument => {
  const { dataset, kind, format, licence, createdAt, samples, faces, convention, suspicious, health } = report;
  const faults = report.faults.map(({ text }) => ({ text }));
  return { dataset, kind, format, licence, createdAt, samples, faces, convention, suspicious, faults, health };
};

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d8dbdf, #2b2e33); --muted: light-dark(#575d65, #9fa5ad); --ink: light-dark(#191b1e, #e5e7ea); --bar: light-dark(#0a5c9e, #74c2ff); --face: light-dark(#8f4d00, #ffb35c) }
body { max-width: 960px; margin: 0 auto; padding: 24px 16px 64px; background: light-dark(#fff, #101113); color: var(--ink); font: 14px/20px system-ui, sans-serif; font-variant-numeric: tabular-nums }
h1 { font-size: 22px; line-height: 30px; margin: 0 } h2 { font-size: 16px; margin: 32px 0 8px }
p { margin: 4px 0; color: var(--muted) } dl { display: grid; grid-template-columns: 200px 1fr; gap: 4px 16px; margin: 0 } dt { color: var(--muted) } dd { margin: 0 }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(280px, 1fr)); gap: 16px } figure { margin: 0 } figcaption { color: var(--muted); font-size: 12px }
svg { display: block; width: 100%; height: auto } rect { fill: var(--bar) } text { fill: var(--muted); font-size: 10px } path { fill: none; stroke: var(--face); stroke-width: 1.2 } path.low { stroke: var(--bar) } circle { fill: var(--face); fill-opacity: .25; stroke: var(--face); stroke-width: .5 }
table { border-collapse: collapse; width: 100% } th, td { padding: 2px 8px; border-bottom: 1px solid var(--line); text-align: right } th:nth-child(-n+2), td:nth-child(-n+2) { text-align: left }`;

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

/** One file that needs nothing else: styles and drawings inside, no script, no picture. */
export function healthHtml(report: DoctorReport): string {
  const told = healthDocument(report);
  const { health } = told;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(told.dataset)}: health of its labels</title><style>${STYLE}</style></head><body>
<h1>${escapeHtml(told.dataset)}</h1>
<p>Health of ${told.faces} labelled faces on ${health.images} images, ${told.createdAt.slice(0, 16).replace('T', ' ')} UTC. No image is part of this file.</p>
<h2>What it is</h2>${facts(told)}
<h2>What was found</h2>${found(told)}
<h2>Spread</h2><div class="charts">${charts(health)}</div>
<h2>Shape</h2><div class="charts">${shapes(health)}</div>
<h2>Landmarks</h2>${landmarks(health)}
</body></html>
`;
}

function facts({ kind, format, licence, samples, faces, convention, health }: HealthDocument): string {
  const range = (of: Range | null, digits = 0) =>
    of ? `${of.min.toFixed(digits)} – ${of.max.toFixed(digits)}, middle ${of.median.toFixed(digits)}` : '–';
  const schemes = Object.entries(health.schemes).map(([scheme, count]) => `${scheme} (${count})`);
  return list([
    ['Kind', kind],
    ['Format', format],
    ['Licence', licence || 'not stated'],
    ['Samples', `${samples}, ${faces} of them labelled`],
    ['Scheme', schemes.join(', ')],
    ['Jaw', `${convention.verdict}: ${convention.outline} of ${convention.turned} turned faces on the outline`],
    ['Image width, px', range(health.imageWidth)],
    ['Image height, px', range(health.imageHeight)],
    ['Face, longer side, px', range(health.faceSpan)],
    ['Labels across, share of the width', range(health.labelX, 2)],
    ['Labels down, share of the height', range(health.labelY, 2)],
    ['Whole-pixel labels', `${Math.round(100 * health.wholePixels)} % of the faces`],
  ]);
}

function found({ suspicious, faults, health }: HealthDocument): string {
  return list([
    ['Faults of the whole set', faults.length === 0 ? 'none' : faults.map(({ text }) => text).join('; ')],
    ['Suspect faces', `${suspicious}`],
    ['Faces with missing points', `${health.facesWithMissing}`],
    ['Faces with points outside', `${health.facesWithOutside}`],
    ['Faces with points in one place', `${health.facesWithDuplicates}`],
  ]);
}

const list = (rows: readonly (readonly [string, string])[]): string =>
  `<dl>${rows.map(([term, value]) => `<dt>${escapeHtml(term)}</dt><dd>${escapeHtml(value)}</dd>`).join('')}</dl>`;

function charts(health: DatasetHealth): string {
  return [
    chart('Yaw, degrees', health.yawDeg),
    chart('Pitch, degrees', health.pitchDeg),
    chart('Roll, degrees', health.rollDeg),
    chart('Mouth, opening over width', health.mouthOpening),
    chart('Eyes, opening over width', health.eyeOpening),
  ].join('');
}

function chart(title: string, { bounds, counts }: Histogram): string {
  const [width, height, base] = [280, 120, 100];
  const most = Math.max(1, ...counts);
  const step = width / counts.length;
  const bars = counts.map((count, i) => {
    const tall = ((base - 8) * count) / most;
    return `<rect x="${(i * step + 1).toFixed(1)}" y="${(base - tall).toFixed(1)}" width="${(step - 2).toFixed(1)}" height="${tall.toFixed(1)}"><title>${bounds[i]} to ${bounds[i + 1]}: ${count}</title></rect>`;
  });
  const ticks = [0, Math.floor(counts.length / 2), counts.length].map((i) => {
    const anchor = i === 0 ? 'start' : i === counts.length ? 'end' : 'middle';
    return `<text x="${(i * step).toFixed(1)}" y="${base + 14}" text-anchor="${anchor}">${bounds[i]}</text>`;
  });
  return `<figure><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(title)}">${bars.join('')}${ticks.join('')}</svg><figcaption>${escapeHtml(title)}; the highest bar has ${most} faces</figcaption></figure>`;
}

function shapes({ meanShape, modes, landmarks: all }: DatasetHealth): string {
  if (!meanShape) return '<p>Some landmark is nowhere annotated: there is no mean face.</p>';
  const spread = all
    .map(({ index, spreadPx }) =>
      spreadPx === null
        ? ''
        : `<circle cx="${meanShape[index][0].toFixed(1)}" cy="${meanShape[index][1].toFixed(1)}" r="${(spreadPx / 2).toFixed(1)}"/>`,
    )
    .join('');
  const mean = `<figure><svg viewBox="24 24 144 144" role="img" aria-label="Mean face">${spread}<path d="${contoursPath(toOutline(meanShape))}"/></svg><figcaption>Mean face in the reference crop; circles are half the spread of each landmark</figcaption></figure>`;
  return mean + modes.map(mode).join('');
}

function mode({ share, low, high }: ShapeMode, index: number): string {
  const xs = [...low, ...high].map(([x]) => x);
  const ys = [...low, ...high].map(([, y]) => y);
  const [x0, y0] = [Math.min(...xs) - 4, Math.min(...ys) - 4];
  const size = Math.max(Math.max(...xs) - x0, Math.max(...ys) - y0) + 4;
  const name = `Mode ${index + 1}, ${(100 * share).toFixed(0)} % of all variance`;
  return `<figure><svg viewBox="${x0.toFixed(1)} ${y0.toFixed(1)} ${size.toFixed(1)} ${size.toFixed(1)}" role="img" aria-label="${name}"><path class="low" d="${contoursPath(toOutline(low))}"/><path d="${contoursPath(toOutline(high))}"/></svg><figcaption>${name}: −2 and +2 standard deviations</figcaption></figure>`;
}

function landmarks({ landmarks: all }: DatasetHealth): string {
  const rows = all.map(
    ({ index, name, missing, outside, spreadPx }) =>
      `<tr><td>${index}</td><td>${escapeHtml(name)}</td><td>${missing}</td><td>${outside}</td><td>${spreadPx === null ? '–' : spreadPx.toFixed(2)}</td></tr>`,
  );
  return `<table><thead><tr><th>Index</th><th>Landmark</th><th>Missing</th><th>Outside the image</th><th>Spread, px of the reference crop</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}
