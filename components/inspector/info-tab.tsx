'use client';

import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { EditorSession } from '@/components/editor/editor-session';
import { TagEditor } from '@/components/tags/tag-editor';
import { Fact } from '@/components/ui/fact';
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
        <Fact term="File">{detail.key}</Fact>
        <Fact term="Size">
          {detail.imageWidth} × {detail.imageHeight} px
        </Fact>
        <Fact term="Image id">
          <code>{detail.imageId.slice(0, 16)}</code>
        </Fact>
      </Facts>
      <Facts title="Sample">
        <Fact term="Dataset">
          {detail.datasetName}, {detail.kind}
        </Fact>
        <Fact term="Split">{detail.split}</Fact>
        {detail.person && <Fact term="Person">{detail.person}</Fact>}
        <Fact term="Labels">
          {annotation
            ? `${SCHEMES[annotation.scheme].title}, ${annotatedPoints(annotation).length} of ${annotation.points.length} placed${annotation.z ? ', with depth' : ''}`
            : 'none yet'}
        </Fact>
        <Fact term="Version">{detail.revision}</Fact>
        {detail.faceSize !== null && <Fact term="Face size">{detail.faceSize.toFixed(0)} px, longer side</Fact>}
        {pose ? (
          <Fact term="Pose">
            yaw {degrees(pose.yawRad)}, pitch {degrees(pose.pitchRad)}, roll {degrees(pose.rollRad)},{' '}
            {detail.poseSource === 'estimated' ? 'estimated from the landmarks' : 'stated by the source'}
          </Fact>
        ) : (
          <Fact term="Pose">not stated by the source</Fact>
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
          <Fact term="Model">
            {prediction.modelTitle} <code>{prediction.modelId}</code>
          </Fact>
          <Fact term="Crop">{prediction.crop === 'detector' ? 'box of the detector' : 'box of the ground truth'}</Fact>
          <Fact term="Confidence">
            {prediction.confidence === null ? 'not trained' : prediction.confidence.toFixed(3)}
          </Fact>
          <Fact term="Time">{prediction.durationMs.toFixed(1)} ms</Fact>
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
