/**
 * Xauthority files: where X clients find the cookie that lets them in. The format is libXau's: for each entry a family (16 bits), then address,
 * display number, name and data, each behind its length (16 bits); all big-endian.
 */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';

export const MAGIC_COOKIE = 'MIT-MAGIC-COOKIE-1';
const COOKIE_BYTES = 16;

/** Families of libXau beyond those of the protocol. */
const FAMILY_LOCAL = 256;
const FAMILY_WILD = 65_535;

export interface XauthorityEntry {
  readonly family: number;
  readonly address: Uint8Array;
  readonly display: string;
  readonly name: string;
  readonly data: Uint8Array;
}

export function newCookie(): Uint8Array {
  return randomBytes(COOKIE_BYTES);
}

export function encodeXauthority(entries: readonly XauthorityEntry[]): Buffer {
  const parts: Buffer[] = [];
  const field = (bytes: Uint8Array): void => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    parts.push(length, Buffer.from(bytes));
  };
  for (const { family, address, display, name, data } of entries) {
    const head = Buffer.alloc(2);
    head.writeUInt16BE(family);
    parts.push(head);
    field(address);
    field(Buffer.from(display, 'latin1'));
    field(Buffer.from(name, 'latin1'));
    field(data);
  }
  return Buffer.concat(parts);
}

/** Writes a file that only its owner can read, with the cookie of one display. */
export async function writeXauthority(path: string, display: number, cookie: Uint8Array): Promise<void> {
  const common = { display: String(display), name: MAGIC_COOKIE, data: cookie };
  const entries = [
    { family: FAMILY_LOCAL, address: Buffer.from(hostname(), 'latin1'), ...common },
    // For clients that come by TCP, or after the machine's name has changed.
    { family: FAMILY_WILD, address: new Uint8Array(0), ...common },
  ];
  await writeFile(path, encodeXauthority(entries), { mode: 0o600 });
}
