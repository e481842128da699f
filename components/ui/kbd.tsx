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

/** The caps of a combination such as `Mod+Shift+z`; a plus sign may be one of them. */
function capsOf(keys: string): string[] {
  const caps = keys.endsWith('+') ? [...keys.slice(0, -1).split('+').filter(Boolean), '+'] : keys.split('+');
  return caps.map((cap) => SIGNS[cap] ?? (cap.length === 1 ? cap.toUpperCase() : cap));
}

/** The same in one line, for tooltips: "Ctrl+Z"; nothing for no key. */
export const keysText = (keys: string): string | undefined => (keys === '' ? undefined : capsOf(keys).join('+'));

/** A key or a combination such as `Mod+Shift+z`, one cap a key. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <span className={styles.keys}>
      {capsOf(keys).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}
