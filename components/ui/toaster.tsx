'use client';

import { Button } from './button';
import { Icon } from './icon';
import { IconButton } from './icon-button';
import { type Toast, useToastStore } from './toast-store';
import styles from './toaster.module.css';

/** The one place where toasts appear; the live regions stand from the start, so that additions are read out. */
export function Toaster() {
  const toasts = useToastStore((store) => store.toasts);
  return (
    <div className={styles.stack}>
      <div role="alert" className={styles.group}>
        {toasts
          .filter(({ tone }) => tone === 'error')
          .map((toast) => (
            <Message key={toast.id} toast={toast} />
          ))}
      </div>
      <div role="status" className={styles.group}>
        {toasts
          .filter(({ tone }) => tone === 'info')
          .map((toast) => (
            <Message key={toast.id} toast={toast} />
          ))}
      </div>
    </div>
  );
}

function Message({ toast }: { readonly toast: Toast }) {
  const dismiss = useToastStore((store) => store.dismiss);
  const { id, tone, text, action } = toast;
  return (
    <div className={styles.toast} data-tone={tone}>
      {tone === 'error' && <Icon name="warning" />}
      <p>{text}</p>
      {action && (
        <Button
          variant="quiet"
          onClick={() => {
            dismiss(id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton label="Dismiss" icon="close" onClick={() => dismiss(id)} />
    </div>
  );
}
