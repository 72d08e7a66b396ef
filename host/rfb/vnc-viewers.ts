/**
 * The VNC viewers of a session. They come by TCP (listener.ts) or as bare WebSockets that the front has let in, and are terminals to everybody
 * else: counted, listed, ended as these are. Start at `accept`; one viewer's life is in vnc-viewer.ts.
 */
import { randomBytes } from 'node:crypto';
import type { Guest } from '../../session/hub.ts';
import { MAX_TERMINALS } from '../../session/limits.ts';
import type { SecurityOffer } from '../../rawpixel/rfb/security.ts';
import type { SessionClipboard } from '../session-clipboard.ts';
import type { TerminalStats } from '../session-messages.ts';
import { PasswordGuard } from './password-guard.ts';
import { SelectionWatch } from './selection-watch.ts';
import type { SharedScreen } from './shared-screen.ts';
import type { Transport } from './transport.ts';
import { VncViewer } from './vnc-viewer.ts';

/** Connections that are not in yet: nobody gets more tries by making many at once. */
const MAX_ARRIVING = 32;
/** People type their password while the connection stands. */
const ARRIVAL_MS = 120_000;
const CHALLENGE_BYTES = 16;

export interface VncViewersOptions {
  readonly screen: SharedScreen;
  readonly join: (viewOnly: boolean) => Guest;
  /** The terminal that holds the keyboard. */
  readonly holder: () => number | undefined;
  readonly clipboard: () => SessionClipboard | undefined;
  /** The name of the desktop. */
  readonly name: () => string;
  readonly now: () => number;
  readonly wake: () => void;
  readonly log: (line: string) => void;
}

export interface Admission {
  /** Wanted of the viewer; without one it is let in already. */
  readonly password?: string;
  /** Everything goes inside TLS. */
  readonly tls?: boolean;
  readonly viewOnly?: boolean;
}

export class VncViewers {
  readonly #options: VncViewersOptions;
  readonly #arriving = new Set<VncViewer>();
  readonly #viewers = new Map<number, VncViewer>();
  readonly #guard = new PasswordGuard();
  readonly #selections: SelectionWatch;
  #ended = false;

  constructor(options: VncViewersOptions) {
    this.#options = options;
    this.#selections = new SelectionWatch(
      options.screen.host.core.state,
      () => options.clipboard(),
      (text) => {
        for (const viewer of this.#viewers.values()) viewer.setClipboard(text);
      },
    );
  }

  get count(): number {
    return this.#viewers.size;
  }

  has(terminal: number): boolean {
    return this.#viewers.has(terminal);
  }

  /** A viewer has connected. */
  async accept(transport: Transport, admission: Admission): Promise<void> {
    const { screen, now } = this.#options;
    const encoders = await screen.encoders();
    if (this.#ended) {
      transport.end('the session has ended');
      return;
    }
    const { address } = transport;
    const { password, tls = false, viewOnly = false } = admission;
    const viewer: VncViewer = new VncViewer({
      screen,
      encoders,
      transport,
      security: [offerOf(password, tls)],
      refusal: this.#refusal(transport, password !== undefined),
      name: this.#options.name(),
      viewOnly,
      now,
      wake: this.#options.wake,
      events: {
        started: () => {
          clearTimeout(timer);
          this.#arriving.delete(viewer);
          if (password !== undefined) this.#guard.succeeded(address);
          const guest = this.#options.join(viewOnly);
          this.#viewers.set(guest.terminal, viewer);
          return guest;
        },
        clipboard: (text) => {
          this.#options
            .clipboard()
            ?.write(text)
            .catch((error: unknown) => this.#note(viewer, String(error)));
        },
        passwordWrong: () => this.#guard.failed(address, now()),
        ended: (_, reason) => {
          clearTimeout(timer);
          this.#arriving.delete(viewer);
          if (viewer.terminal !== undefined) this.#viewers.delete(viewer.terminal);
          if (reason !== undefined) this.#note(viewer, reason);
          this.#options.wake();
        },
      },
    });
    this.#arriving.add(viewer);
    const timer = setTimeout(() => viewer.end('no word for too long'), ARRIVAL_MS);
  }

  #refusal({ address }: Transport, guarded: boolean): string | undefined {
    if (this.#viewers.size >= MAX_TERMINALS) return 'too many viewers';
    if (this.#arriving.size >= MAX_ARRIVING) return 'too many viewers at once';
    return guarded ? this.#guard.refusal(address, this.#options.now()) : undefined;
  }

  #note({ terminal, transport }: VncViewer, what: string): void {
    const who = terminal === undefined ? `viewer from ${transport.address}` : `viewer ${terminal}`;
    this.#options.log(`VNC ${who}: ${what}`);
  }

  /** Sends what may be sent to each. */
  pump(): void {
    if (this.#viewers.size === 0) return;
    const now = this.#options.now();
    for (const viewer of this.#viewers.values()) viewer.pump(now);
    this.#selections.look();
  }

  get stats(): TerminalStats[] {
    const holder = this.#options.holder();
    return Array.from(this.#viewers, ([terminal, viewer]) => ({
      terminal,
      kind: 'vnc',
      address: viewer.transport.address,
      wire: 'raw',
      link: 'none',
      primary: false,
      holder: terminal === holder,
      viewOnly: viewer.viewOnly,
      visible: true,
      seconds: (this.#options.now() - viewer.since) / 1000,
      sent: { ...viewer.sent },
      received: { ...viewer.received },
      backlog: viewer.transport.waiting + viewer.pace.inFlight,
      roundTrip: viewer.pace.roundTrip,
      roundTrips: 0,
      verifiedEqual: 0,
      verifiedDifferent: 0,
      switches: 0,
      lastStop: 0,
      lastPause: 0,
      snapshots: 0,
      patches: 0,
      tails: 0,
    }));
  }

  disconnect(terminal: number): void {
    this.#viewers.get(terminal)?.end('the viewer was disconnected by request');
  }

  end(reason: string): void {
    this.#ended = true;
    this.#selections.stop();
    for (const viewer of [...this.#arriving, ...this.#viewers.values()]) viewer.end(reason);
  }
}

function offerOf(password: string | undefined, tls: boolean): SecurityOffer {
  if (password === undefined) return { kind: 'none' };
  const challenge = Uint8Array.from(randomBytes(CHALLENGE_BYTES));
  const inner: SecurityOffer = { kind: 'vnc-auth', passwords: [password], challenge };
  return tls ? { kind: 'vencrypt', inner } : inner;
}
