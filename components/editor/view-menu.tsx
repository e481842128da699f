'use client';

import { useKeysOf } from '@/components/shell/keymap-store';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { IconButton } from '@/components/ui/icon-button';
import { keysText } from '@/components/ui/kbd';
import { Popover } from '@/components/ui/popover';
import { Slider } from '@/components/ui/slider';
import styles from './view-menu.module.css';
import { PLAIN_VIEW, toggleMirrored, useViewStore } from './view-store';

const percent = (value: number): string => `${Math.round(value * 100)} %`;

/** Brightness, contrast and mirror of the picture on the screen. */
export function ViewMenu() {
  const mirrorKeys = keysText(useKeysOf('editor.mirror-view', 'y'));
  const { brightness, contrast, mirrored } = useViewStore();
  return (
    <Popover
      label="Picture"
      align="end"
      trigger={(props) => <IconButton {...props} label="Brightness, contrast, mirror" icon="sun" />}
    >
      {() => (
        <div className={styles.panel}>
          <Slider
            label="Brightness"
            min={0.3}
            max={3}
            step={0.05}
            value={brightness}
            format={percent}
            onChange={(value) => useViewStore.setState({ brightness: value })}
          />
          <Slider
            label="Contrast"
            min={0.3}
            max={3}
            step={0.05}
            value={contrast}
            format={percent}
            onChange={(value) => useViewStore.setState({ contrast: value })}
          />
          <Checkbox checked={mirrored} onChange={toggleMirrored}>
            Mirrored view{mirrorKeys && ` (${mirrorKeys})`}
          </Checkbox>
          <Button onClick={() => useViewStore.setState(PLAIN_VIEW)}>As it is</Button>
        </div>
      )}
    </Popover>
  );
}
