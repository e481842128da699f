'use client';

import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { EditorSession } from '@/components/editor/editor-session';
import { TagEditor } from '@/components/tags/tag-editor';
import { showError } from '@/components/ui/toast-store';
import type { BulkResult } from '@/lib/contracts/bulk';
import type { SamplePrediction } from '@/lib/contracts/sample';
import { annotatedPoints } from '@/lib/landmarks/annotation';
import { SCHEMES } from '@/lib/landmarks/scheme';
import { errorLine, postJson } from '@/lib/request';
import styles from './info-tab.module.css';

interface InfoTabProps {
  readonly session: EditorSession;
  readonly prediction: SamplePrediction | null;
}

const degrees = (radians: number): string => `${((radians * 180) / Math.PI).toFixed(1)}°`;

/** Where this face comes from and what is known of it. */
export function InfoTab({ session, prediction }: InfoTabProps) {
  const detail = useStore(session.store, (state) => state.detail);
  const { annotation, pose } = detail;
  return (
    <div className={styles.tab}>
      <Facts title="Image">
        <Fact name="File">{detail.key}</Fact>
        <Fact name="Size">
          {detail.imageWidth} × {detail.imageHeight} px
        </Fact>
        <Fact name="Image id">
          <code>{detail.imageId.slice(0, 16)}</code>
        </Fact>
      </Facts>
      <Facts title="Sample">
        <Fact name="Dataset">
          {detail.datasetName}, {detail.kind}
        </Fact>
        <Fact name="Split">{detail.split}</Fact>
        {detail.person && <Fact name="Person">{detail.person}</Fact>}
        <Fact name="Labels">
          {annotation
            ? `${SCHEMES[annotation.scheme].title}, ${annotatedPoints(annotation).length} of ${annotation.points.length} placed${annotation.z ? ', with depth' : ''}`
            : 'none yet'}
        </Fact>
        <Fact name="Version">{detail.revision}</Fact>
        {detail.faceSize !== null && <Fact name="Face size">{detail.faceSize.toFixed(0)} px, longer side</Fact>}
        {pose ? (
          <Fact name="Pose">
            yaw {degrees(pose.yawRad)}, pitch {degrees(pose.pitchRad)}, roll {degrees(pose.rollRad)},{' '}
            {detail.poseSource === 'estimated' ? 'estimated from the landmarks' : 'stated by the source'}
          </Fact>
        ) : (
          <Fact name="Pose">not stated by the source</Fact>
        )}
      </Facts>
      <section aria-label="Tags">
        <h2>Tags</h2>
        <TagEditor
          tags={detail.tags}
          onAdd={(tag) => void changeTag(session, 'tag', tag)}
          onRemove={(tag) => void changeTag(session, 'untag', tag)}
        />
      </section>
      {prediction && (
        <Facts title="Prediction">
          <Fact name="Model">
            {prediction.modelTitle} <code>{prediction.modelId}</code>
          </Fact>
          <Fact name="Crop">{prediction.crop === 'detector' ? 'box of the detector' : 'box of the ground truth'}</Fact>
          <Fact name="Confidence">
            {prediction.confidence === null ? 'not trained' : prediction.confidence.toFixed(3)}
          </Fact>
          <Fact name="Time">{prediction.durationMs.toFixed(1)} ms</Fact>
        </Facts>
      )}
    </div>
  );
}

async function changeTag(session: EditorSession, action: 'tag' | 'untag', tag: string): Promise<void> {
  const { id } = session.store.getState().detail;
  try {
    await postJson<BulkResult>('/api/samples/bulk', { action, tag, target: { ids: [id] } });
    const { detail } = session.store.getState();
    const rest = detail.tags.filter((word) => word !== tag);
    session.updateDetail({ ...detail, tags: action === 'tag' ? [...rest, tag].sort() : rest });
  } catch (error) {
    showError(`The tag could not be changed: ${errorLine(error)}`);
  }
}

function Facts({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <dl className={styles.facts}>{children}</dl>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
