/**
 * The animation player over the thinc wire on emulated links, as a headless terminal shows it:
 *
 *     npx tsx bench/thinc-video.ts [--live] [--frames N] [--size WxH] [--fps N] [--wire WIRE] [--codec CODEC] [--out FILE.json] [LINK ...]
 *
 * Without --live time is virtual (thinc-link.ts): the frames are put as the player puts them, and a busy machine shows the same as an idle one. With it
 * a session runs the player, and a headless terminal on its own emulated link shows it (--link of `farpane view`).
 *
 * Frames are known by the pattern that they carry (apps/demos/frame-pattern.ts). For each link: how many of them were shown with at least 32 dB, how late (beyond the one that
 * came soonest after it was due), their PSNR against what the player drew, and the bytes that came down from its start to a second after its end.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { drawFrame, readFrameNumber } from '../apps/demos/frame-pattern.ts';
import { nodeDecoders } from '../clients/headless/video-decoders.ts';
import { thincEncoders } from '../host/encoders/thinc-encoders.ts';
import { copyRect } from '../xserver/raster/copy.ts';
import { createPixels } from '../xserver/raster/pixels.ts';
import { psnr, ThincLink } from './thinc-link.ts';
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

/** dB from which a frame counts as shown: its number may come before the rest of it. */
const GOOD = 32;

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
      if (known === undefined || (known.psnr < GOOD && psnr >= GOOD))
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

/** As `measure`, in virtual time. */
async function measureVirtual(link: LinkProfile, options: Options, codec: string | undefined): Promise<Result> {
  const { width, height, rate, frames } = options;
  const { stills, video } = thincEncoders();
  const codecs = video!.codecs.filter((name) => codec === undefined || name === codec);
  const world = await ThincLink.open(link, { stills, video: { ...video!, codecs } }, nodeDecoders());
  const [x, y] = [100, 80];
  const image = createPixels(width, height, 24);
  const bytes = new Uint8Array(image.data.buffer);
  const arrivals = new Map<number, { at: number; psnr: number }>();
  const reference = createPixels(width, height, 24);
  const shown = createPixels(width, height, 24);
  world.drawn = () => {
    const screen = world.terminal.terminal.surface(0);
    if (screen === undefined) return;
    copyRect(screen.pixels, x, y, shown, 0, 0, width, height, 3, 0xffffffff);
    const number = readFrameNumber(new Uint8Array(shown.data.buffer), width, height);
    if (number === undefined) return;
    drawFrame(new Uint8Array(reference.data.buffer), width, height, number);
    const quality = psnr(shown, 0, 0, reference);
    const known = arrivals.get(number);
    if (known === undefined || (known.psnr < GOOD && quality >= GOOD))
      arrivals.set(number, { at: world.now, psnr: quality });
  };
  // The terminal has been there for a while, and the link is known.
  await world.until(1000);
  const paper = createPixels(600, 400, 24);
  for (let i = 0; i < paper.data.length; i++) paper.data[i] = (Math.imul(i, 0x9e3779b1) >>> 12) & 0x0f0f0f;
  world.putImage(paper, 400, 300);
  await world.until(6000);
  const start = world.now;
  const before = world.down.sent.bytes;
  const beforeUp = world.up.sent.bytes;
  for (let frame = 0; frame < frames; frame++) {
    await world.until(start + Math.round((frame * 1000) / rate));
    drawFrame(bytes, width, height, frame);
    world.putImage(image, x, y);
  }
  await world.until(world.now + 1000);
  return {
    ...summaryOf(link.name, options, arrivals),
    bytes: world.down.sent.bytes - before,
    upBytes: world.up.sent.bytes - beforeUp,
  };
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
  return { ...summaryOf(link.name, options, watch.arrivals), bytes, upBytes };
}

function summaryOf(
  link: string,
  { rate, frames }: Options,
  shown: ReadonlyMap<number, { at: number; psnr: number }>,
): Omit<Result, 'bytes' | 'upBytes'> {
  const arrivals = [...shown].sort(([a], [b]) => a - b);
  const offsets = arrivals.map(([number, { at }]) => at - (number * 1000) / rate);
  const soonest = Math.min(...offsets);
  const late = offsets.map((offset) => offset - soonest).sort((a, b) => a - b);
  const psnrs = arrivals.map(([, { psnr }]) => psnr);
  const lossy = psnrs.filter((psnr) => psnr !== Infinity);
  return {
    link,
    drawn: frames,
    shown: psnrs.filter((psnr) => psnr >= GOOD).length,
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
    live: { type: 'boolean', default: false },
    codec: { type: 'string' },
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
  const result = values.live ? await measure(front, link, options) : await measureVirtual(link, options, values.codec);
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
