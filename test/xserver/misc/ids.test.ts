/** BIG-REQUESTS and XC-MISC beside Xvfb. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MajorOpcode } from '../../../xserver/extensions/numbers.ts';
import { encodeBigRequestsEnable } from '../../../xserver/protocol/generated/bigreq.ts';
import {
  decodeXcMiscGetXIDRangeReply,
  encodeXcMiscGetVersion,
  encodeXcMiscGetXIDList,
  encodeXcMiscGetXIDRange,
} from '../../../xserver/protocol/generated/xc_misc.ts';
import {
  decodeQueryExtensionReply,
  encodeCreateGC,
  encodeFreeGC,
  encodeQueryExtension,
} from '../../../xserver/protocol/generated/xproto.ts';
import { Reader } from '../../../xserver/protocol/reader.ts';
import type { Writer } from '../../../xserver/protocol/writer.ts';
import type { BothClients, BothServers } from '../../support/both-servers.ts';
import { encodeRequest, request, type XClient } from '../../support/x-client.ts';
import { expectAlike, startRig } from './rig.ts';

let servers: BothServers;
let little: BothClients;
let big: BothClients;
const opcodes = new Map<string, number>();

type Encode<R> = (writer: Writer, request: R, majorOpcode: number) => void;

beforeAll(async () => {
  ({ servers, little, big } = await startRig());
  for (const name of ['BIG-REQUESTS', 'XC-MISC']) {
    request(little.xvfb, encodeQueryExtension, { name });
    request(little.core, encodeQueryExtension, { name });
    await little.core.sync();
    const [reply] = await little.xvfb.sync();
    opcodes.set(name, decodeQueryExtensionReply(new Reader(reply!.bytes, true)).majorOpcode);
  }
});
afterAll(() => servers.close());

function send<R>(both: BothClients, extension: 'BIG-REQUESTS' | 'XC-MISC', encode: Encode<R>, fields: R): void {
  const ours = extension === 'XC-MISC' ? MajorOpcode.XcMisc : MajorOpcode.BigRequests;
  const sendTo = (client: XClient, opcode: number) =>
    client.send(encodeRequest(client.littleEndian, (writer, fields_: R) => encode(writer, fields_, opcode), fields));
  sendTo(both.xvfb, opcodes.get(extension)!);
  sendTo(both.core, ours);
}

test('BIG-REQUESTS tells the longest request', async () => {
  for (const both of [little, big]) {
    send(both, 'BIG-REQUESTS', encodeBigRequestsEnable, {});
    await expectAlike(both, 1);
  }
});

test('XC-MISC gives free ids, the lowest first', async () => {
  for (const both of [little, big]) {
    send(both, 'XC-MISC', encodeXcMiscGetVersion, { clientMajorVersion: 1, clientMinorVersion: 1 });
    send(both, 'XC-MISC', encodeXcMiscGetXIDList, { count: 5 });
    const ids = Array.from({ length: 8 }, () => both.newId());
    for (const cid of ids) both.send(encodeCreateGC, ({ info }) => ({ cid, drawable: info.root, valueList: {} }));
    for (const gc of [ids[2]!, ids[3]!, ids[6]!]) both.send(encodeFreeGC, { gc });
    send(both, 'XC-MISC', encodeXcMiscGetXIDList, { count: 10 });
    send(both, 'XC-MISC', encodeXcMiscGetXIDList, { count: 0 });
    await expectAlike(both, 4);
    for (const gc of ids) both.send(encodeFreeGC, { gc });
    await expectAlike(both, 3);
  }
});

test('XC-MISC gives a range of ids that are all free', async () => {
  const both = little;
  const client = both.core;
  const taken = [0, 1, 0x100000, 0x180000, 0x1fffff].map((offset) => client.info.idBase + offset);
  for (const cid of taken) both.send(encodeCreateGC, ({ info }) => ({ cid, drawable: info.root, valueList: {} }));
  await expectAlike(both, 0);
  send(both, 'XC-MISC', encodeXcMiscGetXIDRange, {});
  await both.xvfb.sync();
  const [reply] = await client.sync();
  const { startId, count } = decodeXcMiscGetXIDRangeReply(new Reader(reply!.bytes, true));
  expect(startId).toBe(client.info.idBase + 2);
  expect(count).toBe(0x100000 - 2);
  for (const gc of taken) both.send(encodeFreeGC, { gc });
  await expectAlike(both, 0);
});

test('XC-MISC says when no id is left', async () => {
  const { state } = servers.core.core;
  const number = Math.max(...state.clients.keys());
  const client = servers.core.connect();
  const record = state.clients.get(number + 1)!;
  // A client whose only id is taken.
  Object.assign(record, { idMask: 0 });
  request(client, encodeCreateGC, { cid: record.idBase, drawable: client.info.root, valueList: {} });
  client.send(encodeRequest(true, (writer, f: object) => encodeXcMiscGetXIDRange(writer, f, MajorOpcode.XcMisc), {}));
  const [reply] = await client.sync();
  // What Xlib and libxcb take for "none".
  expect(decodeXcMiscGetXIDRangeReply(new Reader(reply!.bytes, true))).toMatchObject({ startId: 0, count: 1 });
  await client.close();
});

test('requests of another length are refused', async () => {
  const xcMisc = opcodes.get('XC-MISC')!;
  for (const [minor, length] of [[0, 1], [0, 3], [1, 2], [2, 1], [2, 3]] as const) {
    little.xvfb.send(padded(xcMisc, minor, length));
    little.core.send(padded(MajorOpcode.XcMisc, minor, length));
  } // prettier-ignore
  little.xvfb.send(padded(xcMisc, 3, 1), padded(opcodes.get('BIG-REQUESTS')!, 1, 1));
  little.core.send(padded(MajorOpcode.XcMisc, 3, 1), padded(MajorOpcode.BigRequests, 1, 1));
  const [core, xvfb] = await Promise.all([little.core.sync(), little.xvfb.sync()]);
  expect(core.map(({ code }) => code)).toEqual(xvfb.map(({ code }) => code));
  expect(core).toHaveLength(7);
});

function padded(major: number, minor: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length * 4);
  bytes.set([major, minor, length]);
  return bytes;
}
