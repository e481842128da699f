/** A model as the gallery offers it. */
export interface ModelChoice {
  readonly id: string;
  readonly title: string;
}
