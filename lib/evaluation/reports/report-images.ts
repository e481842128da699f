import { escapeXml } from '@/lib/datasets/formats/xml';
import { contoursPath, dotsPath, type Outline } from '@/lib/landmarks/outline';
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
    `${drawn(groundTruth, '#ff9f2e')}${prediction ? drawn(prediction, '#4fb3ff') : ''}</svg>` +
    `<span>${escapeXml(name)}, ${error.toFixed(2)} px</span></li>`
  );
}

const drawn = (outline: Outline, colour: string): string =>
  `<g stroke="${colour}"><path d="${contoursPath(outline)}" opacity=".7" vector-effect="non-scaling-stroke"/>` +
  `<path d="${dotsPath(outline)}" stroke-width="3" stroke-linecap="round" vector-effect="non-scaling-stroke"/></g>`;
