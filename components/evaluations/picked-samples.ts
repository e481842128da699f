/** Hand-picked samples on their way from the gallery to the form. */
export interface PickedSamples {
  readonly name: string;
  readonly ids: readonly string[];
}

const KEY = 'picked-samples';

/** @returns the form's address. Kept for this tab: an address holds no thousand names */
export function pickSamples(picked: PickedSamples, modelId: string | null): string {
  window.sessionStorage.setItem(KEY, JSON.stringify(picked));
  return `/evaluations?${new URLSearchParams({ new: '1', picked: '1', ...(modelId && { model: modelId }) })}`;
}

export function pickedSamples(): PickedSamples | null {
  try {
    return JSON.parse(window.sessionStorage.getItem(KEY) ?? 'null');
  } catch {
    return null;
  }
}
