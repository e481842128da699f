import { create } from 'zustand';

export interface Toast {
  readonly id: number;
  readonly tone: 'info' | 'error';
  readonly text: string;
  /** one thing to do about it, such as Undo */
  readonly action?: { readonly label: string; readonly run: () => void };
}

interface ToastStore {
  readonly toasts: readonly Toast[];
  readonly show: (toast: Omit<Toast, 'id'>) => number;
  readonly dismiss: (id: number) => void;
}

/** Long enough to read and to undo. */
const INFO_MS = 10_000;

let lastId = 0;

export const useToastStore = create<ToastStore>((set, get) => ({
  toasts: [],
  show(toast) {
    const id = ++lastId;
    // the same words twice say no more than once
    set(({ toasts }) => ({ toasts: [...toasts.filter(({ text }) => text !== toast.text), { ...toast, id }] }));
    if (toast.tone === 'info') setTimeout(() => get().dismiss(id), INFO_MS);
    return id;
  },
  dismiss: (id) => set(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) })),
}));

/** Tells what has been done, for ten seconds, with at most one action (Undo). */
export const showInfo = (text: string, action?: Toast['action']): number =>
  useToastStore.getState().show({ tone: 'info', text, action });

/** Tells what went wrong and what to do; stays until it is dismissed. */
export const showError = (text: string, action?: Toast['action']): number =>
  useToastStore.getState().show({ tone: 'error', text, action });
