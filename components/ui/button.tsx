import Link from 'next/link';
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import styles from './button.module.css';
import { classNames } from './class-names';
import { Icon, type IconName } from './icon';

export interface ButtonLook {
  /** `primary`: the one thing to do here; `quiet`: no border until pointed at */
  readonly variant?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly icon?: IconName;
  readonly children: ReactNode;
}

interface ButtonProps extends ButtonLook, Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  /** shows that the work has begun and refuses a second press */
  readonly busy?: boolean;
}

export function Button({ variant = 'plain', icon, busy = false, children, className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={rest.disabled || busy}
      aria-busy={busy || undefined}
      className={classNames(styles.button, styles[variant], className)}
    >
      {busy ? <span className={styles.spinner} aria-hidden="true" /> : icon && <Icon name={icon} size={14} />}
      {children}
    </button>
  );
}

interface ButtonLinkProps extends ButtonLook {
  readonly href: string;
  /** the address answers with a file, not a page */
  readonly download?: boolean;
  readonly className?: string;
}

export function ButtonLink({ variant = 'plain', icon, href, download, children, className }: ButtonLinkProps) {
  const look = classNames(styles.button, styles[variant], className);
  const content = (
    <>
      {icon && <Icon name={icon} size={14} />}
      {children}
    </>
  );
  if (download) {
    return (
      <a href={href} download className={look}>
        {content}
      </a>
    );
  }
  return (
    <Link href={href} className={look}>
      {content}
    </Link>
  );
}
