'use client';

import { type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import styles from './popover.module.css';

interface PopoverProps {
  readonly label: string;
  /** what opens it: gets what a <button> needs */
  readonly trigger: (props: {
    readonly popoverTarget: string;
    readonly 'aria-expanded': boolean;
    readonly 'aria-haspopup': 'dialog';
  }) => ReactNode;
  readonly align?: 'start' | 'end';
  /** `close` shuts it again, after a choice */
  readonly children: (close: () => void) => ReactNode;
}

const GAP = 4;

/** A panel beside its button. The browser's own popover: above everything, closed by Escape or a press elsewhere. */
export function Popover({ label, trigger, align = 'start', children }: PopoverProps) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const anchor = useRef<HTMLSpanElement>(null);
  const [open, setOpen] = useState(false);

  // its size is known only when its content has been drawn
  useLayoutEffect(() => {
    if (!open) return;
    const at = anchor.current?.firstElementChild?.getBoundingClientRect();
    const box = panel.current;
    if (!at || !box) return;
    const left = align === 'start' ? at.left : at.right - box.offsetWidth;
    const below = at.bottom + GAP;
    const fits = below + box.offsetHeight <= window.innerHeight || at.top < box.offsetHeight + GAP;
    box.style.left = `${Math.max(8, Math.min(left, window.innerWidth - box.offsetWidth - 8))}px`;
    box.style.top = `${fits ? below : at.top - GAP - box.offsetHeight}px`;
  });

  return (
    <>
      <span ref={anchor} className={styles.anchor}>
        {trigger({ popoverTarget: id, 'aria-expanded': open, 'aria-haspopup': 'dialog' })}
      </span>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        className={styles.panel}
        onToggle={(event) => setOpen(event.newState === 'open')}
      >
        {open && children(() => panel.current?.hidePopover())}
      </div>
    </>
  );
}
