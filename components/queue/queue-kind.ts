import type { ComponentType } from 'react';
import type { EditorSession } from '@/components/editor/editor-session';
import type { ReviewSteps } from '@/components/review/use-review';
import type { ReviewChange } from '@/lib/contracts/review';
import type { SampleQuery } from '@/lib/contracts/sample';
import type { QueueSource } from './queue-source';

export interface QueuePanelProps {
  /** the face that is shown */
  readonly session: EditorSession;
  readonly review: ReviewSteps;
}

export interface QueueEndProps {
  /** the gallery that was gone through */
  readonly scope: string;
  readonly query: SampleQuery;
  readonly galleryHref: string;
}

/** A way of going through samples: which, what is decided about each, and what can be done when none is left. */
export interface QueueKind {
  source(query: SampleQuery, params: URLSearchParams): QueueSource;
  readonly Panel: ComponentType<QueuePanelProps>;
  readonly End: ComponentType<QueueEndProps>;
  /** where it was begun; absent: in the gallery */
  leaveHref?(scope: string): string;
  /** hears what is decided about a face, where that says more than its review state */
  decided?(session: EditorSession, change: ReviewChange): void;
}
