/**
 * Plays a recording, off the page's main thread: the clock, the core and the canvas. messages.ts has what page and worker say; the core is brought
 * to its times by session/recording/player.ts.
 */
import type { Core } from '../../../../xserver/core.ts';
import { currentCursor } from '../../../../xserver/input/cursor.ts';
import { composeScene } from '../../../../xserver/windows/scene.ts';
import { Player } from '../../../../session/recording/player.ts';
import { cursorPicture } from '../../worker/cursor-picture.ts';
import { Painter } from '../../worker/painter.ts';
import { Presenter, toRgba } from '../../worker/presenter.ts';
import { SceneDriver } from '../../worker/scene-driver.ts';
import type { FromPlayer, PlayerReport, RecordingInfo, ToPlayer } from './messages.ts';
import { openRemote } from './remote-recording.ts';

const TICK_MS = 15;
/** Of each tick the core may take so much; beyond it the clock waits. */
const WORK_MS = 11;
/** Entries are applied in slices of about so many bytes between two looks at the time. */
const SLICE_BYTES = 64 * 1024;
/** So long, in ms of the session, must nothing be to be seen before it is passed over. */
const IDLE_MS = 1000;
/** Faster, the bell only annoys. */
const FASTEST_WITH_BELL = 2;

type Start = Extract<ToPlayer, { kind: 'start' }>;

class Playback {
  readonly #player: Player;
  readonly #painter: Painter;
  readonly #presenter: Presenter;
  readonly #driver: SceneDriver;
  #playing = false;
  #speed = 1;
  #skipIdle = false;
  /** Of the last change that could be seen. */
  #lastSeen = 0;
  #lastTick = 0;
  #pointer = '';
  #told = '';
  #skipping = false;
  #seeking = false;
  /** Where to go next, asked for while a seek is under way. */
  #wanted: number | undefined;

  constructor(player: (driver: SceneDriver) => Player, canvas: OffscreenCanvas) {
    this.#presenter = new Presenter(canvas);
    this.#painter = new Painter(this.#presenter, (width, height) => tell({ kind: 'screen', width, height }));
    this.#driver = new SceneDriver(
      (cursor) => tell({ kind: 'cursor', cursor: cursor === undefined ? undefined : cursorPicture(cursor) }),
      (blanked) => this.#painter.blank(blanked),
    );
    this.#player = player(this.#driver);
    this.#lastSeen = this.#player.time;
  }

  static async open({ canvas, url, token }: Start): Promise<{ playback: Playback; info: RecordingInfo }> {
    const { name, recording } = await openRemote(url, token);
    const playback: Playback = new Playback(
      (driver) =>
        new Player(recording, driver, {
          restored: (core) => playback.#restored(core),
          bell: (volume, pitch, duration) => playback.#bell(volume, pitch, duration),
          defect: (what) => tell({ kind: 'defect', what }),
        }),
      canvas,
    );
    const { startTime, endTime, table } = recording;
    const { facts, closed } = table;
    await playback.seek(startTime);
    void playback.#run();
    return { playback, info: { name, session: facts.session, startTime, endTime, epoch: facts.epoch, closed } };
  }

  play(playing: boolean): void {
    // From its end it begins anew.
    if (playing && this.#player.atEnd) void this.seek(this.#player.recording.startTime);
    this.#playing = playing;
    this.#lastTick = performance.now();
    this.#lastSeen = this.#player.time;
    this.#skipping = false;
    this.#tellTime();
  }

  set speed(speed: number) {
    this.#speed = speed;
  }

  set skipIdle(skip: boolean) {
    this.#skipIdle = skip;
    this.#lastSeen = this.#player.time;
  }

  /** Of several that come while one is under way, the last counts. */
  async seek(time: number): Promise<void> {
    this.#wanted = time;
    if (this.#seeking) return;
    this.#seeking = true;
    try {
      while (this.#wanted !== undefined) {
        const to: number = this.#wanted;
        this.#wanted = undefined;
        this.#tellTime();
        await this.#player.seek(to, async () => pause(0));
        this.#show();
      }
    } catch (error) {
      this.#fail(error);
    }
    this.#seeking = false;
    this.#lastSeen = this.#player.time;
    this.#lastTick = performance.now();
    this.#tellTime();
  }

  report(withPixels: boolean): PlayerReport {
    const { core, time } = this.#player;
    const { width = 0, height = 0 } = core?.state.screen ?? {};
    return {
      time,
      index: core?.state.index ?? 0,
      stateHash: core?.stateHash() ?? '',
      width,
      height,
      shown: withPixels ? this.#presenter.shown() : undefined,
      scene: withPixels && core !== undefined ? toRgba(composeScene(core.state, 0, 0, width, height)) : undefined,
    };
  }

  #restored(core: Core): void {
    this.#painter.show(core.state, this.#driver);
    tell({ kind: 'cursor', cursor: cursorPicture(currentCursor(core.server).image) });
  }

  #bell(volume: number, pitch: number, duration: number): void {
    if (this.#playing && !this.#seeking && !this.#skipping && this.#speed <= FASTEST_WITH_BELL) {
      tell({ kind: 'bell', volume, pitch, duration });
    }
  }

  async #run(): Promise<void> {
    for (;;) {
      try {
        if (this.#playing && !this.#seeking) await this.#tick();
        else this.#lastTick = performance.now();
      } catch (error) {
        this.#fail(error);
      }
      await pause(TICK_MS);
    }
  }

  async #tick(): Promise<void> {
    const player = this.#player;
    const start = performance.now();
    const target = player.time + (start - this.#lastTick) * this.#speed;
    this.#lastTick = start;
    const inTime = () => performance.now() - start < WORK_MS;
    while (this.#playing && !this.#seeking && inTime() && !player.advance(target, SLICE_BYTES)) {
      if (player.mustLoad) await player.load();
    }
    player.prefetch();
    this.#look();
    this.#skipping = this.#skipIdle && player.time - this.#lastSeen > IDLE_MS;
    while (this.#skipping && this.#playing && !this.#seeking && inTime()) await this.#skip();
    this.#show();
    if (player.atEnd && !this.#seeking) this.#playing = false;
    this.#tellTime();
  }

  /** Goes on to the next entry, whenever it was. */
  async #skip(): Promise<void> {
    const player = this.#player;
    if (player.mustLoad) await player.load();
    else player.advance(player.nextTime ?? player.recording.endTime, SLICE_BYTES);
    this.#skipping = !this.#look() && !player.atEnd;
  }

  /** Whether something that can be seen has changed since the last time. */
  #look(): boolean {
    const { core, time } = this.#player;
    if (core === undefined) return false;
    const { x, y } = core.state.input.pointer;
    const pointer = `${x} ${y}`;
    if (this.#driver.isEmpty && pointer === this.#pointer) return false;
    this.#pointer = pointer;
    this.#lastSeen = time;
    tell({ kind: 'pointer', x, y });
    return true;
  }

  #show(): void {
    this.#look();
    this.#painter.worked();
  }

  #tellTime(): void {
    const at = {
      kind: 'at',
      time: this.#wanted ?? this.#player.time,
      playing: this.#playing,
      seeking: this.#seeking,
      skipping: this.#skipping,
    } as const;
    const text = JSON.stringify(at);
    if (text === this.#told) return;
    this.#told = text;
    tell(at);
  }

  #fail(error: unknown): void {
    this.#playing = false;
    this.#tellTime();
    tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function tell(message: FromPlayer): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's messages have no origin
  self.postMessage(message);
}

let playback: Playback | undefined;

async function start(message: Start): Promise<void> {
  try {
    const opened = await Playback.open(message);
    playback = opened.playback;
    tell({ kind: 'opened', info: opened.info });
  } catch (error) {
    tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

self.addEventListener('message', ({ data }: MessageEvent<ToPlayer>) => {
  if (data.kind === 'start') {
    void start(data);
    return;
  }
  if (playback === undefined) return;
  switch (data.kind) {
    case 'play':
      playback.play(data.playing);
      return;
    case 'seek':
      void playback.seek(data.time);
      return;
    case 'speed':
      playback.speed = data.speed;
      return;
    case 'skip-idle':
      playback.skipIdle = data.skip;
      return;
    case 'report':
      tell({ kind: 'report', id: data.id, report: playback.report(data.pixels) });
      return;
    default:
      data satisfies never;
  }
});
