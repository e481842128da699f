import type { ButtonHTMLAttributes } from 'react';
import { classNames } from './class-names';
import { Icon, type IconName } from './icon';
import styles from './icon-button.module.css';

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  /** says what it does; read out, and shown on hover with its key */
  readonly label: string;
  readonly icon: IconName;
  /** the key that does the same */
  readonly shortcut?: string;
  /** for a switch: whether it is on */
  readonly pressed?: boolean;
}

export function IconButton({ label, icon, shortcut, pressed, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      aria-pressed={pressed}
      aria-keyshortcuts={shortcut}
      title={shortcut ? `${label} (${shortcut})` : label}
      className={classNames(styles.button, className)}
    >
      <Icon name={icon} />
    </button>
  );
}
