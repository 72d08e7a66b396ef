/** What a viewer says to a server (RFC 6143 §7.5 and extensions): read and written side by side. */
import { ByteWriter } from '../byte-writer.ts';
import { RfbError } from '../errors.ts';
import { MAX_CLIPBOARD, MAX_ENCODINGS, MAX_FENCE } from '../limits.ts';
import { latin1, s32, u16, u32, type Parse } from '../parse.ts';
import type { Rect } from '../rect.ts';
import { clientMessage } from './numbers.ts';
import { PIXEL_FORMAT_BYTES, readPixelFormat, writePixelFormat, type PixelFormat } from './pixel-format.ts';

/** One screen of a viewer's layout. */
export interface ScreenLayout {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly flags: number;
}

export type ClientMessage =
  | { readonly kind: 'pixel-format'; readonly format: PixelFormat }
  | { readonly kind: 'encodings'; readonly numbers: readonly number[] }
  | { readonly kind: 'update-request'; readonly incremental: boolean; readonly rect: Rect }
  /** `keycode` is the key of a PC keyboard (XT set 1, extended keys with bit 7), where the viewer knows it. */
  | { readonly kind: 'key'; readonly down: boolean; readonly keysym: number; readonly keycode?: number }
  /** Button 1 is bit 0; 4 to 7 are the wheels. */
  | { readonly kind: 'pointer'; readonly x: number; readonly y: number; readonly buttons: number }
  | { readonly kind: 'cut-text'; readonly text: string }
  | { readonly kind: 'extended-clipboard'; readonly data: Uint8Array }
  | { readonly kind: 'continuous-updates'; readonly enable: boolean; readonly rect: Rect }
  | { readonly kind: 'fence'; readonly flags: number; readonly payload: Uint8Array }
  | {
      readonly kind: 'desktop-size';
      readonly width: number;
      readonly height: number;
      readonly screens: readonly ScreenLayout[];
    }
  /** Well-formed, and not for us: text beyond what we hold. */
  | { readonly kind: 'ignored' };

/** @throws RfbError for a message that cannot be, or that we do not know: what follows it could not be found. */
export function* takeClientMessage(): Parse<ClientMessage> {
  const type = (yield 1)[0]!;
  switch (type) {
    case clientMessage.setPixelFormat: {
      const bytes = yield 3 + PIXEL_FORMAT_BYTES;
      return { kind: 'pixel-format', format: readPixelFormat(bytes.subarray(3)) };
    }
    case clientMessage.setEncodings: {
      const count = u16(yield 3, 1);
      if (count > MAX_ENCODINGS) throw new RfbError(`${count} encodings named`);
      const bytes = count === 0 ? new Uint8Array(0) : yield count * 4;
      return { kind: 'encodings', numbers: Array.from({ length: count }, (_, i) => s32(bytes, i * 4)) };
    }
    case clientMessage.framebufferUpdateRequest: {
      const bytes = yield 9;
      return { kind: 'update-request', incremental: bytes[0] !== 0, rect: rectAt(bytes, 1) };
    }
    case clientMessage.keyEvent: {
      const bytes = yield 7;
      return { kind: 'key', down: bytes[0] !== 0, keysym: u32(bytes, 3) };
    }
    case clientMessage.pointerEvent: {
      const bytes = yield 5;
      return { kind: 'pointer', buttons: bytes[0]!, x: u16(bytes, 1), y: u16(bytes, 3) };
    }
    case clientMessage.clientCutText: {
      const cut = yield* takeCutText();
      if (cut === undefined) return { kind: 'ignored' };
      return cut.extended
        ? { kind: 'extended-clipboard', data: cut.data }
        : { kind: 'cut-text', text: latin1(cut.data) };
    }
    case clientMessage.enableContinuousUpdates: {
      const bytes = yield 9;
      return { kind: 'continuous-updates', enable: bytes[0] !== 0, rect: rectAt(bytes, 1) };
    }
    case clientMessage.clientFence:
      return { kind: 'fence', ...(yield* takeFence()) };
    case clientMessage.setDesktopSize: {
      const bytes = yield 7;
      const screens = yield* takeScreens(bytes[5]!);
      return { kind: 'desktop-size', width: u16(bytes, 1), height: u16(bytes, 3), screens };
    }
    case clientMessage.qemu: {
      const subtype = (yield 1)[0]!;
      if (subtype !== 0) throw new RfbError(`unknown QEMU message ${subtype}`);
      const bytes = yield 10;
      return { kind: 'key', down: u16(bytes, 0) !== 0, keysym: u32(bytes, 2), keycode: u32(bytes, 6) };
    }
    default:
      throw new RfbError(`unknown client message ${type}`);
  }
}

export function writeClientMessage(message: Exclude<ClientMessage, { kind: 'ignored' }>): Uint8Array {
  const out = new ByteWriter(32);
  switch (message.kind) {
    case 'pixel-format':
      out.bytes([clientMessage.setPixelFormat, 0, 0, 0]);
      writePixelFormat(out, message.format);
      break;
    case 'encodings':
      out.bytes([clientMessage.setEncodings, 0]);
      out.u16(message.numbers.length);
      for (const number of message.numbers) out.u32(number);
      break;
    case 'update-request':
      out.bytes([clientMessage.framebufferUpdateRequest, message.incremental ? 1 : 0]);
      writeRect(out, message.rect);
      break;
    case 'key':
      if (message.keycode === undefined) {
        out.bytes([clientMessage.keyEvent, message.down ? 1 : 0, 0, 0]);
        out.u32(message.keysym);
      } else {
        out.bytes([clientMessage.qemu, 0, 0, message.down ? 1 : 0]);
        out.u32(message.keysym);
        out.u32(message.keycode);
      }
      break;
    case 'pointer':
      out.bytes([clientMessage.pointerEvent, message.buttons]);
      out.u16(message.x);
      out.u16(message.y);
      break;
    case 'cut-text':
      out.bytes([clientMessage.clientCutText, 0, 0, 0]);
      out.u32([...message.text].length);
      out.latin1(message.text);
      break;
    case 'extended-clipboard':
      out.bytes([clientMessage.clientCutText, 0, 0, 0]);
      out.u32(-message.data.length);
      out.bytes(message.data);
      break;
    case 'continuous-updates':
      out.bytes([clientMessage.enableContinuousUpdates, message.enable ? 1 : 0]);
      writeRect(out, message.rect);
      break;
    case 'fence':
      out.u8(clientMessage.clientFence);
      writeFence(out, message.flags, message.payload);
      break;
    case 'desktop-size':
      out.bytes([clientMessage.setDesktopSize, 0]);
      out.u16(message.width);
      out.u16(message.height);
      out.bytes([message.screens.length, 0]);
      writeScreens(out, message.screens);
      break;
    default:
      message satisfies never;
  }
  return out.finish();
}

export function rectAt(bytes: Uint8Array, at: number): Rect {
  return { x: u16(bytes, at), y: u16(bytes, at + 2), width: u16(bytes, at + 4), height: u16(bytes, at + 6) };
}

export function writeRect(out: ByteWriter, rect: Rect): void {
  out.u16(rect.x);
  out.u16(rect.y);
  out.u16(rect.width);
  out.u16(rect.height);
}

export function* takeScreens(count: number): Parse<ScreenLayout[]> {
  const bytes = count === 0 ? new Uint8Array(0) : yield count * 16;
  return Array.from({ length: count }, (_, i) => {
    const at = i * 16;
    return { id: u32(bytes, at), ...rectAt(bytes, at + 4), flags: u32(bytes, at + 12) };
  });
}

export function writeScreens(out: ByteWriter, screens: readonly ScreenLayout[]): void {
  for (const screen of screens) {
    out.u32(screen.id);
    writeRect(out, screen);
    out.u32(screen.flags);
  }
}

export interface Fence {
  readonly flags: number;
  readonly payload: Uint8Array;
}

export function* takeFence(): Parse<Fence> {
  const head = yield 8;
  const length = head[7]!;
  if (length > MAX_FENCE) throw new RfbError(`fence of ${length} bytes`);
  const payload = length === 0 ? new Uint8Array(0) : yield length;
  return { flags: u32(head, 3), payload: payload.slice() };
}

/** Behind the message type. */
export function writeFence(out: ByteWriter, flags: number, payload: Uint8Array): void {
  out.bytes([0, 0, 0]);
  out.u32(flags);
  out.u8(payload.length);
  out.bytes(payload);
}

const SKIP_BYTES = 1 << 16;

/** Takes and forgets. */
export function* skip(count: number): Parse<void> {
  for (let left = count; left > 0; left -= SKIP_BYTES) yield Math.min(left, SKIP_BYTES);
}

/** The rest of a cut text message, either way; undefined for one beyond the limit, which has been skipped. */
export function* takeCutText(): Parse<{ extended: boolean; data: Uint8Array } | undefined> {
  const signed = s32(yield 7, 3);
  // A negative length says that the extended clipboard's data follow.
  const length = signed < 0 ? -signed : signed;
  if (length > MAX_CLIPBOARD) {
    yield* skip(length);
    return undefined;
  }
  return { extended: signed < 0, data: length === 0 ? new Uint8Array(0) : yield length };
}
