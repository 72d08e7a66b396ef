/** What the tests of requests without pixels share: one script for Xvfb and our core, answers side by side. */
import { expect } from 'vitest';
import * as x from '../../../xserver/protocol/generated/xproto.ts';
import { Reader } from '../../../xserver/protocol/reader.ts';
import { BothServers, type BothClients } from '../../support/both-servers.ts';
import { request, type ServerMessage, type XClient } from '../../support/x-client.ts';

const PROPERTY_NOTIFY = 28;
const SELECTION_CLEAR = 29;
const SELECTION_REQUEST = 30;
const SELECTION_NOTIFY = 31;
const COLORMAP_NOTIFY = 32;

/** Where the server's time stands in events that it makes itself: the two servers' clocks differ. */
const timeOffsets = new Map([
  [PROPERTY_NOTIFY, 12],
  [SELECTION_CLEAR, 4],
]);

/** Bytes of events that carry something; X.Org does not clear the rest when it swaps. */
const usedBytes = new Map([
  [PROPERTY_NOTIFY, 17],
  [SELECTION_CLEAR, 16],
  [SELECTION_REQUEST, 28],
  [SELECTION_NOTIFY, 24],
  [COLORMAP_NOTIFY, 14],
]);

/** Without times and unused bytes of the server's own events. */
export function withoutTime(message: ServerMessage): ServerMessage {
  const { kind, code } = message;
  const used = usedBytes.get(code);
  if (kind !== 'event' || message.bytes[0]! >= 0x80 || used === undefined) return message;
  const bytes = message.bytes.slice().fill(0, used).fill(0, 1, 2);
  const at = timeOffsets.get(code);
  if (at !== undefined) bytes.fill(0, at, at + 4);
  // `comparable` would take `new` and `state` for the id of a root.
  if (code === COLORMAP_NOTIFY) bytes.copyWithin(20, 12, 14).fill(0, 12, 14);
  return { ...message, bytes };
}

const FIRST_ATOM = 0x600;
let fillers = 0;

/** Both servers with a little-endian and a big-endian connection. */
export async function startRig(): Promise<{ servers: BothServers; little: BothClients; big: BothClients }> {
  const servers = await BothServers.start({ width: 320, height: 240 });
  const little = await servers.connect(true);
  const big = await servers.connect(false);
  // New atoms get numbers beyond those of the roots, which `comparable` replaces.
  while (fillers < FIRST_ATOM) little.send(x.encodeInternAtom, { onlyIfExists: 0, name: `f${fillers++}` });
  await little.answers();
  return { servers, little, big };
}

/** What both servers have sent since is the same; gives the core's. */
export async function expectAlike(
  both: BothClients,
  count?: number,
  change: (message: ServerMessage) => ServerMessage = withoutTime,
): Promise<string[]> {
  const { core, xvfb } = await both.answers(change);
  expect(core).toEqual(xvfb);
  if (count !== undefined) expect(core, core.join('\n')).toHaveLength(count);
  return core;
}

/** A small InputOutput window, child of the root, not mapped. */
export function makeWindow(both: BothClients, eventMask = 0): number {
  const wid = both.newId();
  both.send(x.encodeCreateWindow, (client) => ({
    depth: 0,
    wid,
    parent: client.info.root,
    x: 0,
    y: 0,
    width: 10,
    height: 10,
    borderWidth: 0,
    class: 1,
    visual: 0,
    valueList: { eventMask },
  }));
  return wid;
}

async function intern(client: XClient, name: string): Promise<number> {
  request(client, x.encodeInternAtom, { onlyIfExists: 0, name });
  const [reply] = await client.sync();
  return x.decodeInternAtomReply(new Reader(reply!.bytes, client.littleEndian)).atom;
}

/** Interns names that neither server knows and sees to it that they get the same numbers in both. */
export async function freshAtoms(both: BothClients, ...names: string[]): Promise<number[]> {
  let [xvfb, core] = [await intern(both.xvfb, `f${fillers++}`), await intern(both.core, `f${fillers++}`)];
  while (xvfb < core) xvfb = await intern(both.xvfb, `f${fillers++}`);
  while (core < xvfb) core = await intern(both.core, `f${fillers++}`);
  const atoms: number[] = [];
  for (const name of names) {
    const atom = await intern(both.xvfb, name);
    expect(await intern(both.core, name)).toBe(atom);
    atoms.push(atom);
  }
  // The same number of requests on both sides.
  while (both.xvfb.sequence < both.core.sequence) request(both.xvfb, x.encodeNoOperation, {});
  while (both.core.sequence < both.xvfb.sequence) request(both.core, x.encodeNoOperation, {});
  return atoms;
}
