'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { Kbd, keysText } from '@/components/ui/kbd';
import { JobsMenu } from './jobs-menu';
import { useKeysOf } from './keymap-store';
import { toggleTheme } from './theme';
import styles from './top-bar.module.css';

export const PAGES = [
  { href: '/datasets', label: 'Datasets' },
  { href: '/evaluations', label: 'Evaluations' },
  { href: '/models', label: 'Models' },
] as const;

interface TopBarProps {
  readonly onFind: () => void;
  readonly onHelp: () => void;
}

export function TopBar({ onFind, onHelp }: TopBarProps) {
  const path = usePathname();
  const findKeys = useKeysOf('page.find', 'Mod+k');
  return (
    <header className={styles.bar}>
      <Link href="/datasets" className={styles.name} aria-label="Landmark Workbench">
        <Mark />
        <span>Landmark Workbench</span>
      </Link>
      <nav aria-label="Pages" className={styles.nav}>
        {PAGES.map(({ href, label }) => {
          const here = path === href || path.startsWith(`${href}/`);
          return (
            <Link key={href} href={href} aria-current={here ? 'page' : undefined}>
              {label}
            </Link>
          );
        })}
      </nav>
      <button type="button" className={styles.find} onClick={onFind} aria-label="Find">
        <Icon name="search" size={14} />
        <span>Find</span>
        <Kbd keys={findKeys} />
      </button>
      <JobsMenu />
      <IconButton
        label="Light or dark"
        icon="sun"
        shortcut={keysText(useKeysOf('page.theme', 't'))}
        onClick={toggleTheme}
      />
      <IconButton
        label="Keys of this page"
        icon="help"
        shortcut={keysText(useKeysOf('page.help', '?'))}
        onClick={onHelp}
        className={styles.help}
      />
    </header>
  );
}

/** Eyes, nose and mouth as landmarks. */
function Mark() {
  return (
    <svg width={20} height={20} viewBox="0 0 20 20" aria-hidden="true" className={styles.mark}>
      <path d="M5.5 6.5h0M14.5 6.5h0M10 10.3h0M6 14h0M10 15.6h0M14 14h0" />
      <path d="M2.5 6c0 13 15 13 15 0" />
    </svg>
  );
}
