'use client';

import Link from 'next/link';
import { Icon, type IconName } from './icon';
import styles from './menu.module.css';
import { Popover } from './popover';

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  /** a second, quieter line */
  readonly note?: string;
  readonly danger?: boolean;
  /** either an address… */
  readonly href?: string;
  readonly download?: boolean;
  /** …or something to do */
  readonly run?: () => void;
}

interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly align?: 'start' | 'end';
  readonly trigger: Parameters<typeof Popover>[0]['trigger'];
}

/** A short list of things to do, behind one button. */
export function Menu({ label, items, align, trigger }: MenuProps) {
  return (
    <Popover label={label} align={align} trigger={trigger}>
      {(close) => (
        <ul className={styles.menu}>
          {items.map((item) => (
            <li key={item.label}>
              <Entry item={item} onDone={close} />
            </li>
          ))}
        </ul>
      )}
    </Popover>
  );
}

function Entry({ item, onDone }: { readonly item: MenuItem; readonly onDone: () => void }) {
  const content = (
    <>
      {item.icon && <Icon name={item.icon} size={14} />}
      <span>
        {item.label}
        {item.note && <small>{item.note}</small>}
      </span>
    </>
  );
  if (item.href && item.download) {
    return (
      <a href={item.href} download className={styles.entry} onClick={onDone}>
        {content}
      </a>
    );
  }
  if (item.href) {
    return (
      <Link href={item.href} className={styles.entry} onClick={onDone}>
        {content}
      </Link>
    );
  }
  return (
    <button
      type="button"
      className={styles.entry}
      data-danger={item.danger || undefined}
      onClick={() => {
        onDone();
        item.run?.();
      }}
    >
      {content}
    </button>
  );
}
