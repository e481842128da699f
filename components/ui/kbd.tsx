import styles from './kbd.module.css';

const SIGNS: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  ' ': 'Space',
  Mod: 'Ctrl',
};

/** A key or a combination such as `Mod+Shift+z`, one cap a key. */
export function Kbd({ keys }: { readonly keys: string }) {
  const caps = keys === '+' ? ['+'] : keys.split('+');
  return (
    <span className={styles.keys}>
      {caps.map((cap) => (
        <kbd key={cap}>{SIGNS[cap] ?? (cap.length === 1 ? cap.toUpperCase() : cap)}</kbd>
      ))}
    </span>
  );
}
