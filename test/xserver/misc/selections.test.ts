/** Selections as Xvfb has them: owners, times, and who is told. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as x from '../../../xserver/protocol/generated/xproto.ts';
import type { BothClients, BothServers } from '../../support/both-servers.ts';
import { expectAlike, freshAtoms, makeWindow, startRig } from './rig.ts';

const { PRIMARY, SECONDARY, STRING, WM_NAME } = x.Atom;
const NO_ATOM = 0x12345678;
const NONE = 0;
const NOW = 0;

let servers: BothServers;
let little: BothClients;
let big: BothClients;

beforeAll(async () => {
  ({ servers, little, big } = await startRig());
});
afterAll(() => servers.close());

/** Waits for both clients, so that what follows happens after it. */
async function settle(): Promise<void> {
  await expectAlike(little);
  await expectAlike(big);
}

test('an owner is told when another takes its selection, or gives it up', async () => {
  const mine = makeWindow(little);
  const yours = makeWindow(big);
  await settle();
  little.send(x.encodeSetSelectionOwner, { owner: mine, selection: PRIMARY, time: NOW });
  little.send(x.encodeGetSelectionOwner, { selection: PRIMARY });
  await expectAlike(little, 1);
  big.send(x.encodeSetSelectionOwner, { owner: yours, selection: PRIMARY, time: NOW });
  big.send(x.encodeGetSelectionOwner, { selection: PRIMARY });
  await expectAlike(big, 1);
  await expectAlike(little, 1);
  // Another window of the same client: no word.
  const second = makeWindow(big);
  big.send(x.encodeSetSelectionOwner, { owner: second, selection: PRIMARY, time: NOW });
  await expectAlike(big, 0);
  big.send(x.encodeSetSelectionOwner, { owner: NONE, selection: PRIMARY, time: NOW });
  big.send(x.encodeGetSelectionOwner, { selection: PRIMARY });
  await expectAlike(big, 2);
  // Nobody owned it.
  little.send(x.encodeSetSelectionOwner, { owner: NONE, selection: PRIMARY, time: NOW });
  await expectAlike(little, 0);
});

test('one client may name a window of another', async () => {
  const mine = makeWindow(little);
  await settle();
  big.send(x.encodeSetSelectionOwner, { owner: mine, selection: SECONDARY, time: NOW });
  await expectAlike(big, 0);
  big.send(x.encodeConvertSelection, {
    requestor: mine,
    selection: SECONDARY,
    target: STRING,
    property: WM_NAME,
    time: 5,
  });
  await expectAlike(big, 1);
  little.send(x.encodeSetSelectionOwner, { owner: mine, selection: SECONDARY, time: NOW });
  await expectAlike(little, 0);
  await expectAlike(big, 1);
});

test('a time to come, or before the last change, changes nothing', async () => {
  const [selection] = (await freshAtoms(little, 'TIMED')) as [number];
  const window = makeWindow(little);
  little.send(x.encodeSetSelectionOwner, { owner: window, selection, time: 0x7fff0000 });
  little.send(x.encodeSetSelectionOwner, { owner: 0x77, selection: NO_ATOM, time: 0x7fff0000 });
  little.send(x.encodeGetSelectionOwner, { selection });
  await expectAlike(little, 1);
  little.send(x.encodeSetSelectionOwner, { owner: window, selection, time: NOW });
  // Just before the server's start, in both.
  little.send(x.encodeSetSelectionOwner, { owner: NONE, selection, time: 0xffffff00 });
  little.send(x.encodeGetSelectionOwner, { selection });
  const [owner] = await expectAlike(little, 1);
  expect(owner).toContain(window.toString(16).padStart(8, '0').match(/../g)!.reverse().join(''));
});

test('a conversion is asked of the owner, whose window and times stay as given', async () => {
  const mine = makeWindow(little);
  const yours = makeWindow(big);
  await settle();
  const conversion = { requestor: yours, selection: PRIMARY, target: STRING, property: WM_NAME, time: 77 };
  big.send(x.encodeConvertSelection, conversion);
  await expectAlike(big, 1);
  little.send(x.encodeSetSelectionOwner, { owner: mine, selection: PRIMARY, time: NOW });
  await expectAlike(little, 0);
  big.send(x.encodeConvertSelection, conversion);
  big.send(x.encodeConvertSelection, { ...conversion, property: NONE, time: NOW });
  await expectAlike(big, 0);
  await expectAlike(little, 2);
  little.send(x.encodeDestroyWindow, { window: mine });
  little.send(x.encodeGetSelectionOwner, { selection: PRIMARY });
  await expectAlike(little, 1);
  big.send(x.encodeConvertSelection, conversion);
  await expectAlike(big, 1);
});

test('a client that goes loses its selections', async () => {
  const third = await servers.connect();
  const window = makeWindow(third);
  third.send(x.encodeSetSelectionOwner, { owner: window, selection: PRIMARY, time: NOW });
  third.send(x.encodeSetCloseDownMode, { mode: x.CloseDown.RetainPermanent });
  await expectAlike(third, 0);
  little.send(x.encodeGetSelectionOwner, { selection: PRIMARY });
  await expectAlike(little, 1);
  await third.close();
  // Xvfb reads a closed socket some time later.
  for (let tries = 0; tries < 100; tries++) {
    little.send(x.encodeGetSelectionOwner, { selection: PRIMARY });
    const { xvfb, core } = await little.answers();
    if (xvfb[0] === core[0]) return;
  }
  expect.fail('Xvfb still has an owner');
});

test('errors', async () => {
  const window = makeWindow(little);
  little.send(x.encodeSetSelectionOwner, { owner: 0x77, selection: PRIMARY, time: NOW });
  little.send(x.encodeSetSelectionOwner, { owner: window, selection: NO_ATOM, time: NOW });
  little.send(x.encodeSetSelectionOwner, { owner: window, selection: NONE, time: NOW });
  little.send(x.encodeGetSelectionOwner, { selection: NO_ATOM });
  little.send(x.encodeGetSelectionOwner, { selection: NONE });
  const good = { requestor: window, selection: PRIMARY, target: STRING, property: WM_NAME, time: NOW };
  little.send(x.encodeConvertSelection, { ...good, requestor: 0x77 });
  little.send(x.encodeConvertSelection, { ...good, selection: NO_ATOM });
  little.send(x.encodeConvertSelection, { ...good, target: NONE });
  little.send(x.encodeConvertSelection, { ...good, property: NO_ATOM });
  await expectAlike(little, 9);
});
