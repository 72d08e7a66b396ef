/**
 * One connection to Xvfb and one to our core that get the same requests: what comes back is compared message by message.
 *
 * Clients' ids are the same on both sides; the root's, which is not, is replaced by `comparable`. Visual and colormap
 * happen to have Xvfb's numbers in our core too.
 */
import { TestCore, type TestCoreOptions } from './core-client.ts';
import { request, type ServerMessage, type XClient } from './x-client.ts';
import { startXvfb, type Xvfb } from './xvfb.ts';
import type { Writer } from '../../xserver/protocol/writer.ts';

export interface Answers {
  readonly xvfb: string[];
  readonly core: string[];
}

/** Fails with the first difference, told shortly (answers with images in them are long), or for another number of messages. */
export function expectAlike({ xvfb, core }: Answers, count = core.length): void {
  for (let i = 0; i < Math.max(xvfb.length, core.length); i++) {
    const [theirs, ours] = [xvfb[i] ?? 'nothing', core[i] ?? 'nothing'];
    if (theirs === ours) continue;
    let at = 0;
    while (theirs[at] === ours[at]) at++;
    const byte = (at - theirs.indexOf(' ', 6) - 1) >> 1;
    const piece = (text: string) => `${text.slice(0, 74)}${at > 74 ? `...${text.slice(at & ~7, (at & ~7) + 32)}` : ''}`;
    throw new Error(
      `message ${i} of ${xvfb.length}, ${core.length}, byte ${byte}\nXvfb: ${piece(theirs)}\nours: ${piece(ours)}`,
    );
  }
  if (core.length !== count)
    throw new Error(`${core.length} messages instead of ${count}: ${core.join('\n').slice(0, 1000)}`);
}

/** Errors whose packet carries no value: Request, Match, Access, Alloc, Name, Length, Implementation. X11 appendix B */
const WITHOUT_VALUE = new Set([1, 8, 10, 11, 15, 16, 17]);

const ERROR_WINDOW = 3;
const ERROR_DRAWABLE = 9;

/** Unused bytes, first and past the last, that X.Org does not clear in byte-swapped events. */
const UNUSED: Readonly<Record<number, readonly (readonly [number, number])[]>> = {
  12: [
    [1, 2],
    [18, 32],
  ],
  13: [
    [1, 2],
    [21, 32],
  ],
  14: [
    [1, 2],
    [11, 32],
  ],
  15: [
    [1, 2],
    [9, 32],
  ],
};

/** What stands for the root's id. */
const ROOT = 0xfffffff1;

export class BothClients {
  readonly xvfb: XClient;
  readonly core: XClient;

  constructor(xvfb: XClient, core: XClient) {
    this.xvfb = xvfb;
    this.core = core;
  }

  newId(): number {
    this.core.newId();
    return this.xvfb.newId();
  }

  /** Sends one request to both; a function makes its fields where they differ (root, visual). */
  send<Request>(
    encode: (writer: Writer, request: Request) => void,
    fields: Request | ((client: XClient) => Request),
  ): void {
    for (const client of [this.xvfb, this.core]) {
      request(client, encode, typeof fields === 'function' ? (fields as (client: XClient) => Request)(client) : fields);
    }
  }

  sendBytes(bytes: Uint8Array): void {
    this.xvfb.send(bytes);
    this.core.send(bytes);
  }

  /**
   * Waits for both; gives what each has sent since, in comparable form. `change` may make alike what may differ.
   */
  async answers(change: (message: ServerMessage) => ServerMessage = (message) => message): Promise<Answers> {
    const [xvfb, core] = await Promise.all([this.xvfb.sync(), this.core.sync()]);
    return {
      xvfb: xvfb.map((message) => comparable(change(message), this.xvfb)),
      core: core.map((message) => comparable(change(message), this.core)),
    };
  }

  async close(): Promise<void> {
    await Promise.all([this.xvfb.close(), this.core.close()]);
  }
}

/** Xvfb and a core, the one started and the other made for a test file. */
export class BothServers {
  readonly xvfb: Xvfb;
  readonly core: TestCore;

  private constructor(xvfb: Xvfb, core: TestCore) {
    this.xvfb = xvfb;
    this.core = core;
  }

  static async start(options: TestCoreOptions & { readonly xvfbArgs?: readonly string[] } = {}): Promise<BothServers> {
    const { width = 1024, height = 768 } = options;
    const xvfb = await startXvfb({ width, height, args: options.xvfbArgs ?? [] });
    return new BothServers(xvfb, new TestCore(options));
  }

  async connect(littleEndian = true): Promise<BothClients> {
    const xvfb = await this.xvfb.connect(littleEndian);
    return new BothClients(xvfb, this.core.connect(littleEndian, xvfb.info.idBase));
  }

  close(): Promise<void> {
    return this.xvfb.close();
  }
}

/** A message as text, the root's id replaced where a message of its kind may have it. */
export function comparable({ kind, code, bytes }: ServerMessage, { info, littleEndian }: XClient): string {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  // The errors without a value or id leave bytes 4 to 7 unused; X.Org has there what it looked up last.
  if (kind === 'error' && WITHOUT_VALUE.has(code)) view.setUint32(4, 0);
  // In byte-swapped errors X.Org does not clear the unused end.
  if (kind === 'error') copy.fill(0, 11);
  if (kind === 'event') for (const [from, to] of UNUSED[code] ?? []) copy.fill(0, from, to);
  for (const at of rootOffsets(kind, code)) {
    if (view.getUint32(at, littleEndian) === info.root) view.setUint32(at, ROOT, littleEndian);
  }
  return `${kind} ${code} ${Buffer.from(copy).toString('hex')}`;
}

function rootOffsets(kind: ServerMessage['kind'], code: number): readonly number[] {
  if (kind === 'error') return code === ERROR_WINDOW || code === ERROR_DRAWABLE ? [4] : [];
  // GetGeometry, QueryTree, QueryPointer.
  if (kind === 'reply') return [8, 12];
  // Expose, GraphicsExpose and NoExpose have numbers after the window.
  return code >= 12 && code <= 14 ? [4] : [4, 8, 12, 16];
}

/**
 * For answers whose longer replies are all those of GetImage in ZPixmap format: Xvfb sends the bits above the depth as they
 * happen to be, we send 0.
 */
export function maskImage(message: ServerMessage): ServerMessage {
  const { kind, bytes } = message;
  if (kind !== 'reply' || bytes.length <= 32) return message;
  const masked = bytes.slice();
  const depth = masked[1];
  if (depth === 24) for (let at = 35; at < masked.length; at += 4) masked[at] = 0;
  if (depth === 4) for (let at = 32; at < masked.length; at++) masked[at]! &= 0x0f;
  return { ...message, bytes: masked };
}
