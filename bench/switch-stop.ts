/**
 * How long nothing moves at a terminal while it changes between x11 and nx:
 *
 *     npx tsx bench/switch-stop.ts [--links lan,wan,...] [--loads prints,...] [--switches N] [--out FILE.md] [--json FILE]
 *
 * A real xterm in a session of its own process; the terminal is headless, in this process, over an emulated link. Three loads: xterm prints line
 * after line; it rests but for a key typed every 50 ms, whose echo is waited for as a user would; or it prints as fast as it can. The user's stop is the longest pause between
 * two painted updates from the moment the other wire was asked for until well after it was there. Beside it: the longest such pause just before,
 * without a switch; what terminal and host say of the stop themselves; and what is required of it (200 ms on lan, the round trip + 200 ms elsewhere).
 */
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Connection } from '../clients/headless/connection.ts';
import { terminalUrl } from '../clients/headless/session-url.ts';
import { Front } from '../host/front.ts';
import type { WireName } from '../session/carrier/control.ts';
import { LINK_PROFILES, linkProfile, type LinkProfile } from '../session/link.ts';
import type { WireChange } from '../session/terminal/terminal-options.ts';
import { SceneDamage } from '../xserver/scene-damage.ts';

const [WIDTH, HEIGHT] = [800, 600];
const LOADS = ['prints', 'rests', 'floods'] as const;
type Load = (typeof LOADS)[number];
const KEY_MS = 50;
/** A switch that takes longer has failed. */
const PATIENCE_MS = 60_000;

interface Sample {
  /** ms */
  readonly gap: number;
  readonly before: number;
  readonly terminalStop: number;
  readonly hostStop: number;
  /** From the wish to the word that the change is through. */
  readonly through: number;
}

/** What xterm runs: between two lines, as long as a slow link needs to carry one. */
function program(load: Load, link: LinkProfile): string {
  if (load === 'rests') return 'exec cat';
  if (load === 'floods') return 'exec yes';
  const interval = link.down.rate >= 1e6 ? 0.02 : link.down.rate >= 50_000 ? 0.15 : 0.8;
  return `i=0; while :; do i=$((i+1)); echo "line $i of what xterm prints"; sleep ${interval}; done`;
}

class Subject {
  readonly #connection: Connection;
  readonly #damage = new SceneDamage();
  readonly #updates: number[] = [];
  #changed: ((change: WireChange) => void) | undefined;
  #closed: string | undefined;

  constructor(url: string, link: LinkProfile) {
    this.#connection = new Connection({
      url,
      wire: 'x11',
      link,
      screen: undefined,
      driver: this.#damage,
      events: {
        stateChanged: () => {},
        restored: () => this.#damage.take(),
        preview: () => {},
        roles: () => {},
        switched: (change) => this.#changed?.(change),
        bell: () => {},
        verified: () => {},
        ended: () => {},
        defect: (what) => console.error(`defect: ${what}`),
      },
      worked: () => {
        if (this.#damage.isEmpty) return;
        this.#damage.take();
        this.#updates.push(performance.now());
      },
      closed: (message) => {
        this.#closed = message;
      },
    });
  }

  get live(): boolean {
    if (this.#closed !== undefined) throw new Error(`the connection is over: ${this.#closed}`);
    return this.#connection.end.state === 'live';
  }

  get updates(): number {
    return this.#updates.length;
  }

  /** The longest time without an update between two points in time. */
  longestGap(from: number, to: number): number {
    let last = from;
    let longest = 0;
    for (const time of this.#updates) {
      if (time < from || time > to) continue;
      longest = Math.max(longest, time - last);
      last = time;
    }
    return Math.max(longest, to - last);
  }

  point(): void {
    this.#connection.act((end, now) => end.pointerMoved(100, 100, now));
  }

  type(): void {
    const keycode = 38;
    this.#connection.act((end, now) => {
      end.key(keycode, true, now);
      end.key(keycode, false, now);
    });
  }

  async switchTo(wire: WireName): Promise<WireChange> {
    return new Promise((resolve, reject) => {
      const timer = globalThis.setTimeout(() => reject(new Error(`no ${wire} after ${PATIENCE_MS} ms`)), PATIENCE_MS);
      this.#changed = (change) => {
        if (change.wire !== wire || change.primary !== (wire === 'x11')) return;
        clearTimeout(timer);
        resolve(change);
      };
      this.#connection.act((end) => end.switchWire(wire));
    });
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }
}

async function measure(link: LinkProfile, load: Load, switches: number): Promise<Map<WireName, Sample[]>> {
  const session = { width: WIDTH, height: HEIGHT, display: undefined, accessControl: true, xTcp: undefined };
  const front = await Front.start({
    port: 0,
    listen: '127.0.0.1',
    token: undefined,
    tls: undefined,
    allowOrigins: [],
    session,
    page: false,
    log: (line) => console.error(line),
  });
  const hosted = await front.sessions.start(session, front.token);
  const { display, xauthority } = hosted.handle.info;
  const environment = { ...process.env, DISPLAY: display, XAUTHORITY: xauthority };
  const xterm = spawn('xterm', ['-geometry', '80x24+10+10', '-e', 'sh', '-c', program(load, link)], {
    env: environment,
    stdio: 'ignore',
  });
  const roundTrip = link.down.delay + link.up.delay;
  const calm = 1500 + 4 * roundTrip;
  const subject = new Subject(terminalUrl(front.urlOf(hosted)), link);
  const samples = new Map<WireName, Sample[]>([
    ['x11', []],
    ['nx', []],
  ]);
  let typing: NodeJS.Timeout | undefined;
  try {
    while (!subject.live) await setTimeout(50);
    await setTimeout(1500);
    subject.point();
    if (load === 'rests') typing = setInterval(() => subject.type(), KEY_MS);
    // xterm comes up.
    const patience = performance.now() + PATIENCE_MS;
    for (const before = subject.updates; subject.updates < before + 10;) {
      if (performance.now() > patience) throw new Error('nothing moves');
      await setTimeout(50);
    }
    for (let i = 0; i < 2 * switches; i++) {
      const wire: WireName = i % 2 === 0 ? 'nx' : 'x11';
      // Not in step with what the program does.
      await setTimeout(calm + Math.random() * 100);
      const asked = performance.now();
      const change = await subject.switchTo(wire);
      const through = performance.now() - asked;
      await setTimeout(500 + 2 * roundTrip);
      const end = performance.now();
      samples.get(wire)!.push({
        gap: subject.longestGap(asked, end),
        before: subject.longestGap(asked - calm, asked),
        terminalStop: change.stop,
        hostStop: change.hostStop,
        through,
      });
    }
  } finally {
    clearInterval(typing);
    await subject.close();
    xterm.kill('SIGKILL');
    await front.end('measured');
  }
  return samples;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

function row(link: LinkProfile, load: Load, wire: WireName, samples: readonly Sample[]): string {
  const roundTrip = link.down.delay + link.up.delay;
  const required = 200 + (link.name === 'lan' ? 0 : roundTrip);
  const show = (pick: (sample: Sample) => number): string => {
    const values = samples.map(pick);
    return `${Math.round(median(values))} (${Math.round(Math.max(...values))})`;
  };
  const cells = [
    link.name,
    load,
    wire === 'x11' ? 'nx → x11' : 'x11 → nx',
    show(({ before }) => before),
    show(({ gap }) => gap),
    show(({ terminalStop }) => terminalStop),
    show(({ hostStop }) => hostStop),
    show(({ through }) => through),
    `< ${Math.round(required)}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

const { values } = parseArgs({
  options: {
    links: { type: 'string' },
    loads: { type: 'string' },
    switches: { type: 'string', default: '5' },
    out: { type: 'string' },
    json: { type: 'string' },
  },
});
const links = (values.links?.split(',') ?? LINK_PROFILES.map(({ name }) => name)).map((name) => {
  const link = linkProfile(name);
  if (link === undefined) throw new Error(`no such link: ${name}`);
  return link;
});
const lines = [
  '| link | xterm | switch | longest pause before | longest pause over the switch | stop, as the terminal has it | stop, as the host has it | asked to through | required |',
  '|---|---|---|---|---|---|---|---|---|',
];
console.log(lines.join('\n'));
let shown = lines.length;
const found: { link: string; load: Load; roundTrip: number; stops: number[] }[] = [];
for (const link of links) {
  for (const load of LOADS) {
    if (values.loads !== undefined && !values.loads.split(',').includes(load)) continue;
    try {
      const samples = await measure(link, load, Number(values.switches));
      for (const [wire, of] of samples) lines.push(row(link, load, wire, of));
      const stops = [...samples.values()].flat().map(({ gap }) => gap);
      found.push({ link: link.name, load, roundTrip: link.down.delay + link.up.delay, stops });
    } catch (error) {
      lines.push(`| ${link.name} | ${load} | ${error instanceof Error ? error.message : String(error)} | | | | | | |`);
    }
    console.log(lines.slice(shown).join('\n'));
    shown = lines.length;
  }
}
const text = `ms, median (maximum) of ${values.switches} switches\n\n${lines.join('\n')}\n`;
if (values.out !== undefined) await writeFile(values.out, text);
if (values.json !== undefined) await writeFile(values.json, JSON.stringify(found));
process.exit(0);
