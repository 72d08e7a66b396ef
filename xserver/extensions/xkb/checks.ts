/** What XKEYBOARD's requests check before anything else (XKB protocol §2.3, §3, appendix A). */
import { KEYBOARD_DEVICE } from '../../input/xkb/send-events.ts';
import { ErrorCode, XError } from '../../protocol/errors.ts';
import { XkbID } from '../../protocol/generated/xkb.ts';
import type { Server } from '../../server.ts';
import type { Client } from '../../state/clients.ts';
import type { KeyboardState } from '../../state/input.ts';
import type { XkbClient } from '../../state/xkb.ts';
import { FirstError } from '../numbers.ts';

/** The pointer's number, as X.Org numbers it. */
export const POINTER_DEVICE = 2;

const WrongDevice = { NoSuchDevice: 0xff, WrongClass: 0xfe } as const;

/** The Keyboard error; its value says what is wrong with the device (§A.2). */
function keyboardError(reason: number, device: number): XError {
  return new XError(FirstError.Xkb, ((reason << 24) | device) >>> 0);
}

/** @throws XError Access before UseExtension. */
export function xkbClient(server: Server, client: Client): XkbClient {
  const found = server.state.input.keyboard.xkb.clients.get(client.number);
  if (found === undefined) throw new XError(ErrorCode.Access);
  return found;
}

/** @throws XError Access before UseExtension; Keyboard for any device but the keyboard. */
export function keyboardFor(server: Server, client: Client, deviceSpec: number): KeyboardState {
  xkbClient(server, client);
  switch (deviceSpec) {
    case XkbID.UseCoreKbd:
    case XkbID.DfltXIId:
    case KEYBOARD_DEVICE:
      return server.state.input.keyboard;
    case XkbID.UseCorePtr:
    case POINTER_DEVICE:
      throw keyboardError(WrongDevice.WrongClass, deviceSpec);
    default:
      throw keyboardError(WrongDevice.NoSuchDevice, deviceSpec);
  }
}

/** As `keyboardFor`, with the pointer allowed. True for the pointer. */
export function isPointer(server: Server, client: Client, deviceSpec: number): boolean {
  xkbClient(server, client);
  if (deviceSpec === XkbID.UseCorePtr || deviceSpec === POINTER_DEVICE) return true;
  keyboardFor(server, client, deviceSpec);
  return false;
}

/** Classes and ids of the keyboard's one set of lights: its own, the default, or all. */
const KEYBOARD_FEEDBACK = 0;

/** @throws XError Keyboard for lights or bells that the keyboard does not have. */
export function checkFeedback(feedbackClass: number, id: number): void {
  const knownClass = [KEYBOARD_FEEDBACK, XkbID.DfltXIClass, XkbID.AllXIClass].includes(feedbackClass as 768);
  if (!knownClass) throw keyboardError(WrongDevice.WrongClass, feedbackClass);
  const knownId = [KEYBOARD_FEEDBACK, XkbID.DfltXIId, XkbID.AllXIId].includes(id as 1024);
  if (!knownId) throw keyboardError(0xfd, id);
}

/** @throws XError Value for bits outside `legal`. */
export function checkLegal(mask: number, legal: number): void {
  if ((mask & ~legal) !== 0) throw new XError(ErrorCode.Value, mask >>> 0);
}

/** @throws XError Match when `values` has bits that `affected` has not. */
export function checkAffected(affected: number, values: number): void {
  if ((values & ~affected) !== 0) throw new XError(ErrorCode.Match, values >>> 0);
}

/** @throws XError Match for bits in both. */
export function checkDisjoint(a: number, b: number): void {
  if ((a & b) !== 0) throw new XError(ErrorCode.Match, (a & b) >>> 0);
}

/** @throws XError Value unless the keyboard has the keycodes; none is always right. */
export function checkKeys({ minKeycode, maxKeycode }: KeyboardState, first: number, count: number): void {
  if (count === 0) return;
  if (first < minKeycode) throw new XError(ErrorCode.Value, first);
  if (first + count - 1 > maxKeycode) throw new XError(ErrorCode.Value, first + count - 1);
}

export function popCount(mask: number): number {
  let count = 0;
  for (let rest = mask >>> 0; rest !== 0; rest = (rest & (rest - 1)) >>> 0) count++;
  return count;
}

/** The numbers of the bits that are set, from the lowest. */
export function bitsOf(mask: number): number[] {
  const bits: number[] = [];
  for (let bit = 0; bit < 32; bit++) if (((mask >>> bit) & 1) !== 0) bits.push(bit);
  return bits;
}
