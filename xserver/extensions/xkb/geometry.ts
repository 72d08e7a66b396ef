/**
 * GetGeometry and SetGeometry (XKB protocol §11, §13.6): how the keyboard looks. The server makes nothing of it but keeps what a client has
 * set; the description travels through `copyGeometry`, which knows its structure, from one byte order to the other.
 */
import { KEYBOARD_DEVICE, sendXkbEvent } from '../../input/xkb/send-events.ts';
import { ErrorCode, XError } from '../../protocol/errors.ts';
import { XkbDoodadType as Doodad, XkbNameDetail } from '../../protocol/generated/xkb.ts';
import { Reader } from '../../protocol/reader.ts';
import { Writer } from '../../protocol/writer.ts';
import { checkAtom, internAtom } from '../../requests/atoms.ts';
import type { Server } from '../../server.ts';
import type { Client } from '../../state/clients.ts';
import type { KeyboardState } from '../../state/input.ts';
import type { XkbGeometry } from '../../state/xkb.ts';
import { keyboardFor } from './checks.ts';

/** One geometry in bytes; X.Org's pc105 has 2 KB. */
export const MAX_GEOMETRY_BYTES = 1024 * 1024;
const NONE = 0;

type Counts = Pick<XkbGeometry, 'properties' | 'colors' | 'shapes' | 'sections' | 'doodads' | 'aliases'>;

class Copier {
  readonly #from: Reader;
  readonly #to: Writer;
  readonly #checkName: (atom: number) => void;

  constructor(from: Reader, to: Writer, checkName: (atom: number) => void) {
    this.#from = from;
    this.#to = to;
    this.#checkName = checkName;
  }

  u8(): number {
    const value = this.#from.u8();
    this.#to.u8(value);
    return value;
  }

  u16(count = 1): void {
    for (let i = 0; i < count; i++) this.#to.u16(this.#from.u16());
  }

  bytes(count: number): void {
    this.#to.bytes(this.#from.bytes(count));
  }

  atom(): void {
    const atom = this.#from.u32();
    this.#checkName(atom);
    this.#to.u32(atom);
  }

  /** A string with its length before it, padded to words. */
  text(): void {
    const length = this.#from.u16();
    this.#to.u16(length);
    this.bytes(length);
    const padding = (4 - ((length + 2) & 3)) & 3;
    this.#from.skip(padding);
    this.#to.pad(padding);
  }

  times(count: number, copy: () => void): void {
    for (let i = 0; i < count; i++) copy();
  }

  geometry(counts: Counts): void {
    this.text();
    this.times(counts.properties, () => {
      this.text();
      this.text();
    });
    this.times(counts.colors, () => this.text());
    this.times(counts.shapes, () => this.shape());
    this.times(counts.sections, () => this.section());
    this.times(counts.doodads, () => this.doodad());
    this.bytes(8 * counts.aliases);
  }

  shape(): void {
    this.atom();
    const outlines = this.u8();
    this.bytes(3);
    this.times(outlines, () => {
      const points = this.u8();
      this.bytes(3);
      this.u16(2 * points);
    });
  }

  section(): void {
    this.atom();
    this.u16(5);
    this.u8();
    const [rows, doodads, overlays] = [this.u8(), this.u8(), this.u8()];
    this.bytes(2);
    this.times(rows, () => this.row());
    this.times(doodads, () => this.doodad());
    this.times(overlays, () => this.overlay());
  }

  row(): void {
    this.u16(2);
    const keys = this.u8();
    this.bytes(3);
    this.times(keys, () => {
      this.bytes(4);
      this.u16();
      this.bytes(2);
    });
  }

  overlay(): void {
    this.atom();
    const rows = this.u8();
    this.bytes(3);
    this.times(rows, () => {
      this.u8();
      const keys = this.u8();
      this.bytes(2 + 8 * keys);
    });
  }

  doodad(): void {
    this.atom();
    const type = this.u8();
    this.u8();
    this.u16(3);
    if (type === Doodad.Text) {
      this.u16(2);
      this.bytes(4);
      this.text();
      this.text();
      return;
    }
    if (type < Doodad.Outline || type > Doodad.Logo) throw new XError(ErrorCode.Value, type);
    this.bytes(8);
    if (type === Doodad.Logo) this.text();
  }
}

/** Writes the reply of GetGeometry: found, or not there. */
export function encodeGeometryReply(
  server: Server,
  { xkb }: KeyboardState,
  writer: Writer,
  sequence: number,
  wanted: number,
): void {
  const { geometry, names } = xkb;
  const own = names.geometry === undefined ? NONE : internAtom(server, names.geometry);
  const found = geometry !== undefined && (wanted === NONE || wanted === own);
  const start = writer.length;
  writer.u8(1);
  writer.u8(KEYBOARD_DEVICE);
  writer.u16(sequence);
  writer.u32(0);
  writer.u32(wanted === NONE ? own : wanted);
  writer.u8(found ? 1 : 0);
  writer.pad(1);
  if (!found) {
    writer.pad(18);
    writer.endReply(start);
    return;
  }
  writer.u16(geometry.width);
  writer.u16(geometry.height);
  for (const count of [geometry.properties, geometry.colors, geometry.shapes]) writer.u16(count);
  for (const count of [geometry.sections, geometry.doodads, geometry.aliases]) writer.u16(count);
  writer.u8(geometry.baseColor);
  writer.u8(geometry.labelColor);
  new Copier(new Reader(geometry.body, true), writer, () => {}).geometry(geometry);
  writer.endReply(start);
}

/** GetGeometry: device, name. The XML has neither of the two requests. */
export function getGeometry(server: Server, client: Client, reader: Reader): void {
  reader.skip(2);
  reader.requestBody();
  const deviceSpec = reader.u16();
  reader.skip(2);
  const name = reader.u32();
  reader.endRequest();
  const keyboard = keyboardFor(server, client, deviceSpec);
  if (name !== NONE) checkAtom(server, name);
  server.reply(client, (writer, sequence) => encodeGeometryReply(server, keyboard, writer, sequence, name), undefined);
}

export function setGeometry(server: Server, client: Client, reader: Reader): void {
  reader.skip(2);
  reader.requestBody();
  const deviceSpec = reader.u16();
  const [shapes, sections] = [reader.u8(), reader.u8()];
  const name = reader.u32();
  const [width, height] = [reader.u16(), reader.u16()];
  const [properties, colors] = [reader.u16(), reader.u16()];
  const [doodads, aliases] = [reader.u16(), reader.u16()];
  const [baseColor, labelColor] = [reader.u8(), reader.u8()];
  reader.skip(2);
  const keyboard = keyboardFor(server, client, deviceSpec);
  checkAtom(server, name);
  if (reader.remaining > MAX_GEOMETRY_BYTES) throw new XError(ErrorCode.Alloc);
  if (baseColor >= colors || labelColor >= colors) throw new XError(ErrorCode.Match, colors);
  const counts = { properties, colors, shapes, sections, doodads, aliases };
  const writer = new Writer(true);
  const checkName = (atom: number): void => {
    if (atom !== NONE) checkAtom(server, atom);
  };
  new Copier(reader, writer, checkName).geometry(counts);
  reader.endRequest();
  keyboard.xkb.geometry = { width, height, baseColor, labelColor, ...counts, body: writer.finish().slice() };
  keyboard.xkb.names.geometry = server.state.atoms.names[name];
  const { Geometry } = XkbNameDetail;
  sendXkbEvent(server, 'NewKeyboardNotify', 2, {
    oldDeviceID: KEYBOARD_DEVICE,
    minKeyCode: keyboard.minKeycode,
    maxKeyCode: keyboard.maxKeycode,
    oldMinKeyCode: keyboard.minKeycode,
    oldMaxKeyCode: keyboard.maxKeycode,
    requestMajor: 0,
    requestMinor: 0,
    changed: Geometry,
  });
}
