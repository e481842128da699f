import type { Annotation } from '@/lib/landmarks/annotation';
import type { FaceRecipe } from '@/lib/synthesis/face-recipe';
import type { FaceParameters } from '@/lib/synthesis/parameter-ranges';
import type { SetReport } from '@/lib/synthesis/set-report';

/** What the pages ask the thread that draws generated faces. */
export interface DrawingCalls {
  draw: {
    readonly request: {
      readonly recipe: FaceRecipe;
      /** which face of the set */
      readonly index: number;
      /** side, px */
      readonly size: number;
      readonly supersample: number;
    };
    readonly response: DrawnFace;
  };
  /** what the first faces of a set are made of; nothing is drawn */
  report: {
    readonly request: { readonly recipe: FaceRecipe; readonly faces: number };
    readonly response: SetReport;
  };
}

export interface DrawnFace {
  /** side, px */
  readonly size: number;
  /** [size · size · 4] R G B A, opaque, as a canvas takes it */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  /** jaw as the projected 3D jaw */
  readonly annotation: Annotation;
  /** jaw as the visible outline */
  readonly outlineAnnotation: Annotation;
  readonly parameters: FaceParameters;
  readonly durationMs: number;
}
