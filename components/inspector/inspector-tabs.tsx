import { useStore } from 'zustand';
import type { EditorSession } from '@/components/editor/editor-session';
import { NotesList } from '@/components/notes/notes-list';
import { Tabs } from '@/components/ui/tabs';
import type { CropSource } from '@/lib/contracts/common';
import type { SampleErrors, SamplePrediction } from '@/lib/contracts/sample';
import type { ModelChoice } from './chosen-prediction';
import { DepthTab } from './depth-tab';
import { ErrorsTab } from './errors-tab';
import { HistoryTab } from './history-tab';
import { InfoTab } from './info-tab';
import type { InspectorTab } from './inspector-url';
import { NoErrors } from './no-errors';

interface InspectorTabsProps {
  readonly session: EditorSession;
  readonly active: InspectorTab;
  readonly onChange: (tab: InspectorTab) => void;
  readonly model: ModelChoice | null;
  readonly crop: CropSource;
  readonly prediction: SamplePrediction | null;
  /** of the labels on the screen, and of those without an unfinished drag */
  readonly errors: SampleErrors | null;
  readonly settled: SampleErrors | null;
}

/** What is known of the face beside its picture. */
export function InspectorTabs(props: InspectorTabsProps) {
  const { session, active, onChange, model, crop, prediction, errors, settled } = props;
  const { detail, document, selected, hovered } = useStore(session.store);
  return (
    <Tabs<InspectorTab>
      label="About this face"
      active={active}
      onChange={onChange}
      tabs={[
        {
          id: 'errors',
          label: 'Errors',
          content: () => (
            <>
              <NotesList session={session} />
              {errors && settled ? (
                <ErrorsTab
                  errors={errors}
                  settled={settled}
                  notes={detail.notes}
                  selected={selected}
                  hovered={hovered}
                  onSelect={session.select}
                  onHover={session.hover}
                />
              ) : (
                <NoErrors detail={detail} model={model} crop={crop} hasPrediction={prediction !== null} />
              )}
            </>
          ),
        },
        {
          id: '3d',
          label: '3D',
          content: () => (
            <DepthTab
              annotation={document?.annotation ?? null}
              prediction={prediction}
              model={model}
              datasetName={detail.datasetName}
              highlighted={hovered ?? selected}
              onHover={session.hover}
              onSelect={session.select}
            />
          ),
        },
        { id: 'history', label: 'History', content: () => <HistoryTab session={session} /> },
        { id: 'info', label: 'Info', content: () => <InfoTab session={session} prediction={prediction} /> },
      ]}
    />
  );
}
