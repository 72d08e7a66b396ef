/** A terminal over all its connections to the session: the canvas, the core that is shown on it, and when to try again. */
import { isRefused } from './access.ts';
import type { CursorImage } from '../../../xserver/driver.ts';
import { currentCursor } from '../../../xserver/input/cursor.ts';
import { locksOf, type Locks } from '../../../xserver/input/modifiers.ts';
import type { TerminalInput } from '../../../xserver/log/entry.ts';
import { composeScene, type Scene } from '../../../xserver/windows/scene.ts';
import { OFFERED_WIRES, type Roles, type ScreenSize, type WireName } from '../../../session/carrier/control.ts';
import { NO_LINK } from '../../../session/link.ts';
import type { KeptParts } from '../../../session/terminal/kept-parts.ts';
import type { KeptReplica, TerminalState, WireChange } from '../../../session/terminal/terminal-options.ts';
import { Connection, type ConnectionEnd } from './connection.ts';
import { cursorPicture } from './cursor-picture.ts';
import { DrawnScene, type DrawnPicture } from './drawn-scene.ts';
import { Emptiness } from './emptiness.ts';
import { FramebufferScene } from './framebuffer-scene.ts';
import type { ConnectionState, FromWorker, Report, Standing, ToWorker, Room } from './messages.ts';
import { Meter, wallClock } from './meter.ts';
import { Painter } from './painter.ts';
import { Presenter, toRgba } from './presenter.ts';
import { SceneDriver } from './scene-driver.ts';
import { GONE, NOT_LET_IN, stateAfter } from './session-state.ts';
import { Verifier } from './verifier.ts';

type Start = Extract<ToWorker, { kind: 'start' }>;

/** How often the page hears how the join goes, in milliseconds. */
const PROGRESS_MS = 100;

export class Terminal {
  readonly #start: Start;
  readonly #tell: (message: FromWorker) => void;
  /** Fonts and catalogues, over connections and visits. */
  readonly #keptParts: KeptParts;
  readonly #presenter: Presenter;
  readonly #painter: Painter;
  readonly #driver: SceneDriver;
  /** The pictures of wires that ship no log, in use or on their way. */
  readonly #drawn = new Map<WireName, DrawnPicture>();
  /** What is shown. */
  #scene: Scene | undefined;
  readonly #verifier: Verifier;
  readonly #meter: Meter;
  #toldPrint: string | undefined;
  readonly #emptiness = new Emptiness();
  #toldEmpty: boolean | undefined;
  #connection: Connection | undefined;
  #size: ScreenSize;
  /** The size that the connection at hand has asked for. */
  #askedSize: ScreenSize;
  #link: string | undefined;
  #wire: WireName;
  #visible: boolean;
  #failures = 0;
  #wasLive = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #lastInput = 0;
  #toldLocks = '';
  #toldName = '';
  #toldProgress = 0;
  /** How each connection has found its way into the session. */
  readonly #joins: ('anew' | 'resumed')[] = [];
  /** What the connections before have left. */
  #kept: KeptReplica | undefined;
  #room: Room | undefined;
  #toldScreen: Room | undefined;
  #roles: Roles | undefined;
  #standing: Standing | undefined;
  /** Another wire has been asked for. */
  #changing = false;
  /** Wire and part in the session, in words. */
  #part = '';
  /** On x11: has become primary, or been told that it is none. */
  #joined = false;

  constructor(start: Start, tell: (message: FromWorker) => void, keptParts: KeptParts) {
    this.#start = start;
    this.#keptParts = keptParts;
    this.#tell = tell;
    this.#size = start.size;
    this.#askedSize = start.size;
    this.#link = start.link;
    this.#wire = start.wire;
    this.#visible = start.visible;
    this.#presenter = new Presenter(start.canvas);
    this.#meter = new Meter(
      () => this.#connection?.end,
      (sample) => tell({ kind: 'sample', sample }),
    );
    this.#painter = new Painter(
      this.#presenter,
      (width, height) => this.#tellScreen({ width, height }),
      () => this.#painted(),
    );
    this.#driver = new SceneDriver(
      (cursor) => this.#tellCursor(cursor),
      (blanked) => this.#painter.blank(blanked),
    );
    this.#verifier = new Verifier(
      () => {
        // Only a replica has a state to compare.
        if (this.#connection?.end.state !== 'live' || this.#drawn.has(this.#connection.end.wire)) return false;
        this.#connection.act((end) => end.verify());
        return true;
      },
      (id, equal) => tell({ kind: 'verified', id, equal }),
    );
    if (start.verify) this.#verifier.always();
    this.connect();
  }

  /** Makes a connection, unless there is one: the page may ask just when the pause is over, or twice. */
  connect(): void {
    if (this.#connection?.over === false) return;
    clearTimeout(this.#retry);
    this.#setState({ name: 'connecting' });
    this.#askedSize = this.#size;
    const kept = this.#kept;
    let joined = false;
    const connection = new Connection({
      url: this.#start.url,
      wire: this.#wire,
      visible: this.#visible,
      resume: kept,
      keptParts: this.#keptParts,
      screen: this.#size,
      link: this.#link,
      driver: this.#driver,
      wires: {
        thinc: (wire) => {
          const drawn = new DrawnScene(wire, {
            painted: () => this.#painter.worked(),
            cursor: () => this.#cursorOf(drawn),
            blanked: () => {
              if (drawn.scene === this.#scene) this.#painter.blank(drawn.blanked);
            },
          });
          if (this.#room !== undefined) drawn.end.setRoom(this.#room);
          this.#drawn.set('thinc', drawn);
          return drawn.end;
        },
        raw: (options) => {
          const drawn = new FramebufferScene(options, {
            cursor: (picture) => this.#cursorOf(picture),
            worked: () => this.#painter.worked(),
            bell: () => this.#tell({ kind: 'bell', volume: 50, pitch: 400, duration: 100 }),
          });
          this.#drawn.set('raw', drawn);
          return drawn.end;
        },
      },
      events: {
        stateChanged: (state) => {
          if (this.#connection === undefined || this.#connection === connection) this.#stateChanged(state);
        },
        restored: (core) => {
          if (!joined) this.#joins.push(core === kept?.core ? 'resumed' : 'anew');
          joined = true;
          this.#scene = core.state;
          this.#painter.show(core.state, this.#driver);
          this.#tellCursor(currentCursor(core.server).image);
        },
        bell: (volume, pitch, duration) => this.#tell({ kind: 'bell', volume, pitch, duration }),
        verified: (index, equal) => {
          if (!equal) this.#tell({ kind: 'defect', what: `state differs from the host's at entry ${index}` });
          this.#verifier.answer(equal);
        },
        link: (name) => this.#linkChanged(connection, name),
        roles: (roles) => this.#rolesChanged(roles),
        switched: (change) => this.#switched(change),
        preview: (part) => this.#painter.preview(part),
        defect: (what) => this.#tell({ kind: 'defect', what }),
      },
      worked: () => this.#worked(),
      ended: (end) => {
        this.#meter.connectionEnded(connection.end);
        if (this.#connection === connection) void this.#ended(connection, end);
      },
    });
    this.#connection = connection;
  }

  input(number: number, input: TerminalInput, at: number): void {
    const connection = this.#connection;
    if (connection === undefined) return;
    this.#lastInput = number;
    if ('pressed' in input && input.pressed) this.#meter.pressed(at);
    connection.act((end, now) => {
      switch (input.kind) {
        case 'motion':
          end.pointerMoved(input.x, input.y, now);
          return;
        case 'button':
          end.button(input.button, input.pressed, now);
          return;
        case 'key':
          end.key(input.keycode, input.pressed, now);
          return;
        case 'keysym':
          end.keysym(input.keysym, input.place, input.pressed, now);
          return;
        case 'keymap':
          end.keymap(input, now);
          return;
        default:
          input satisfies never;
      }
    });
    this.#worked();
  }

  resize(size: ScreenSize): void {
    this.#size = size;
    if (this.#connection?.end.state !== 'live') return;
    this.#askedSize = size;
    this.#connection.act((end) => end.resize(size));
    this.#worked();
  }

  setLink(link: string): void {
    this.#link = link;
    this.#connection?.act((end) => end.askForLink(link));
  }

  #linkChanged(connection: Connection, link: string): void {
    // The session's own choice is asked for anew by each connection.
    if (this.#link !== undefined || this.#connection?.end.state === 'live') this.#link = link;
    connection.setLink(link);
  }

  /** Samples and numbers of pictures are told from now on, or no longer. */
  watch(samples: boolean, pictures: boolean): void {
    this.#meter.watch(samples);
    this.#toldPrint = undefined;
    this.#presenter.fingerprint(pictures);
    this.#tellPicture();
  }

  #painted(): void {
    this.#meter.painted();
    this.#tellPicture();
    this.#tellEmpty();
  }

  #tellEmpty(): void {
    const scene = this.#scene;
    if (scene === undefined) return;
    const empty = this.#emptiness.of(scene, this.#drawn.get('raw')?.scene === scene);
    if (empty === this.#toldEmpty) return;
    this.#toldEmpty = empty;
    this.#tell({ kind: 'empty', empty });
  }

  #tellPicture(): void {
    const { print } = this.#presenter;
    // An empty canvas is no picture.
    if (print === undefined || print === this.#toldPrint || this.#painter.frames === 0) return;
    this.#toldPrint = print;
    this.#tell({ kind: 'picture', print, at: wallClock() });
  }

  setWire(wire: WireName): void {
    this.#wire = wire;
    this.#askForWire();
  }

  setRoom(room: Room | undefined): void {
    this.#room = room;
    const drawn = this.#drawn.get('thinc');
    if (drawn instanceof DrawnScene) drawn.end.setRoom(room);
  }

  setVisible(visible: boolean): void {
    this.#visible = visible;
    this.#connection?.act((end) => end.setVisible(visible));
  }

  takeKeyboard(): void {
    this.#connection?.act((end) => end.takeKeyboard());
  }

  verify(id: number): void {
    this.#verifier.ask(id);
  }

  report(withPixels: boolean): Report {
    const end = this.#connection?.end;
    // While a connection is being made what is shown is what was kept.
    const core = end?.core ?? this.#kept?.core;
    const scene = this.#scene;
    const { width = 0, height = 0 } = scene?.screen ?? {};
    return {
      index: core?.state.index ?? 0,
      stateHash: core?.stateHash() ?? '',
      input: this.#lastInput,
      bytesReceived: end?.carrier.received.bytes ?? 0,
      bytesSent: end?.carrier.sent.bytes ?? 0,
      roundTrip: end?.carrier.pace.roundTrip,
      framesPainted: this.#painter.frames,
      joins: this.#joins,
      verified: this.#verifier.equal,
      differed: this.#verifier.differed,
      width,
      height,
      locks: this.#locks(),
      shown: withPixels ? this.#presenter.shown() : undefined,
      scene: withPixels && scene !== undefined ? toRgba(composeScene(scene, 0, 0, width, height)) : undefined,
    };
  }

  /** A picture, `painted` so large, or of another screen. */
  #tellScreen(painted: Room): void {
    const { width, height } = this.#shownScreen ?? painted;
    this.#toldScreen = { width, height };
    this.#tell({ kind: 'screen', width, height });
  }

  /** The host's screen, where what is shown is a picture of it. */
  get #shownScreen(): Room | undefined {
    for (const drawn of this.#drawn.values()) if (drawn.scene === this.#scene) return drawn.screen;
    return undefined;
  }

  #worked(): void {
    this.#painter.worked();
    const [screen, told] = [this.#shownScreen, this.#toldScreen];
    if (screen !== undefined && told !== undefined && (screen.width !== told.width || screen.height !== told.height))
      this.#tellScreen(screen);
    this.#tellProgress();
    const locks = this.#locks();
    if (locks === undefined) return;
    const { capsLock, numLock } = locks;
    const text = `${capsLock} ${numLock}`;
    if (text === this.#toldLocks) return;
    this.#toldLocks = text;
    this.#tell({ kind: 'locks', capsLock, numLock, after: this.#lastInput });
  }

  /** As what is shown has them. */
  #locks(): Locks | undefined {
    const end = this.#connection?.end;
    if (end === undefined) return undefined;
    const drawn = this.#drawn.get(end.wire);
    if (drawn !== undefined) return drawn.locks;
    return end.core === undefined ? undefined : locksOf(end.core.state.input.keyboard);
  }

  #tellCursor(cursor: CursorImage | undefined): void {
    this.#tell({ kind: 'cursor', cursor: cursor === undefined ? undefined : cursorPicture(cursor) });
  }

  #cursorOf(drawn: DrawnPicture): void {
    if (drawn.scene === this.#scene) this.#tellCursor(drawn.cursor);
  }

  /** A wire that ships no log is shown from here on; any other shows its core. */
  #showDrawn(wire: WireName): void {
    const drawn = this.#drawn.get(wire);
    if (drawn === undefined || drawn.scene === this.#scene) return;
    this.#scene = drawn.scene;
    this.#painter.show(drawn.scene, drawn.driver);
    this.#painter.blank(drawn.blanked);
    this.#tellCursor(drawn.cursor);
  }

  #askForWire(): void {
    const end = this.#connection?.end;
    if (end?.state !== 'live' || (end.wire === this.#wire && !this.#changing)) return;
    this.#connection!.act(() => end.switchWire(this.#wire));
    this.#changing = true;
    this.#tellStanding();
  }

  #rolesChanged(roles: Roles): void {
    this.#roles = roles;
    this.#tellStanding();
  }

  #switched({ wire, primary, stop, hostStop }: WireChange): void {
    // Somebody at the host may have chosen.
    if (!this.#changing) this.#wire = wire;
    if (wire === this.#wire) this.#changing = false;
    this.#showDrawn(wire);
    const from = this.#part;
    this.#part = partOf(wire, primary);
    // Who joins on x11 is a replica first: that is no change to the user.
    const change = { from, to: this.#part, stop: Math.max(stop, hostStop), at: Date.now() };
    if (this.#joined) this.#tell({ kind: 'switched', change });
    this.#joined = true;
    this.#tellStanding();
  }

  #tellStanding(): void {
    const roles = this.#roles;
    if (roles === undefined) return;
    this.#standing = standingOf(roles, this.#changing);
    this.#tell({ kind: 'standing', standing: this.#standing });
  }

  #tellProgress(): void {
    if (this.#connection?.end.state !== 'joining') return;
    const now = performance.now();
    if (now - this.#toldProgress < PROGRESS_MS) return;
    this.#toldProgress = now;
    const { progress, counts } = this.#connection.end;
    const total = progress === 0 ? 0 : Math.round(counts.blobBytes / progress);
    this.#setState({ name: 'joining', bytes: counts.blobBytes, total });
  }

  #stateChanged(state: TerminalState): void {
    const end = this.#connection?.end;
    if (end === undefined) return;
    if (state === 'joining') {
      if (end.session !== this.#toldName) {
        this.#toldName = end.session;
        this.#tell({ kind: 'session', name: end.session });
      }
      this.#setState({ name: 'joining', bytes: 0, total: 0 });
    }
    if (state !== 'live') return;
    this.#showDrawn(end.wire);
    this.#failures = 0;
    this.#wasLive = true;
    this.#part = partOf(end.wire, end.isPrimary);
    this.#joined = end.wire !== 'x11' || end.isPrimary;
    this.#toldLocks = '';
    this.#setState({ name: 'connected' });
    if (this.#size !== this.#askedSize) this.resize(this.#size);
    this.#askForWire();
    this.#worked();
  }

  async #ended(connection: Connection, { reason, message, opened }: ConnectionEnd): Promise<void> {
    // A connection that never got to the session has used nothing up. After a fault what is held may be the fault.
    if (reason === 'defect' || reason === 'malformed') this.#kept = undefined;
    else this.#kept = connection.end.kept ?? this.#kept;
    this.#changing = false;
    this.#verifier.lost();
    this.#failures++;
    const { access } = this.#start;
    // A WebSocket that never opened does not say why: a plain request does.
    const refused = reason === undefined && !opened && access !== undefined && (await isRefused(access));
    // The page did not wait for this.
    if (this.#connection !== connection) return;
    if (refused) {
      this.#setState(this.#wasLive ? GONE : NOT_LET_IN);
      return;
    }
    const state = stateAfter(reason, message, this.#failures);
    this.#setState(state);
    if (state.name === 'lost') this.#retry = setTimeout(() => this.connect(), state.retryIn);
  }

  #setState(state: ConnectionState): void {
    this.#tell({ kind: 'state', state });
  }
}

function partOf(wire: WireName, primary: boolean): string {
  // On x11 who orders the log is what the wire is about; the other wires leave it to the host.
  return wire === 'x11' && !primary ? 'x11 (replica)' : wire;
}

function standingOf(roles: Roles, changing: boolean): Standing {
  const { you, holder, primary, keyboard, terminals } = roles;
  const own = terminals.find(({ terminal }) => terminal === you);
  return {
    terminal: you,
    wire: own?.wire ?? 'x11',
    link: own?.link ?? NO_LINK,
    offered: OFFERED_WIRES,
    changing,
    viewOnly: own?.viewOnly ?? false,
    holder: holder === you,
    primary: primary === you,
    keyboard,
    participants: terminals.map((role) => ({
      ...role,
      you: role.terminal === you,
      holder: role.terminal === holder,
      primary: role.terminal === primary,
    })),
  };
}
