'use client';

import { Button } from '@/components/ui/button';
import { Menu } from '@/components/ui/menu';

interface ReportMenuProps {
  /** to which `&format=…` is added */
  readonly address: string;
  /** the same for the predictions of the run; absent for a comparison */
  readonly predictions?: string;
}

/** The same numbers as one file; only the entry that says so shows faces. */
export function ReportMenu({ address, predictions }: ReportMenuProps) {
  const file = (label: string, words: string, note?: string) => ({
    label,
    note,
    icon: 'download' as const,
    href: `${address}&${words}`,
    download: true,
  });
  return (
    <Menu
      label="Report"
      align="end"
      items={[
        file('Report as HTML', 'format=html', 'one file with its charts; shows no face'),
        file('Report as HTML with faces', 'format=html&images=1', 'contact sheets inside: faces leave this machine'),
        file('Tables as Markdown', 'format=md'),
        file('Tables as LaTeX', 'format=tex'),
        file('Report as JSON', 'format=json'),
        ...(predictions
          ? [
              { ...file('', ''), label: 'Predictions as CSV', href: `${predictions}&format=csv` },
              { ...file('', ''), label: 'Predictions as JSON', href: `${predictions}&format=json` },
            ]
          : []),
      ]}
      trigger={(props) => (
        <Button icon="download" {...props}>
          Report
        </Button>
      )}
    />
  );
}
