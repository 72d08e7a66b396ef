/** Random window trees, in our core and in Xvfb: the same events in the same order, the same pixels. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { Reader } from '../../../xserver/protocol/reader.ts';
import { Writer } from '../../../xserver/protocol/writer.ts';
import {
  coreRequestEncoders,
  decodeCoreEvent,
  encodeCreateWindow,
  encodeGetImage,
  encodeMapWindow,
} from '../../../xserver/protocol/generated/xproto.ts';
import { isEmptyRegion, regionFromRect, regionFromRects, subtractRegions } from '../../../xserver/raster/region.ts';
import { TestCore } from '../../support/core-client.ts';
import { startXvfb, type Xvfb } from '../../support/xvfb.ts';
import type { ServerMessage, XClient } from '../../support/x-client.ts';
import { randomTreeSteps, type Step } from './random-tree.ts';

const SIZE = { width: 220, height: 160 };
const FULLY_OBSCURED = 2;
const WINDOW_FIELDS = ['window', 'parent', 'wid', 'sibling'];
const ID_FIELDS = ['window', 'parent', 'event', 'aboveSibling', 'sibling'];

let xvfb: Xvfb;
beforeAll(async () => {
  xvfb = await startXvfb();
});
afterAll(() => xvfb.close());

/** One server carrying out the steps: windows are numbered 0 (the top-level), 1, 2, ... */
class Subject {
  readonly client: XClient;
  readonly #ids = new Map<number, number>();

  constructor(client: XClient) {
    this.client = client;
  }

  static async begin(client: XClient): Promise<Subject> {
    const subject = new Subject(client);
    const top = subject.#idOf(0);
    const writer = new Writer(client.littleEndian);
    encodeCreateWindow(writer, {
      depth: 24,
      wid: top,
      parent: client.info.root,
      x: 40,
      y: 30,
      ...SIZE,
      borderWidth: 0,
      class: 1,
      visual: client.info.rootVisual,
      valueList: { backgroundPixel: 0x336699, borderPixel: 0, bitGravity: 1, overrideRedirect: 1, eventMask: 0x8000 },
    });
    client.send(writer.finish());
    writer.reset();
    encodeMapWindow(writer, { window: top });
    client.send(writer.finish());
    await client.sync();
    return subject;
  }

  #idOf(number: number): number {
    let id = this.#ids.get(number);
    if (id === undefined) this.#ids.set(number, (id = this.client.newId()));
    return id;
  }

  async run(step: Step): Promise<unknown[]> {
    const fields: Record<string, unknown> = { ...step.fields };
    for (const name of WINDOW_FIELDS) if (name in fields) fields[name] = this.#idOf(fields[name] as number);
    const writer = new Writer(this.client.littleEndian);
    const encode = coreRequestEncoders[step.request as keyof typeof coreRequestEncoders] as (
      w: Writer,
      f: unknown,
    ) => void;
    encode(writer, fields);
    this.client.send(writer.finish());
    return (await this.client.sync()).map((message) => this.#describe(message));
  }

  #describe(message: ServerMessage): unknown {
    if (message.kind === 'error') return { error: message.code };
    const event = decodeCoreEvent(new Reader(message.bytes, this.client.littleEndian)) as
      Record<string, unknown> | undefined;
    if (event === undefined) return { event: message.code };
    const described: Record<string, unknown> = { ...event };
    delete described['sequence'];
    for (const name of ID_FIELDS) if (name in described) described[name] = this.#numberOf(described[name] as number);
    return described;
  }

  #numberOf(id: number): number | string {
    for (const [number, own] of this.#ids) if (own === id) return number;
    return id === 0 ? 'none' : 'foreign';
  }

  async pixels(): Promise<Uint8Array> {
    const writer = new Writer(this.client.littleEndian);
    encodeGetImage(writer, { format: 2, drawable: this.#idOf(0), x: 0, y: 0, ...SIZE, planeMask: 0xffffff });
    this.client.send(writer.finish());
    const reply = (await this.client.sync()).find((message) => message.kind === 'reply');
    return reply?.bytes.slice(32) ?? new Uint8Array(0);
  }
}

const seeds = Array.from({ length: 120 }, (_, i) => 1000 + i);

test.each(seeds)('random window tree, seed %i', async (seed) => {
  const core = new TestCore({ width: 1024, height: 768 });
  const littleEndian = seed % 2 === 0;
  const ours = await Subject.begin(core.connect(littleEndian));
  const theirs = await Subject.begin(await xvfb.connect(littleEndian));
  onTestFinished(() => theirs.client.close());
  const steps = randomTreeSteps(seed, 100);
  for (const [i, step] of steps.entries()) {
    const told = `seed ${seed}, step ${i}: ${JSON.stringify(step)}`;
    const expected = await theirs.run(step);
    const got = await ours.run(step);
    expect(core.defects, told).toEqual([]);
    if (isResize(step)) {
      // X.Org moves the pieces of a resized window one after another in place and exposes what they overwrite on the way (mi/miwindow.c);
      // ours all come from the old picture, so less is lost. Nothing else may differ.
      expect(withoutExpose(got), told).toEqual(withoutExpose(expected));
      expect(exposedOutside(got, expected), told).toEqual([]);
    } else if (step.fields['window'] === 0) {
      // A window that was mapped inside a fully obscured one hears of it from X.Org only when something moves (mi/mivaltree.c).
      expect(got.filter(isNotObscured), told).toEqual(expected.filter(isNotObscured));
    } else {
      expect(got, told).toEqual(expected);
    }
    if (i % 5 === 4 || i === steps.length - 1) {
      // The top-level may have grown smaller than the picture asked for: both then answer with an error, hence no bytes.
      const wanted = await theirs.pixels();
      expect(differing(await ours.pixels(), wanted), told).toBe('none');
    }
  }
});

interface Exposure {
  readonly name: 'Expose';
  readonly window: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function isResize(step: Step): boolean {
  const values = step.fields['valueList'] as Record<string, unknown> | undefined;
  return step.request === 'ConfigureWindow' && values !== undefined && ('width' in values || 'height' in values);
}

const isExposure = (event: unknown): event is Exposure => (event as Exposure).name === 'Expose';
const isNotObscured = (event: unknown) => (event as { state?: number }).state !== FULLY_OBSCURED;
const withoutExpose = (events: readonly unknown[]) => events.filter((event) => !isExposure(event));

/** Exposures of `events` that those of `others` do not cover. */
function exposedOutside(events: readonly unknown[], others: readonly unknown[]): unknown[] {
  const regionOf = (list: readonly unknown[], window: number) =>
    regionFromRects(list.filter(isExposure).flatMap((e) => (e.window === window ? [e.x, e.y, e.width, e.height] : [])));
  return events
    .filter(isExposure)
    .filter(
      (e) => !isEmptyRegion(subtractRegions(regionFromRect(e.x, e.y, e.width, e.height), regionOf(others, e.window))),
    );
}

/** The first pixel in which two pictures differ. */
function differing(ours: Uint8Array, theirs: Uint8Array): string {
  if (ours.length !== theirs.length) return `${ours.length} bytes, not ${theirs.length}`;
  for (let i = 0; i < ours.length; i += 4) {
    for (let k = 0; k < 3; k++) {
      if (ours[i + k] !== theirs[i + k]) {
        const hex = (bytes: Uint8Array) => Buffer.from(bytes.slice(i, i + 4)).toString('hex');
        return `(${(i / 4) % SIZE.width}, ${Math.floor(i / 4 / SIZE.width)}): ${hex(ours)}, not ${hex(theirs)}`;
      }
    }
  }
  return 'none';
}
