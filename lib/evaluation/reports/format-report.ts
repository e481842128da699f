import { htmlReport } from './report-html';
import { latexReport } from './report-latex';
import { markdownReport } from './report-markdown';
import type { ReportFormat, ReportSource } from './report-source';

export const REPORT_TYPES: Readonly<Record<ReportFormat, string>> = {
  html: 'text/html; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  tex: 'application/x-tex; charset=utf-8',
  json: 'application/json',
};

/** The same numbers in any of the formats. */
export function formatReport(source: ReportSource, format: ReportFormat): string {
  switch (format) {
    case 'html':
      return htmlReport(source);
    case 'md':
      return markdownReport(source);
    case 'tex':
      return latexReport(source);
    case 'json':
      return `${JSON.stringify({ runs: source.runs.map(({ run }) => run), comparison: source.comparison }, null, 2)}\n`;
  }
}
