import Link from 'next/link';
import { Fragment, type ReactNode } from 'react';
import styles from './breadcrumb.module.css';
import { Icon } from './icon';

interface BreadcrumbProps {
  /** the pages above this one, outermost first */
  readonly above: readonly { readonly href: string; readonly label: string }[];
  /** this page's own heading, where it stands in the same line */
  readonly children?: ReactNode;
}

/** Where a page stands among the others. */
export function Breadcrumb({ above, children }: BreadcrumbProps) {
  return (
    <nav aria-label="Where you are" className={styles.place}>
      {above.map(({ href, label }, i) => (
        <Fragment key={href}>
          {i > 0 && <Icon name="chevron-right" size={12} />}
          <Link href={href}>{label}</Link>
        </Fragment>
      ))}
      {children && <Icon name="chevron-right" size={12} />}
      {children}
    </nav>
  );
}
