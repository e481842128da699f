/**
 * What tests (and the browser's console) may ask of the stage. Read-only: work goes through the mouse and the keys.
 *
 *     const { page } = await tab.evaluate(() => window.__landmarkStage!.landmark(36)!);
 *     await tab.mouse.move(...page); await tab.mouse.down(); …
 */
export interface StageProbe {
  /** screen px per image px */
  readonly scale: number;
  /** id of the sample whose picture is drawn; null while it is loading */
  readonly sample: string | null;
  /**
   * Where a ground-truth landmark is drawn: in image px (0-based pixel centres), and on the page in CSS px, where the
   * mouse would find it; null while it is not drawn.
   */
  landmark(
    index: number,
  ): { readonly image: readonly [number, number]; readonly page: readonly [number, number] } | null;
}

declare global {
  interface Window {
    __landmarkStage?: StageProbe;
  }
}

/** @returns what takes it away again */
export function publishStageProbe(probe: StageProbe): () => void {
  const published = Object.freeze(probe);
  window.__landmarkStage = published;
  return () => {
    if (window.__landmarkStage === published) window.__landmarkStage = undefined;
  };
}
