/**
 * The raw wire beside Xtigervnc, in one run: the same programs, the same viewer (ours) at the far end of the same emulated link.
 * `npx tsx bench/raw-report.ts [--links lan,wan] [--only NAME,...] [--out docs/raw-report.md]`
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { filmDecoder } from '../clients/headless/film-decoder.ts';
import { linkProfile, type LinkProfile } from '../session/link.ts';
import { LinkProxy } from './link/link-proxy.ts';
import { processorSeconds } from './processes.ts';
import { Looker, psnr } from './raw/looker.ts';
import { workloads, type Seen } from './raw/workloads.ts';
import { XWindow } from './raw/x-window.ts';

const [WIDTH, HEIGHT] = [1024, 768];
/** Both are asked for this, of 0 to 9: what Xtigervnc's own viewer asks for. */
const QUALITY = 8;

interface System {
  readonly name: string;
  /** The viewer says that it decodes H.264. */
  readonly films: boolean;
  start(): Promise<{ child: ChildProcess; display: number; port: number; password?: string }>;
}

interface Row {
  readonly workload: string;
  readonly link: string;
  readonly system: string;
  readonly bytes: number;
  readonly updates: number;
  readonly milliseconds: number;
  /** Of the server, user and system. */
  readonly cpu: number;
  readonly seen: Seen;
  /** At rest, against the server's own screen. */
  readonly atRest: number;
}

async function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

const pause = async (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));

/** A session of the real host, with VNC viewers let in by TCP. */
function farpane(name: string, films: boolean): System {
  return {
    name,
    films,
    async start() {
      const program = fileURLToPath(new URL('../cli/bin/farpane.mjs', import.meta.url));
      const options = ['serve', '--json', '--ac', '--port', '0', '--rfb-port', '0', '--size', `${WIDTH}x${HEIGHT}`];
      const child = spawn(process.execPath, [program, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      const told = JSON.parse(line.toString()) as { display: string; rfbPort: number; rfbPassword: string };
      return { child, display: Number(told.display.slice(1)), port: told.rfbPort, password: told.rfbPassword };
    },
  };
}

const tigervnc: System = {
  name: 'Xtigervnc',
  films: false,
  async start() {
    const display = 20_500 + Math.floor(Math.random() * 9000);
    const child = spawn(
      'Xtigervnc',
      [
        `:${display}`,
        ...['-geometry', `${WIDTH}x${HEIGHT}`, '-depth', '24', '-rfbport', String(display), '-ac', '-localhost'],
        ...['-SecurityTypes', 'None', '-BlacklistThreshold', '1000'],
      ],
      { stdio: 'ignore' },
    );
    while (!(await answers(display))) await pause(50);
    return { child, display, port: display };
  },
};

async function measure(workload: string, link: LinkProfile, system: System): Promise<Row> {
  const { child, display, port, password } = await system.start();
  const proxy = await LinkProxy.start({ host: '127.0.0.1', port: 0 }, { host: '127.0.0.1', port }, link);
  const looker = await Looker.open(proxy.port!, {
    quality: QUALITY,
    ...(password === undefined ? {} : { password }),
  });
  const decoder = system.films ? await filmDecoder() : undefined;
  if (decoder !== undefined) looker.client.offerFilms(decoder);
  const screen = await XWindow.open(display);
  const programs: ChildProcess[] = [];
  await looker.rest(1000);
  let marked = { bytes: 0, updates: 0, at: 0, cpu: 0 };
  const cpuOf = (): number => processorSeconds([child.pid!]) * 1000;
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    DISPLAY: `:${display}`,
    LANG: 'C',
    LC_ALL: 'C',
    PS1: '$ ',
  };
  try {
    const seen = await workloads[workload]!({
      display,
      looker,
      run: (command, ...args) => {
        const program = spawn(command, args, { env, stdio: 'ignore', detached: true });
        programs.push(program);
        return program;
      },
      mark: () => {
        marked = { bytes: proxy.bytes.down, updates: looker.updates, at: performance.now(), cpu: cpuOf() };
      },
      soFar: () => ({ ms: performance.now() - marked.at, bytes: proxy.bytes.down - marked.bytes }),
    });
    const cpu = Math.round(cpuOf() - marked.cpu);
    const row = {
      workload,
      link: link.name,
      system: system.name,
      bytes: proxy.bytes.down - marked.bytes,
      updates: looker.updates - marked.updates,
      milliseconds: looker.lastUpdate - marked.at,
      cpu,
      seen,
    };
    const truth = await screen.root(WIDTH, HEIGHT);
    return { ...row, atRest: psnr(truth, looker.client.framebuffer.data) };
  } finally {
    looker.close();
    screen.close();
    proxy.close();
    for (const { pid } of programs) {
      try {
        process.kill(-pid!, 'SIGKILL');
      } catch {
        // It has ended.
      }
    }
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }
}

const decibels = (value: number) => (value === Infinity ? 'exact' : `${value.toFixed(1)} dB`);

function line({ link, system, bytes, updates, milliseconds, cpu, seen, atRest }: Row): string {
  const frames = seen.frames === undefined ? '' : `${seen.frames} frames`;
  const quality = seen.psnr === undefined ? '' : decibels(seen.psnr);
  const notes = [frames, quality, seen.note ?? ''].filter((note) => note !== '').join('; ');
  return `| ${link} | ${system} | ${(bytes / 1000).toFixed(1)} | ${updates} | ${(milliseconds / 1000).toFixed(2)} | ${cpu} | ${decibels(atRest)} | ${notes} |`;
}

/** What the figures do not say by themselves; to be looked at again with each run. */
const REMARKS: Readonly<Record<string, string>> = {
  'xterm start':
    'A tenth to two tenths of a kB more than Xtigervnc: among it 13 bytes for each fence that measures the link, and a second update where the prompt comes later than the window.',
  '100 keys': 'Keys that fall into one frame of 16 ms become one update here, so a few are missing of 100.',
  'x11perf mix': 'The mix itself takes longer on our core, which is JavaScript; in that time there are more updates.',
  drag: 'Fewer updates where the machine is busy: each step goes through our core and openbox before it is a move, and steps that wait are moved over at once.',
  photo:
    'Exact in fewer bytes than Xtigervnc takes for its approximation. The first good picture takes a third of its bytes, but comes later where the link is fast: WebP takes 20 ms to make and its encoder begins cold; our core takes its time for the PutImage. The first picture is 1.7 dB below that of Xtigervnc.',
  'video 320x240':
    'Fewer frames than Xtigervnc on a fast link, not yet as many: composing, comparing and cutting a frame takes about 9 ms of processor time in all. On 3g the quality follows the link, so that nearly all frames arrive.',
  'Chromium scroll':
    "Without MIT-SHM each of Chromium's frames comes to our core as 2.5 MB through a socket, and there are fewer of them than for Xtigervnc: not yet as many on the screen.",
};

function report(rows: readonly Row[], links: readonly LinkProfile[]): string {
  const parts = [
    `# The raw wire beside Xtigervnc

Written by \`npx tsx bench/raw-report.ts\`: one run, ${new Date().toISOString().slice(0, 10)}, screen ${WIDTH}x${HEIGHT}. The same programs run on each server; at the far end of the
emulated link (${links.map(({ name, description }) => `${name}: ${description}`).join('; ')}) is the same viewer for both, our own RFB client, which asks for JPEG quality
${QUALITY} of 9 and lets updates be pushed. Bytes are those from the server to the viewer, connecting not counted. Updates are those that painted something; time is to the
last one; CPU is the server's processor time, the X server's part included. "At rest" compares the viewer's picture with the server's own screen.
Photo and video say in the notes what was seen: PSNR against what the program drew. Times and CPU serve as ratios.
Our server is \`farpane serve --rfb-port\`, its processes counted together; "with H.264" its viewer decodes Open H.264 as well.
`,
  ];
  for (const name of Object.keys(workloads)) {
    const own = rows.filter(({ workload }) => workload === name);
    if (own.length === 0) continue;
    parts.push(
      `## ${name}\n\n| link | server | kB | updates | s | CPU ms | at rest | seen |\n|---|---|---|---|---|---|---|---|\n${own.map(line).join('\n')}\n`,
    );
    const remark = REMARKS[name];
    if (remark !== undefined) parts.push(`${remark}\n`);
  }
  return parts.join('\n');
}

const SYSTEMS = [farpane('farpane raw', false), farpane('with H.264', true), tigervnc];
const { values } = parseArgs({
  options: {
    links: { type: 'string', default: 'lan,wan,3g' },
    only: { type: 'string' },
    systems: { type: 'string', default: SYSTEMS.map(({ name }) => name).join(',') },
    out: { type: 'string' },
  },
});
const links = values.links.split(',').map((name) => {
  const link = linkProfile(name);
  if (link === undefined) throw new Error(`no link ${name}`);
  return link;
});
const names = values.only?.split(',') ?? Object.keys(workloads);
const rows: Row[] = [];
for (const name of names) {
  for (const link of links) {
    for (const system of SYSTEMS) {
      if (!values.systems.split(',').includes(system.name)) continue;
      // Only films differ.
      if (system.films && name !== 'video 320x240') continue;
      const row = await measure(name, link, system);
      rows.push(row);
      process.stderr.write(`${name.padEnd(16)}${line(row)}\n`);
    }
  }
}
if (values.out !== undefined) await writeFile(values.out, report(rows, links));
process.exit(0);
