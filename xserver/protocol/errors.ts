/**
 * X protocol errors: the exception that decoders and request handlers throw, and the 32-byte packet that dispatch makes of it.
 */

/** Core error codes. X11 §4 and appendix B. */
export const ErrorCode = {
  Request: 1,
  Value: 2,
  Window: 3,
  Pixmap: 4,
  Atom: 5,
  Cursor: 6,
  Font: 7,
  Match: 8,
  Drawable: 9,
  Access: 10,
  Alloc: 11,
  Colormap: 12,
  GContext: 13,
  IDChoice: 14,
  Name: 15,
  Length: 16,
  Implementation: 17,
} as const;

const codeNames = new Map<number, string>(Object.entries(ErrorCode).map(([name, code]) => [code, name]));

/**
 * The peer broke the protocol. `code` is the error code to answer with (an extension adds its first error to its own
 * numbers), `badValue` the offending id, atom or value where the error carries one.
 */
export class XError extends Error {
  readonly code: number;
  readonly badValue: number;

  constructor(code: number, badValue = 0, message = `Bad${codeNames.get(code) ?? `Error ${code}`} (${badValue})`) {
    super(message);
    this.name = 'XError';
    this.code = code;
    this.badValue = badValue;
  }
}

/** The fields of an error packet. */
export interface ErrorPacket {
  code: number;
  /** Sequence number of the failed request; the low 16 bits travel. */
  sequence: number;
  badValue: number;
  minorOpcode: number;
  majorOpcode: number;
}

export const ERROR_PACKET_BYTES = 32;

/** An error packet of 32 bytes. X11 appendix B, "Errors". */
export function encodeError(littleEndian: boolean, error: ErrorPacket): Uint8Array {
  const bytes = new Uint8Array(ERROR_PACKET_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint8(1, error.code);
  view.setUint16(2, error.sequence, littleEndian);
  view.setUint32(4, error.badValue, littleEndian);
  view.setUint16(8, error.minorOpcode, littleEndian);
  view.setUint8(10, error.majorOpcode);
  return bytes;
}

/** Reads an error packet. Throws XError Length when it is not 32 bytes long or not an error. */
export function decodeError(bytes: Uint8Array, littleEndian: boolean): ErrorPacket {
  if (bytes.length !== ERROR_PACKET_BYTES || bytes[0] !== 0) throw new XError(ErrorCode.Length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    code: view.getUint8(1),
    sequence: view.getUint16(2, littleEndian),
    badValue: view.getUint32(4, littleEndian),
    minorOpcode: view.getUint16(8, littleEndian),
    majorOpcode: view.getUint8(10),
  };
}
