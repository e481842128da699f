import { create } from 'zustand';

/** How the picture is shown while one works on it; the labels know nothing of it. */
export interface ViewSettings {
  /** 1: as it is */
  readonly brightness: number;
  readonly contrast: number;
  readonly mirrored: boolean;
}

export const PLAIN_VIEW: ViewSettings = { brightness: 1, contrast: 1, mirrored: false };

export const useViewStore = create<ViewSettings>(() => PLAIN_VIEW);

export const toggleMirrored = (): void => useViewStore.setState(({ mirrored }) => ({ mirrored: !mirrored }));

/** As a CSS filter; empty where nothing is changed, so that the browser has nothing to do. */
export const filterOf = ({ brightness, contrast }: ViewSettings): string =>
  brightness === 1 && contrast === 1 ? '' : `brightness(${brightness}) contrast(${contrast})`;
