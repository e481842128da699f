import { createStore, type StoreApi } from 'zustand/vanilla';
import { errorLine } from '@/lib/request';
import type { LiveSettings } from '@/models/live/protocol';
import { type FrameSource, SourceError, type SourceTrouble } from './frame-source';
import { type KeptFrame, keepFrame } from './keep-frame';
import { LiveLoop, type SeenFrame } from './live-loop';
import { exposeProbe } from './live-probe';
import type { LiveChoices } from './live-settings';
import { IDLE, type LiveState, type Trouble } from './live-state';
import { openFiles } from './open-files';
import type { Pane } from './pane';
import { baseName, composePanes, Recorder, type Recording, stamp } from './recording';
import { keepRecording, offerRecording } from './recording-store';
import { listCameras, openWebcam } from './webcam-source';
import { type Engine, notStarted, WorkerHost } from './worker-host';

/** The page's numbers change this often. */
const TELL_EVERY_MS = 250;

/** Source, worker, loop and panes of the live page. What React shows is in `state`; frames never pass through it. */
export class LiveController {
  readonly state: StoreApi<LiveState> = createStore(() => IDLE);
  private source: FrameSource | null = null;
  private isSourceStarted = false;
  private readonly host = new WorkerHost((error) => this.fail('worker', error));
  private loop: LiveLoop | null = null;
  private recorder: Recorder | null = null;
  private panes: readonly Pane[] = [];
  private last: Pick<SeenFrame, 'result'> | null = null;
  private retry: (() => Promise<void>) | null = null;
  private opening = 0;
  private timer: ReturnType<typeof setInterval> | undefined;
  private choices: LiveChoices;
  private engine: Engine;

  constructor(choices: LiveChoices, engine: Engine) {
    this.choices = choices;
    this.engine = engine;
  }

  /** Starts telling numbers; the returned function lets go of camera, worker and all. */
  mount(): () => void {
    this.timer = setInterval(() => this.tell(), TELL_EVERY_MS);
    const hideProbe = exposeProbe({
      faces: () => this.last?.result.models.map(({ faces }) => faces) ?? [],
      picture: () => this.panes[0]?.picture ?? null,
    });
    void listCameras().then((cameras) => this.state.setState({ cameras }));
    return () => {
      clearInterval(this.timer);
      hideProbe();
      void this.stopRecording().then((recording) => recording && offerRecording(recording));
      this.close();
      this.host.drop();
    };
  }

  setPanes(panes: readonly Pane[]): void {
    this.panes = panes;
    this.loop?.next();
  }

  /** Takes new choices over; a worker of other models or another backend is started anew. */
  choose(choices: LiveChoices, engine: Engine): void {
    this.choices = choices;
    this.engine = engine;
    if (this.source && !this.host.has(engine)) {
      void this.run(++this.opening, this.source);
      return;
    }
    void this.host.current?.configure(settingsOf(choices)).then(this.loop?.next, () => undefined);
    this.redraw();
  }

  openWebcam(id: string | null): Promise<void> {
    return this.open(async () => {
      const source = await openWebcam(id);
      // only now do cameras have names
      this.state.setState({ cameraId: id, cameras: await listCameras() });
      return source;
    });
  }

  openFiles(files: readonly File[]): Promise<void> {
    return this.open(() => openFiles(files));
  }

  /** Tries again what went wrong. */
  tryAgain(): void {
    void this.retry?.();
  }

  close(): void {
    this.opening++;
    void this.stopRecording();
    this.closeSource();
    for (const pane of this.panes) pane.clear();
    this.last = null;
    this.state.setState({ phase: 'idle', source: null, playback: null, stats: null, trouble: null, pose: null });
  }

  togglePlaying(): void {
    if (!this.source?.playback()) return;
    if (this.source.playback()?.isPlaying) this.source.pause();
    else this.source.play();
    this.tellPlayback();
    this.loop?.next();
  }

  step(frames: number): void {
    this.source?.step(frames);
    this.tellPlayback();
  }

  seek(position: number): void {
    this.source?.seek(position);
    // at once, though the video takes a moment: the slider would spring back and send it there
    this.state.setState(({ playback }) => ({ playback: playback && { ...playback, position } }));
  }

  setSpeed(speed: number): void {
    this.source?.setSpeed(speed);
  }

  redraw(): void {
    const { layers } = this.choices;
    for (const pane of this.panes) pane.redraw({ layers, isMirrored: this.isMirrored() });
  }

  isMirrored(): boolean {
    return this.choices.isMirrored ?? this.source?.isMirror ?? false;
  }

  /** What is shown, overlay and all, as a PNG to save; null while nothing is shown. */
  async screenshot(): Promise<{ readonly name: string; readonly blob: Blob } | null> {
    if (!this.source || !this.last || this.panes.length === 0) return null;
    const [{ picture }] = this.panes;
    const canvas = document.createElement('canvas');
    canvas.width = picture.width * this.panes.length;
    canvas.height = picture.height;
    composePanes(canvas, this.panes);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    return blob && { name: `${baseName(this.source.title)}-${stamp(new Date())}.png`, blob };
  }

  async toggleRecording(): Promise<void> {
    if (this.recorder) {
      await this.stopRecording();
      return;
    }
    if (!this.source) return;
    this.recorder = new Recorder({ model: this.engine.models[0], source: this.source.title });
    this.state.setState({ recordingSeconds: 0 });
    this.loop?.next();
  }

  /** @throws Error with a line to show */
  async keep(): Promise<KeptFrame | null> {
    const { source, last, panes } = this;
    if (!source || !last || panes.length === 0) return null;
    const { dataset } = this.choices;
    const kept = await keepFrame({
      pane: panes[0],
      seen: last,
      model: this.engine.models[0],
      dataset,
      title: source.title,
    });
    this.state.setState((state) => ({ kept: [kept, ...state.kept] }));
    return kept;
  }

  dropKept(frame: KeptFrame): void {
    this.state.setState(({ kept }) => ({ kept: kept.filter((other) => other !== frame) }));
  }

  private async open(openSource: () => Promise<FrameSource>): Promise<void> {
    const attempt = ++this.opening;
    this.retry = () => this.open(openSource);
    this.closeSource();
    this.state.setState({ phase: 'opening', trouble: null, stats: null, pose: null });
    let source: FrameSource;
    try {
      source = await openSource();
    } catch (error) {
      if (attempt === this.opening) this.fail('source', error);
      return;
    }
    if (attempt !== this.opening) {
      source.close();
      return;
    }
    this.source = source;
    await this.run(attempt, source);
  }

  /** Worker and loop for a source, which may show frames already. */
  private async run(attempt: number, source: FrameSource): Promise<void> {
    this.loop?.end();
    this.loop = null;
    const { kind, title, isMirror } = source;
    this.state.setState({ phase: 'opening', source: { kind, title, isMirror }, trouble: null });
    const settings = settingsOf(this.choices);
    let worker: Awaited<ReturnType<WorkerHost['ensure']>>;
    try {
      worker = await this.host.ensure(this.engine, settings);
      await worker?.configure(settings);
      await worker?.reset();
    } catch (error) {
      if (attempt === this.opening) this.fail('worker', notStarted(error));
      return;
    }
    if (!worker || attempt !== this.opening) return;
    this.loop = new LiveLoop(source, worker, this.show, (error) => this.fail('worker', error));
    this.state.setState({ phase: 'running', models: worker.models });
    if (!this.isSourceStarted) {
      this.isSourceStarted = true;
      source.start(
        () => this.loop?.next(),
        () => this.tellPlayback(),
        (trouble) => this.fail('source', new SourceError(trouble)),
      );
    }
    this.tellPlayback();
    this.loop.next();
  }

  private readonly show = (seen: SeenFrame): void => {
    const { picture, result } = seen;
    const { width, height, models } = result;
    const { layers } = this.choices;
    for (const [i, pane] of this.panes.entries()) {
      const faces = (models[i] ?? models[0]).faces;
      pane.show(picture, { faces, frame: { width, height }, isMirrored: this.isMirrored(), layers });
    }
    this.last = { result };
    this.recorder?.add(seen, this.panes);
  };

  private fail(at: Trouble['at'], error: unknown): void {
    const trouble: SourceTrouble =
      error instanceof SourceError
        ? error.trouble
        : { title: 'The model stopped working', text: errorLine(error), canRetry: true };
    void this.stopRecording();
    if (at === 'source') this.closeSource();
    else {
      this.host.drop();
      this.loop?.end();
      this.loop = null;
      const { source } = this;
      if (source) this.retry = () => this.run(++this.opening, source);
    }
    this.state.setState({ trouble: { ...trouble, at } });
  }

  private closeSource(): void {
    this.loop?.end();
    this.loop = null;
    this.source?.close();
    this.source = null;
    this.isSourceStarted = false;
  }

  /** @returns null when there was none, or not a single frame in it */
  private async stopRecording(): Promise<Recording | null> {
    const { recorder } = this;
    if (!recorder) return null;
    this.recorder = null;
    this.state.setState({ recordingSeconds: null });
    const recording = await recorder.stop();
    if (recording) keepRecording(recording);
    return recording;
  }

  private tellPlayback(): void {
    this.state.setState({ playback: this.source?.playback() ?? null });
  }

  private tell(): void {
    if (!this.loop || !this.last) return;
    const [{ faces }] = this.last.result.models;
    const largest = faces.toSorted((a, b) => b.box.width - a.box.width)[0];
    this.state.setState({
      stats: this.loop.stats(),
      pose: largest?.pose ?? null,
      recordingSeconds: this.recorder ? this.recorder.seconds : null,
    });
  }
}

const settingsOf = ({ mode, maxFaces, smooths }: LiveChoices): LiveSettings => ({ mode, maxFaces, smooths });
