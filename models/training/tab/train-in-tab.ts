import type { TrainingConfig } from '@/lib/contracts/training-config';
import { FACEMESH_CONFIGS } from '@/models/facemesh/config';
import { modelFolder } from '@/models/facemesh/model-folder';
import { countTrainableParameters } from '@/models/facemesh/weights';
import { assertFits } from '../checkpoint';
import { REQUEST, type RunState, type WorkerMessage } from '../messages';
import { modelCard } from '../model-card';
import { prepareData } from '../prepare';
import type { CreateEngine } from '../replica';
import { assertParents, replicaInput } from '../replica-input';
import { runReplica } from '../replica-loop';
import { RunRecorder, type TrainingRun } from '../run-recorder';
import { SoloTeam } from '../team';
import { TrainingError, type TrainingSetProvider } from '../training-set';
import { HttpFiles } from './http-files';
import { fetchParents } from './http-parents';
import type { TabEnd, TabOrder } from './protocol';
import { ServerLine } from './server-line';

/** What the machine around gives: a browser's worker, or a test. */
export interface TabMachine {
  readonly sets: TrainingSetProvider;
  fetchKernels(): Promise<WebAssembly.Module>;
  startEngine(order: TabOrder, kernels: WebAssembly.Module): Promise<CreateEngine>;
}

/**
 * Trains a run of the server in this thread, from its checkpoint where it has one, and brings its model to the server.
 * The server hears how it ends in every case, if it can be reached.
 *
 * @throws TrainingError, RequestError what ended it otherwise; it has been told to the server as well
 */
export async function trainInTab(order: TabOrder, machine: TabMachine): Promise<TabEnd> {
  const stop = new AbortController();
  const team = new SoloTeam(turn);
  let lost: Error | null = null;
  const line = new ServerLine(
    order.run,
    order.session,
    (wish) => {
      if (wish === 'stop') stop.abort();
      else if (team.asked === REQUEST.goOn) team.asked = REQUEST.coolDown;
    },
    (refusal) => {
      lost = refusal;
      stop.abort();
    },
  );
  stop.signal.addEventListener('abort', () => {
    team.asked = REQUEST.stop;
  });
  let step: number | null = null;
  try {
    const run = await trainRun(order, machine, line, team, stop.signal);
    step = run.step;
    if (lost) throw lost;
    if (run.ended !== 'stopped') await line.postModel(await modelForm(run));
    await line.end({ ended: run.ended, step, imagesPerSecond: finite(run.imagesPerSecond), reason: '' });
    return { ended: run.ended, step };
  } catch (error) {
    if (stop.signal.aborted && !lost && step === null) {
      // stopped while its images were read: there is nothing new to keep
      await line.end({ ended: 'stopped', step: null, imagesPerSecond: null, reason: '' });
      return { ended: 'stopped', step: 0 };
    }
    const reason = error instanceof Error ? error.message : String(error);
    await line.end({ ended: 'failed', step, imagesPerSecond: null, reason }).catch(() => {});
    throw lost ?? error;
  } finally {
    line.close();
  }
}

async function trainRun(
  order: TabOrder,
  machine: TabMachine,
  line: ServerLine,
  team: SoloTeam,
  signal: AbortSignal,
): Promise<TrainingRun> {
  const config = await line.readConfig();
  assertAlone(config);
  const [kernels, checkpoint, parents] = await Promise.all([
    machine.fetchKernels(),
    line.readCheckpoint(),
    fetchParents(config),
  ]);
  assertParents(config, parents);
  const createEngine = await machine.startEngine(order, kernels);
  const data = await prepareData(config, machine.sets, { signal, parents: parents.parents });
  if (checkpoint) assertFits(checkpoint, config, data.fingerprint);

  let failure: unknown = null;
  const fail = (error: unknown) => {
    failure ??= error;
    team.asked = REQUEST.stop;
  };
  const recorder = new RunRecorder({
    config,
    data,
    sink: new HttpFiles(line, fail),
    curves: checkpoint?.curves ?? { training: [], validation: [] },
    resume: checkpoint?.state ?? null,
    onProgress: (progress) => line.tell(progress),
  });
  let end: { readonly state: RunState; readonly stopped: boolean } | null = null;
  const tell = (message: WorkerMessage) => {
    if (message.type === 'done') end = message;
    else recorder.receive(message);
  };
  await runReplica({
    setup: {
      config,
      replica: 0,
      ...replicaInput(config, data, parents),
      predictions: recorder.predictions,
      validateEvery: recorder.validateEvery,
      resume: checkpoint?.state ?? null,
    },
    createEngine,
    joinTeam: () => team,
    tell,
  });
  if (failure) throw failure;
  const { state, stopped } = end as unknown as { readonly state: RunState; readonly stopped: boolean };
  return recorder.finish(state, stopped, kernels);
}

function assertAlone({ workers }: TrainingConfig): void {
  if (workers === 1) return;
  throw new TrainingError(`training: config: workers: expected 1 for a run in a tab, found ${workers}`);
}

/** The files of a finished run's model. @throws TrainingError when some landmark is annotated in no training image */
async function modelForm({ config, data, step, curves, weights, validation }: TrainingRun): Promise<FormData> {
  const parameters = countTrainableParameters(FACEMESH_CONFIGS[config.architecture]);
  const card = modelCard(config, data, { step, parameters, commit: null, curves });
  const metrics = Object.fromEntries(Object.entries(validation ?? {}).map(([set, result]) => [set, { ...result }]));
  const { files } = await modelFolder({ card: { ...card, metrics }, weights, trainedOn: data.trainedOn });
  const form = new FormData();
  for (const [name, bytes] of Object.entries(files)) form.set(name, new Blob([bytes as BlobPart]), name);
  return form;
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Lets the messages that wait in, without the delay of a timer. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
