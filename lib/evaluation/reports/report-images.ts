import { escapeXml } from '@/lib/datasets/formats/xml';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import type { ReportImage, ReportRun } from './report-source';

/** Contact sheets of worst, median and best images, with labels orange and predictions blue. */
export const imagesHtml = ({ worst, median, best }: NonNullable<ReportRun['images']>): string =>
  sheet('Worst', worst) + sheet('Median', median) + sheet('Best', best);

const sheet = (title: string, images: readonly ReportImage[]): string =>
  images.length === 0
    ? ''
    : `<h3>${title} images with prediction and ground truth</h3><ul class="faces">${images.map(face).join('')}</ul>`;

function face({ name, error, picture, view, groundTruth, prediction }: ReportImage): string {
  return (
    `<li><img alt="" src="${picture}">` +
    `<svg viewBox="${view.x} ${view.y} ${view.size} ${view.size}" fill="none" preserveAspectRatio="none">` +
    `${outline(groundTruth, '#ff9f2e')}${prediction ? outline(prediction, '#4fb3ff') : ''}</svg>` +
    `<span>${escapeXml(name)}, ${error.toFixed(2)} px</span></li>`
  );
}

function outline(points: readonly number[], colour: string): string {
  const at = (i: number) => `${points[2 * i]} ${points[2 * i + 1]}`;
  const contours = IBUG_68.contours
    .map(({ indices, closed }) => `M${indices.map(at).join('L')}${closed ? 'Z' : ''}`)
    .join('');
  const dots = Array.from({ length: IBUG_68.count }, (_, i) => `M${at(i)}h0`).join('');
  return (
    `<g stroke="${colour}"><path d="${contours}" opacity=".7" vector-effect="non-scaling-stroke"/>` +
    `<path d="${dots}" stroke-width="3" stroke-linecap="round" vector-effect="non-scaling-stroke"/></g>`
  );
}
