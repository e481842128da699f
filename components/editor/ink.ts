/** Colours of everything drawn on an image, read from the page's tokens because a canvas knows no custom properties. */
export interface Ink {
  readonly groundTruth: string;
  readonly prediction: string;
  /** versions from before, and another person's */
  readonly earlier: string;
  readonly pointInHand: string;
  readonly rim: string;
}

export function readInk(element: Element): Ink {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    groundTruth: token('--ground-truth'),
    prediction: token('--prediction'),
    earlier: token('--earlier'),
    pointInHand: token('--point-in-hand'),
    rim: token('--point-rim'),
  };
}
