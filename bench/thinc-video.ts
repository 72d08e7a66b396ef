/**
 * The animation player over the thinc wire on emulated links, as a headless terminal shows it:
 *
 *     npx tsx bench/thinc-video.ts [--frames N] [--size WxH] [--fps N] [--wire WIRE] [--out FILE.json] [LINK ...]
 *
 * Frames are known by the pattern that they carry (apps/demos/frame-pattern.ts). For each link: how many of them were shown, how late (beyond the one that
 * came soonest after it was due), their PSNR against what the player drew, and the bytes that came down from its start to a second after its end.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { drawFrame, readFrameNumber } from '../apps/demos/frame-pattern.ts';
import { Connection } from '../clients/headless/connection.ts';
import { terminalUrl } from '../clients/headless/session-url.ts';
import { Front } from '../host/front.ts';
import { WIRES, type WireName } from '../session/carrier/control.ts';
import { LINK_PROFILES, type LinkProfile } from '../session/link.ts';
import { screenSizeAt96Dpi } from '../xserver/initial-state.ts';
import { SceneDamage } from '../xserver/scene-damage.ts';

interface Options {
  readonly width: number;
  readonly height: number;
  readonly rate: number;
  readonly frames: number;
  readonly wire: WireName;
}

interface Result {
  readonly link: string;
  readonly drawn: number;
  readonly shown: number;
  readonly bytes: number;
  readonly upBytes: number;
  readonly psnrMean: number;
  readonly psnrLeast: number;
  readonly exactFrames: number;
  readonly lateMedian: number;
  readonly lateP95: number;
  readonly lateMost: number;
}

const pause = async (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Watches the top left corner of the player's window for frames. */
class FrameWatch {
  readonly arrivals = new Map<number, { at: number; psnr: number }>();
  readonly #options: Options;
  readonly #reference: Uint8Array;

  constructor(options: Options) {
    this.#options = options;
    this.#reference = new Uint8Array(options.width * options.height * 4);
  }

  look(connection: Connection): void {
    const { width, height } = this.#options;
    for (const { pixels } of connection.scene?.screen.surfaces ?? []) {
      if (pixels.width !== width || pixels.height !== height) continue;
      const bytes = new Uint8Array(pixels.data.buffer, pixels.data.byteOffset, width * height * 4);
      const number = readFrameNumber(bytes, width, height);
      if (number === undefined) continue;
      const known = this.arrivals.get(number);
      const psnr = this.#psnr(bytes, number);
      // What is shown of a frame may come in pieces: it counts from when it is all there, or looks so.
      if (known === undefined || (known.psnr < 30 && psnr >= 30))
        this.arrivals.set(number, { at: performance.now(), psnr });
    }
  }

  #psnr(shown: Uint8Array, number: number): number {
    const { width, height } = this.#options;
    drawFrame(this.#reference, width, height, number);
    let squares = 0;
    for (let i = 0; i < shown.length; i += 4) {
      for (let c = i; c < i + 3; c++) squares += (shown[c]! - this.#reference[c]!) ** 2;
    }
    return squares === 0 ? Infinity : 10 * Math.log10(255 ** 2 / (squares / (width * height * 3)));
  }
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

async function measure(front: Front, link: LinkProfile, options: Options): Promise<Result> {
  const { width, height, rate, frames, wire } = options;
  const session = await front.sessions.start(
    { width: 1024, height: 768, display: undefined, accessControl: true, xTcp: undefined },
    front.token,
  );
  const { display, xauthority } = session.handle.info;
  const watch = new FrameWatch(options);
  const connection: Connection = new Connection({
    url: terminalUrl(front.urlOf(session)),
    wire,
    link,
    screen: screenSizeAt96Dpi(1024, 768),
    driver: new SceneDamage(),
    events: {
      stateChanged: () => {},
      restored: () => {},
      bell: () => {},
      verified: () => {},
      ended: () => {},
      roles: () => {},
      switched: () => {},
      preview: () => {},
      defect: (what) => console.error(`defect: ${what}`),
    },
    worked: () => watch.look(connection),
    closed: (message, clean) => {
      if (!clean) console.error(message);
    },
  });
  while (connection.end.state !== 'live') await pause(20);
  await pause(1500);
  const before = connection.end.carrier.received.bytes;
  const beforeUp = connection.end.carrier.sent.bytes;
  const player = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      'apps/demos/animation.ts',
      '--size',
      `${width}x${height}`,
      '--fps',
      `${rate}`,
      '--frames',
      `${frames}`,
    ],
    { env: { ...process.env, DISPLAY: display, XAUTHORITY: xauthority }, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  await once(player, 'exit');
  await pause(1000);
  const bytes = connection.end.carrier.received.bytes - before;
  const upBytes = connection.end.carrier.sent.bytes - beforeUp;
  await connection.close();
  await session.handle.end('measured', undefined);
  const arrivals = [...watch.arrivals].sort(([a], [b]) => a - b);
  const offsets = arrivals.map(([number, { at }]) => at - (number * 1000) / rate);
  const soonest = Math.min(...offsets);
  const late = offsets.map((offset) => offset - soonest).sort((a, b) => a - b);
  const psnrs = arrivals.map(([, { psnr }]) => psnr);
  const lossy = psnrs.filter((psnr) => psnr !== Infinity);
  return {
    link: link.name,
    drawn: frames,
    shown: arrivals.length,
    bytes,
    upBytes,
    psnrMean: lossy.reduce((sum, psnr) => sum + psnr, 0) / lossy.length,
    psnrLeast: Math.min(...psnrs),
    exactFrames: psnrs.length - lossy.length,
    lateMedian: quantile(late, 0.5),
    lateP95: quantile(late, 0.95),
    lateMost: quantile(late, 1),
  };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    frames: { type: 'string', default: '300' },
    size: { type: 'string', default: '320x240' },
    fps: { type: 'string', default: '30' },
    wire: { type: 'string', default: 'thinc' },
    out: { type: 'string' },
  },
});
const [width = 0, height = 0] = values.size.split('x').map(Number);
const wire = WIRES.find((name) => name === values.wire);
if (wire === undefined) throw new Error(`no wire ${values.wire}`);
const options: Options = { width, height, rate: Number(values.fps), frames: Number(values.frames), wire };
const front = await Front.start({
  port: 0,
  listen: '127.0.0.1',
  token: undefined,
  tls: undefined,
  allowOrigins: [],
  page: false,
  log: (line) => console.error(line),
  session: { width: 1024, height: 768, display: undefined, accessControl: true, xTcp: undefined },
});
const results: Result[] = [];
for (const name of positionals.length > 0 ? positionals : ['lan', 'dsl', '3g']) {
  const link = LINK_PROFILES.find((profile) => profile.name === name);
  if (link === undefined) throw new Error(`no link ${name}`);
  const result = await measure(front, link, options);
  results.push(result);
  const { shown, drawn, bytes, psnrMean, psnrLeast, exactFrames, lateMedian, lateP95, lateMost } = result;
  console.log(
    `${name}: ${shown} of ${drawn} frames, ${Math.round(bytes / 1000)} kB down, PSNR ${psnrMean.toFixed(1)} (least ${psnrLeast.toFixed(1)}) dB, ` +
      `${exactFrames} exact, late ${lateMedian.toFixed(0)} / ${lateP95.toFixed(0)} / ${lateMost.toFixed(0)} ms (median, p95, most)`,
  );
}
if (values.out !== undefined) await writeFile(values.out, JSON.stringify(results, undefined, 2));
await front.end('measured');
process.exit(0);
