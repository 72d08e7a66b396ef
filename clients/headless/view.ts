/**
 * A headless terminal: attaches as the page does, types and clicks by script, and in the end says what it saw and what went over the wire.
 */
import { deflateSync } from 'node:zlib';
import { encodePng } from '../../codecs/png.ts';
import type { ScreenSize, WireName } from '../../session/carrier/control.ts';
import { NO_LINK, type LinkProfile } from '../../session/link.ts';
import type { TerminalEnd } from '../../session/terminal-end.ts';
import type { TerminalCounts, TerminalState, WireChange } from '../../session/terminal/terminal-options.ts';
import { screenSizeAt96Dpi } from '../../xserver/initial-state.ts';
import { SceneDamage } from '../../xserver/scene-damage.ts';
import { composeScene } from '../../xserver/windows/scene.ts';
import { Connection } from './connection.ts';
import type { Step } from './input-script.ts';
import { keysymOfCharacter } from './keys.ts';
import { News } from './news.ts';
import { openPartFolder } from './part-folder.ts';
import { ViewError } from './view-error.ts';
import { Latencies, type LatencySummary } from './latencies.ts';

export interface ViewOptions {
  /** Address of the session's terminal WebSocket. */
  readonly url: string;
  readonly wire: WireName;
  readonly link: LinkProfile | undefined;
  readonly size: { readonly width: number; readonly height: number } | undefined;
  /** The screen keeps its size; where the wire can do that, the host makes a picture of it that fits into `size`. */
  readonly fit?: boolean;
  readonly script: readonly Step[];
  /** Ends so long after the script; joining may take as long too, or JOIN_SECONDS. undefined for not by time. */
  readonly seconds: number | undefined;
  /** Ends when the picture has not changed for so long after the script; undefined for not by that. */
  readonly untilIdle: number | undefined;
  /** Compares the state with the host's every second, and at the end. */
  readonly verify: boolean;
  /** A folder that keeps fonts for other views; undefined for none. */
  readonly keep?: string | undefined;
  /** Ends the view from outside. */
  readonly signal: AbortSignal | undefined;
  readonly log: (line: string) => void;
}

export interface ViewStats {
  readonly wire: WireName;
  /** The link that was emulated at the end. */
  readonly link: string | null;
  /** From connecting to the end. */
  readonly seconds: number;
  /** From connecting to the session's first picture. */
  readonly joinMilliseconds: number | null;
  readonly screen: { readonly width: number; readonly height: number };
  readonly down: { readonly bytes: number; readonly messages: number };
  readonly up: { readonly bytes: number; readonly messages: number };
  /** By kind: what came down and went up on the wire. */
  readonly kinds: Readonly<TerminalCounts>;
  /** Shortest round trip of the link of late, as the carrier sees it; null before one was measured. */
  readonly linkRoundTrip: number | null;
  /** Times that the picture changed, in one go each. */
  readonly updates: number;
  readonly inputToUpdate: LatencySummary;
  readonly verified: { readonly equal: number; readonly different: number };
  /** Changes of wire or primary that went through, in their order; stops in ms, here and at the host. */
  readonly switches: readonly WireChange[];
  /** What it was at the end. */
  readonly terminal: number;
  readonly primary: boolean;
  readonly holder: boolean;
}

export interface View {
  readonly stats: ViewStats;
  /** The session has ended meanwhile: the exit code of its one program, or 0. */
  readonly exitCode: number | undefined;
  /** The screen at the end. */
  png(): Uint8Array;
}

/** How long joining may take, at the least, where an end by time was asked for. */
export const JOIN_SECONDS = 10;
const VERIFY_MS = 1000;
/** How long a change of wire or roles may take: much may be under way on a slow link. */
const CHANGE_WAIT_MS = 120_000;
/** How long the last comparison with the host may take to come back: on a slow link much may be ahead of it. */
const VERIFY_WAIT_MS = 60_000;

class Viewer {
  readonly #options: ViewOptions;
  readonly #damage = new SceneDamage();
  readonly #latencies = new Latencies();
  readonly #connection: Connection;
  readonly #started = performance.now();
  readonly #news = new News();
  /** The link that is emulated. */
  #link: string;
  #lastUpdate = performance.now();
  #joined: number | undefined;
  #updates = 0;
  #closed: { readonly message: string; readonly clean: boolean } | undefined;
  /** Exit code of the session that has ended. */
  #sessionEnd: number | undefined;
  readonly #switches: WireChange[] = [];
  #verifiedEqual = 0;
  #verifiedDifferent = 0;
  #asked = 0;

  constructor(options: ViewOptions) {
    this.#options = options;
    const { size, link } = options;
    this.#link = link?.name ?? NO_LINK;
    const fits = options.fit === true;
    const screen: ScreenSize | undefined =
      size === undefined || fits ? undefined : screenSizeAt96Dpi(size.width, size.height);
    this.#connection = new Connection({
      url: options.url,
      wire: options.wire,
      link: options.link,
      room: fits ? size : undefined,
      keptParts: options.keep === undefined ? undefined : openPartFolder(options.keep),
      screen,
      driver: this.#damage,
      events: {
        stateChanged: (state) => this.#stateChanged(state),
        restored: () => this.#damage.take(),
        bell: () => {
          // Nobody hears it.
        },
        verified: (index, equal) => {
          if (equal) this.#verifiedEqual++;
          else this.#verifiedDifferent++;
          if (!equal) options.log(`the state differs from the host's at entry ${index}`);
          this.#news.tell();
        },
        ended: (reason, exitCode) => {
          this.#sessionEnd = exitCode ?? 0;
          options.log(`the session has ended: ${reason}`);
        },
        roles: () => this.#news.tell(),
        switched: (change) => {
          this.#switches.push(change);
          this.#news.tell();
        },
        link: (name) => {
          this.#link = name;
          this.#news.tell();
        },
        preview: () => {},
        defect: (what) => options.log(`defect: ${what}`),
      },
      worked: (now) => this.#worked(now),
      closed: (message, clean) => {
        this.#closed = { message, clean: clean || this.#sessionEnd !== undefined };
        this.#news.tell();
      },
    });
  }

  #stateChanged(state: TerminalState): void {
    if (state === 'live') this.#joined = performance.now();
    this.#news.tell();
  }

  #worked(now: number): void {
    if (!this.#damage.isEmpty) {
      this.#damage.take();
      this.#lastUpdate = now;
      this.#updates++;
      this.#latencies.updated(performance.now());
    }
    this.#news.tell();
  }

  async run(): Promise<View> {
    const { signal } = this.#options;
    const abort = (): void => this.#news.tell();
    signal?.addEventListener('abort', abort);
    // One at a time: a terminal that lags has no answer for a while.
    const verify = (): void => (this.#answered >= this.#asked ? this.#verify() : undefined);
    const timer = this.#options.verify ? setInterval(verify, VERIFY_MS) : undefined;
    try {
      await this.#join();
      for (const step of this.#options.script) await this.#step(step);
      await this.#linger();
      if (this.#options.verify) await this.#lastVerify();
      return this.#result();
    } finally {
      clearInterval(timer);
      signal?.removeEventListener('abort', abort);
      await this.#connection.close();
    }
  }

  /** @throws ViewError when it takes too long. */
  async #join(): Promise<void> {
    const { seconds } = this.#options;
    const limit = seconds === undefined ? Infinity : Math.max(seconds, JOIN_SECONDS);
    await this.#until(() => this.#joined !== undefined, limit * 1000);
    if (this.#joined === undefined && !this.#over) throw new ViewError(`the session was not shown within ${limit} s`);
  }

  get #over(): boolean {
    return this.#options.signal?.aborted === true || this.#closed?.clean === true;
  }

  /** Waits until a condition holds, the view is over, or the time has come. @throws ViewError when cut off. */
  async #until(condition: () => boolean, milliseconds = Infinity): Promise<void> {
    await this.#untilEnd(() => condition() || this.#over, milliseconds);
  }

  /** The same, even when the one who started the view wants no more of it. */
  async #untilEnd(condition: () => boolean, milliseconds: number): Promise<void> {
    const end = performance.now() + milliseconds;
    while (!condition() && this.#closed?.clean !== true) {
      if (this.#closed !== undefined) throw new ViewError(this.#closed.message);
      const left = end - performance.now();
      if (left <= 0) return;
      await this.#news.next(left);
    }
  }

  /** Waits until the picture has rested for so long. Programs that only poll don't count: some never stop. */
  async #idle(milliseconds: number): Promise<void> {
    const start = performance.now();
    for (;;) {
      const since = performance.now() - Math.max(start, this.#lastUpdate);
      if (since >= milliseconds || this.#over) return;
      await this.#until(() => false, milliseconds - since);
    }
  }

  async #linger(): Promise<void> {
    const { seconds, untilIdle } = this.#options;
    if (untilIdle !== undefined) {
      const idle = this.#idle(untilIdle);
      // A session that never rests ends by time, if one was given.
      await (seconds === undefined ? idle : Promise.race([idle, this.#until(() => false, seconds * 1000)]));
    } else {
      await this.#until(() => false, seconds === undefined ? Infinity : seconds * 1000);
    }
  }

  #verify(): void {
    const { end } = this.#connection;
    // Only a replica has a state to compare; what was asked before it lost that is not answered any more.
    if (end.wire === 'thinc' || end.wire === 'raw') {
      this.#asked = this.#answered;
    } else if (end.state === 'live') {
      this.#asked++;
      this.#connection.act((end) => end.verify());
    }
  }

  get #answered(): number {
    return this.#verifiedEqual + this.#verifiedDifferent;
  }

  async #lastVerify(): Promise<void> {
    this.#verify();
    await this.#untilEnd(() => this.#answered >= this.#asked || this.#closed !== undefined, VERIFY_WAIT_MS);
  }

  async #step(step: Step): Promise<void> {
    if (this.#over) return;
    switch (step.kind) {
      case 'wait':
        await this.#until(() => false, step.milliseconds);
        return;
      case 'idle':
        await this.#idle(step.milliseconds);
        return;
      case 'wire':
        await this.#change(`the wire did not become ${step.wire}`, {
          ask: (end) => end.switchWire(step.wire),
          through: ({ wire }) => wire === step.wire,
        });
        return;
      case 'link':
        await this.#change(`the link did not become ${step.link}`, {
          ask: (end) => end.askForLink(step.link),
          through: () => this.#link === step.link,
        });
        return;
      case 'take-keyboard':
        await this.#change('the keyboard was not to be had', {
          ask: (end) => end.takeKeyboard(),
          through: ({ roles, terminal }) => roles?.holder === terminal,
        });
        return;
      default:
        this.#connection.act((end, now) => {
          if (step.kind === 'resize') end.resize(screenSizeAt96Dpi(step.width, step.height));
          else this.#input(step, now);
        });
    }
  }

  /** Asks for a change, and waits until it is through. @throws ViewError when it does not come about. */
  async #change(
    failure: string,
    change: { readonly ask: (end: TerminalEnd) => void; readonly through: (end: TerminalEnd) => boolean },
  ): Promise<void> {
    const through = (): boolean => change.through(this.#connection.end);
    if (through()) return;
    this.#connection.act((end) => change.ask(end));
    await this.#until(through, CHANGE_WAIT_MS);
    if (!through() && !this.#over) throw new ViewError(failure);
  }

  #input(
    step: Exclude<Step, { kind: 'wait' | 'idle' | 'resize' | 'wire' | 'link' | 'take-keyboard' }>,
    now: number,
  ): void {
    const { end } = this.#connection;
    this.#latencies.input(now);
    switch (step.kind) {
      case 'move': {
        const { x, y } = this.#connection.onScreen(step.x, step.y);
        end.pointerMoved(x, y, now);
        return;
      }
      case 'press':
      case 'release':
        end.button(step.button, step.kind === 'press', now);
        return;
      case 'click':
        end.button(step.button, true, now);
        end.button(step.button, false, now);
        return;
      case 'key':
        typeKey(end, step.keysym, now);
        return;
      case 'key-press':
      case 'key-release':
        end.keysym(step.keysym, 0, step.kind === 'key-press', now);
        return;
      case 'type':
        for (const character of step.text) typeKey(end, keysymOfCharacter(character), now);
        return;
      default:
        step satisfies never;
    }
  }

  #result(): View {
    const { end } = this.#connection;
    const { scene } = this.#connection;
    if (scene === undefined) throw new ViewError(this.#closed?.message ?? 'the session was never shown');
    const { width, height } = scene.screen;
    const { carrier, counts } = end;
    return {
      stats: {
        wire: end.wire,
        link: this.#link === NO_LINK ? null : this.#link,
        seconds: (performance.now() - this.#started) / 1000,
        joinMilliseconds: this.#joined === undefined ? null : this.#joined - this.#started,
        screen: { width, height },
        down: { ...carrier.received },
        up: { ...carrier.sent },
        kinds: { ...counts },
        linkRoundTrip: carrier.pace.roundTrip ?? null,
        updates: this.#updates,
        inputToUpdate: this.#latencies.summary,
        verified: { equal: this.#verifiedEqual, different: this.#verifiedDifferent },
        switches: this.#switches,
        terminal: end.terminal,
        primary: end.roles?.primary === end.terminal,
        holder: end.roles?.holder === end.terminal,
      },
      exitCode: this.#sessionEnd,
      png: () => encodePng(width, height, composeScene(scene, 0, 0, width, height).data, deflateSync),
    };
  }
}

/** Presses and releases a key; the session knows where on its keyboard that is. */
function typeKey(end: TerminalEnd, keysym: number, now: number): void {
  end.keysym(keysym, 0, true, now);
  end.keysym(keysym, 0, false, now);
}

/** Attaches, does what it is told and gives what it saw. @throws ViewError */
export async function viewSession(options: ViewOptions): Promise<View> {
  return new Viewer(options).run();
}
