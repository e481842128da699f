import styles from './error-legend.module.css';
import { ERROR_GRADIENT, ERROR_SCALE_MAX } from './error-scale';

/** What the colours of errors mean. */
export function ErrorLegend({ max = ERROR_SCALE_MAX }: { readonly max?: number }) {
  return (
    <div className={styles.legend}>
      <span>0</span>
      <span className={styles.scale} style={{ backgroundImage: ERROR_GRADIENT }} />
      <span>{max}+ px</span>
    </div>
  );
}
