/** Grabbing the server, killing clients, access control, the screen saver, extensions. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MajorOpcode } from '../../../xserver/extensions/numbers.ts';
import { extensions } from '../../../xserver/extensions/registry.ts';
import * as x from '../../../xserver/protocol/generated/xproto.ts';
import { encodeXTestFakeInput } from '../../../xserver/protocol/generated/xtest.ts';
import { Reader } from '../../../xserver/protocol/reader.ts';
import { Writer } from '../../../xserver/protocol/writer.ts';
import { SceneDamage } from '../../../xserver/scene-damage.ts';
import type { BothClients, BothServers } from '../../support/both-servers.ts';
import { TestCore } from '../../support/core-client.ts';
import { encodeRequest, request, type ServerMessage, type XClient } from '../../support/x-client.ts';
import { expectAlike, makeWindow, startRig } from './rig.ts';

const { STRING, WM_NAME } = x.Atom;
const ALL_TEMPORARY = 0;

let servers: BothServers;
let little: BothClients;
let big: BothClients;

beforeAll(async () => {
  ({ servers, little, big } = await startRig());
});
afterAll(() => servers.close());

function setName(client: XClient, window: number, name: number): void {
  const data = Uint8Array.of(name);
  const property = { mode: 0, window, property: WM_NAME, type: STRING, format: 8, dataLen: 1, data };
  request(client, x.encodeChangeProperty, property);
}

function getName(client: XClient, window: number): void {
  const property = { delete: 0, window, property: WM_NAME, type: 0, longOffset: 0, longLength: 9 };
  request(client, x.encodeGetProperty, property);
}

describe('a server grab', () => {
  test('lets other clients wait, and then go on in order', async () => {
    const window = makeWindow(little);
    for (const client of [little.xvfb, little.core]) {
      setName(client, window, 1);
      request(client, x.encodeGrabServer, {});
      request(client, x.encodeGrabServer, {});
    }
    await expectAlike(little, 0);
    for (const client of [big.xvfb, big.core]) {
      getName(client, window);
      setName(client, window, 3);
      getName(client, window);
    }
    for (const client of [little.xvfb, little.core]) {
      getName(client, window);
      setName(client, window, 2);
      request(client, x.encodeUngrabServer, {});
      request(client, x.encodeUngrabServer, {});
    }
    await expectAlike(little, 1);
    const [before, after] = await expectAlike(big, 2);
    expect(before).toContain('02');
    expect(after).toContain('03');
    await expectAlike(little, 0);
  });

  test('ends with its client', async () => {
    const third = await servers.connect();
    third.send(x.encodeGrabServer, {});
    await expectAlike(third, 0);
    big.send(x.encodeGetAtomName, { atom: 1 });
    await third.close();
    await expectAlike(big, 1);
  });

  test('holds requests of each client apart, and those that grab again hold the rest', async () => {
    const core = new TestCore();
    const [a, b, c] = [core.connect(), core.connect(), core.connect()] as const;
    for (const client of [a, b, c]) await client.sync();
    request(a, x.encodeGrabServer, {});
    request(c, x.encodeGetAtomName, { atom: 1 });
    request(b, x.encodeGrabServer, {});
    request(b, x.encodeGetAtomName, { atom: 2 });
    request(a, x.encodeUngrabServer, {});
    // b has the lower number: it goes first, and has the grab now.
    expect(core.core.state.serverGrab).toBe(2);
    expect(core.core.state.clients.get(3)!.held).toHaveLength(1);
    expect(await b.sync()).toHaveLength(1);
    request(b, x.encodeUngrabServer, {});
    expect(await c.sync()).toHaveLength(1);
    expect(core.core.state.clients.get(3)!.heldBytes).toBe(0);
  });
});

test('requests that wait for a time are not forgotten when another entry brings the time past it', async () => {
  const core = new TestCore();
  const client = core.connect();
  await client.sync();
  const motion = { type: 6, detail: 0, time: 100, root: 0, rootX: 9, rootY: 9, deviceid: 0 };
  const encode = (writer: Writer, fields: typeof motion) => encodeXTestFakeInput(writer, fields, MajorOpcode.Xtest);
  client.send(encodeRequest(true, encode, motion));
  request(client, x.encodeGetAtomName, { atom: 1 });
  expect(core.deadline).toBe(core.time + 100);
  core.time += 500;
  core.append({ kind: 'input', terminal: 1, number: 1, input: { kind: 'motion', x: 1, y: 1 } });
  expect(core.deadline).toBeGreaterThan(core.time);
  expect(await client.sync()).toHaveLength(1);
  expect(core.core.state.input.pointer).toMatchObject({ x: 1, y: 1 });
});

describe('clients are ended', () => {
  /** A third connection with a pixmap of its own; gives the pixmap. */
  async function withPixmap(both: BothClients): Promise<number> {
    const pid = both.newId();
    both.send(x.encodeCreatePixmap, ({ info }) => ({ depth: 1, pid, drawable: info.root, width: 4, height: 4 }));
    await expectAlike(both, 0);
    return pid;
  }

  /** Asks for the pixmap until both servers give the same: Xvfb notices a closed socket some time later. */
  async function geometryAlike(pixmap: number): Promise<string> {
    for (let tries = 0; tries < 200; tries++) {
      little.send(x.encodeGetGeometry, { drawable: pixmap });
      const { core, xvfb } = await little.answers();
      if (core[0] === xvfb[0]) return core[0]!;
    }
    throw new Error('Xvfb and the core differ about a pixmap');
  }

  test('by KillClient with any of their resources', async () => {
    const third = await servers.connect();
    const pixmap = await withPixmap(third);
    little.send(x.encodeKillClient, { resource: pixmap });
    await expectAlike(little, 0);
    expect(await geometryAlike(pixmap)).toMatch(/^error 9/);
    await expect(third.core.sync()).rejects.toThrow('KillClient');
    await expect(third.xvfb.sync()).rejects.toThrow('closed');
  });

  test('even by themselves', async () => {
    const third = await servers.connect();
    const pixmap = await withPixmap(third);
    third.send(x.encodeKillClient, { resource: pixmap });
    await expect(third.core.sync()).rejects.toThrow('KillClient');
    expect(await geometryAlike(pixmap)).toMatch(/^error 9/);
  });

  test.each([
    ['DestroyAll', x.CloseDown.DestroyAll],
    ['RetainPermanent', x.CloseDown.RetainPermanent],
    ['RetainTemporary', x.CloseDown.RetainTemporary],
  ])('with their resources or without: %s', async (_name, mode) => {
    const third = await servers.connect();
    const pixmap = await withPixmap(third);
    third.send(x.encodeSetCloseDownMode, { mode });
    await expectAlike(third, 0);
    const selection = x.Atom.SECONDARY;
    const owner = makeWindow(third);
    third.send(x.encodeSetSelectionOwner, { owner, selection, time: 0 });
    await expectAlike(third, 0);
    await third.close();
    // The selection tells when Xvfb has noticed.
    for (let gone = false; !gone;) {
      little.send(x.encodeGetSelectionOwner, { selection });
      const { core, xvfb } = await little.answers();
      gone = core[0] === xvfb[0];
    }
    little.send(x.encodeGetGeometry, { drawable: pixmap });
    const [first] = await expectAlike(little, 1);
    expect(first).toMatch(mode === x.CloseDown.DestroyAll ? /^error 9/ : /^reply/);
    little.send(x.encodeKillClient, { resource: ALL_TEMPORARY });
    little.send(x.encodeGetGeometry, { drawable: pixmap });
    const [second] = await expectAlike(little, 1);
    expect(second).toMatch(mode === x.CloseDown.RetainPermanent ? /^reply/ : /^error 9/);
    little.send(x.encodeKillClient, { resource: pixmap });
    little.send(x.encodeGetGeometry, { drawable: pixmap });
    await expectAlike(little);
    expect(await geometryAlike(pixmap)).toMatch(/^error 9/);
  });

  test('errors', async () => {
    little.send(x.encodeSetCloseDownMode, { mode: 3 });
    little.send(x.encodeKillClient, { resource: 5 });
    little.send(x.encodeKillClient, { resource: little.newId() });
    await expectAlike(little, 3);
    little.send(x.encodeKillClient, (client) => ({ resource: client.info.root }));
    await expectAlike(little, 1, ({ bytes, ...message }) => ({ ...message, bytes: bytes.slice().fill(0, 4, 8) }));
  });
});

describe('access control', () => {
  /** The reply of ListHosts without the padding, which Xvfb does not clear. */
  function cleared(message: ServerMessage): ServerMessage {
    if (message.kind !== 'reply') return message;
    const reply = x.decodeListHostsReply(new Reader(message.bytes, true));
    const writer = new Writer(true);
    x.encodeListHostsReply(writer, reply.sequence, reply);
    return { ...message, bytes: writer.finish() };
  }

  const text = (value: string) => Uint8Array.from(value, (letter) => letter.charCodeAt(0));
  const ipv4 = Uint8Array.of(192, 168, 1, 2);

  test('keeps a list, the newest first, each once', async () => {
    const change = (mode: number, family: number, address: Uint8Array) =>
      little.send(x.encodeChangeHosts, { mode, family, address });
    // Xvfb has been started without access control.
    little.send(x.encodeSetAccessControl, { mode: 1 });
    little.send(x.encodeListHosts, {});
    change(0, x.Family.Internet, ipv4);
    change(0, x.Family.Internet6, new Uint8Array(16).fill(7));
    change(0, x.Family.Internet, ipv4);
    change(0, x.Family.ServerInterpreted, text('localuser\0root'));
    change(0, 252, new Uint8Array(0));
    change(1, x.Family.Internet, Uint8Array.of(1, 1, 1, 1));
    little.send(x.encodeListHosts, {});
    change(1, x.Family.Internet6, new Uint8Array(16).fill(7));
    little.send(x.encodeListHosts, {});
    for (const [family, address] of [
      [0, text('123')],
      [6, ipv4],
      [1, ipv4],
      [2, ipv4],
      [3, ipv4],
      [254, ipv4],
      [5, text('no zero')],
      [5, text('type\0value')],
      [5, text('hostname\0')],
      [5, text(`hostname\0${'x'.repeat(1026)}`)],
    ] as const) {
      change(0, family, address);
    }
    change(2, x.Family.Internet, ipv4);
    await expectAlike(little, 3 + 11, cleared);
    change(1, x.Family.Internet, ipv4);
    change(1, x.Family.ServerInterpreted, text('localuser\0root'));
    change(1, 252, new Uint8Array(0));
    little.send(x.encodeListHosts, {});
    await expectAlike(little, 1, cleared);
  });

  test('is switched on and off', async () => {
    for (const mode of [1, 0, 2]) {
      little.send(x.encodeSetAccessControl, { mode });
      little.send(x.encodeListHosts, {});
    }
    await expectAlike(little, 4, cleared);
  });
});

describe('the screen saver', () => {
  test('has settings', async () => {
    const set = (timeout: number, interval: number, preferBlanking = 0, allowExposures = 0) => {
      little.send(x.encodeSetScreenSaver, { timeout, interval, preferBlanking, allowExposures });
      little.send(x.encodeGetScreenSaver, {});
    };
    little.send(x.encodeGetScreenSaver, {});
    set(5, 6);
    set(0, 0, 1, 1);
    set(-1, -1, 2, 2);
    set(-2, 0);
    set(0, -2);
    set(0, 0, 3, 0);
    set(0, 0, 0, 3);
    set(32767, -1, 1, 0);
    little.send(x.encodeForceScreenSaver, { mode: 2 });
    set(-1, -1, 2, 2);
    await expectAlike(little, 1 + 9 + 4 + 1);
  });

  test('blanks the screen after a time without input, and at a word', async () => {
    const blanked: boolean[] = [];
    const driver = Object.assign(new SceneDamage(), { screenBlanked: (on: boolean) => void blanked.push(on) });
    const core = new TestCore({ driver });
    const client = core.connect();
    const move = (x_: number) =>
      core.append({ kind: 'input', terminal: 1, number: x_, input: { kind: 'motion', x: x_, y: 5 } });
    move(1);
    request(client, x.encodeSetScreenSaver, { timeout: 10, interval: 0, preferBlanking: 1, allowExposures: 1 });
    expect(core.deadline).toBe(core.time + 10_000);
    core.time += 9_000;
    move(2);
    expect(core.deadline).toBe(core.time + 10_000);
    core.time += 9_999;
    core.append({ kind: 'time-reached' });
    expect(blanked).toEqual([]);
    core.time += 1;
    core.append({ kind: 'time-reached' });
    expect(blanked).toEqual([true]);
    expect(core.deadline).toBeUndefined();
    move(3);
    expect(blanked).toEqual([true, false]);
    request(client, x.encodeForceScreenSaver, { mode: x.ScreenSaver.Active });
    request(client, x.encodeForceScreenSaver, { mode: x.ScreenSaver.Active });
    request(client, x.encodeForceScreenSaver, { mode: x.ScreenSaver.Reset });
    expect(blanked).toEqual([true, false, true, false]);
    expect(core.deadline).toBe(core.time + 10_000);
    request(client, x.encodeSetScreenSaver, { timeout: 0, interval: 0, preferBlanking: 1, allowExposures: 1 });
    expect(core.deadline).toBeUndefined();
    expect(await client.sync()).toEqual([]);
  });
});

describe('extensions', () => {
  test('are found by their exact name', async () => {
    const client = little.core;
    request(client, x.encodeListExtensions, {});
    const names = extensions.map(({ name }) => name);
    for (const name of [...names, 'shape', '', 'SHAPE ', 'XFree86-Bigfont']) {
      request(client, x.encodeQueryExtension, { name });
    }
    const [list, ...replies] = await client.sync();
    const listed = x.decodeListExtensionsReply(new Reader(list!.bytes, true)).names.map(({ name }) => name);
    expect(listed).toEqual(names);
    const found = replies.map(({ bytes }) => x.decodeQueryExtensionReply(new Reader(bytes, true)));
    expect(found.map(({ present }) => present)).toEqual([...names.map(() => 1), 0, 0, 0, 0]);
    expect(found.map(({ majorOpcode }) => majorOpcode)).toEqual([
      ...extensions.map(({ majorOpcode }) => majorOpcode),
      0,
      0,
      0,
      0,
    ]);
    while (little.xvfb.sequence < client.sequence) request(little.xvfb, x.encodeNoOperation, {});
  });

  test('an unknown request, and nothing asked', async () => {
    little.send(x.encodeNoOperation, {});
    little.sendBytes(Uint8Array.of(127, 9, 3, 0, 1, 2, 3, 4, 5, 6, 7, 8));
    little.sendBytes(Uint8Array.of(120, 0, 1, 0));
    little.sendBytes(Uint8Array.of(0, 0, 1, 0));
    little.sendBytes(Uint8Array.of(255, 0, 1, 0));
    await expectAlike(little, 3);
  });
});
