'use client';

import { useEffect } from 'react';
import { useKeymapStore } from '@/components/shell/keymap-store';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Icon, type IconName } from '@/components/ui/icon';
import { keysText } from '@/components/ui/kbd';
import styles from './overlay-bar.module.css';
import { OVERLAY_LAYERS, type OverlayLayer, useOverlayStore } from './overlay-store';

interface LayerLook {
  readonly label: string;
  readonly keys: string;
  /** layers with a colour of their own show it; the others have a sign */
  readonly colour?: string;
  readonly icon?: IconName;
}

const LOOKS: Readonly<Record<OverlayLayer, LayerLook>> = {
  groundTruth: { label: 'Ground truth', keys: 'g', colour: 'var(--ground-truth)' },
  prediction: { label: 'Prediction', keys: 'p', colour: 'var(--prediction)' },
  contours: { label: 'Contours', keys: 'c', icon: 'contours' },
  indices: { label: 'Indices', keys: 'i', icon: 'indices' },
  vectors: { label: 'Error vectors', keys: 'v', icon: 'vectors' },
};

interface OverlayBarProps {
  /** those that this page can draw */
  readonly layers?: readonly OverlayLayer[];
}

/** What to draw over the images; binds the keys g, p, c, i and v while it is shown. */
export function OverlayBar({ layers = OVERLAY_LAYERS }: OverlayBarProps) {
  const overlay = useOverlayStore();
  useEffect(() => {
    void useOverlayStore.persist.rehydrate();
  }, []);
  useShortcuts(
    'Overlay',
    layers.map((layer) => ({
      name: `overlay.${layer}`,
      keys: LOOKS[layer].keys,
      label: LOOKS[layer].label,
      run: () => overlay.toggle(layer),
    })),
  );
  const own = useKeymapStore((store) => store.own);
  return (
    <fieldset className={styles.bar}>
      <legend className="visually-hidden">Overlay</legend>
      {layers.map((layer) => {
        const { label, keys: usual, colour, icon } = LOOKS[layer];
        const keys = keysText(own[`overlay.${layer}`] ?? usual);
        return (
          <button
            key={layer}
            type="button"
            aria-pressed={overlay[layer]}
            aria-keyshortcuts={keys}
            title={keys ? `${label} (${keys})` : label}
            onClick={() => overlay.toggle(layer)}
          >
            {colour && <span className={styles.dot} style={{ color: colour }} />}
            {icon && <Icon name={icon} size={14} />}
            <span className={styles.label}>{label}</span>
          </button>
        );
      })}
    </fieldset>
  );
}
