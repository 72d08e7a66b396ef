import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arbitraries } from './arbitraries.ts';
import { FIRST_EVENT, inBigForm, library, MAJOR_OPCODE, MESSAGES, SEQUENCE, type Message } from './messages.ts';

const arbitraries = new Arbitraries(library);

/** What the decoder adds to the record that was encoded. */
function frame(message: Message): Record<string, unknown> {
  if (message.kind === 'request') return {};
  if (message.kind === 'reply') return { sequence: SEQUENCE };
  const description = message.module.events.find((event) => event.name === message.name);
  return { sendEvent: false, ...(description?.hasSequence === true ? { sequence: SEQUENCE } : {}) };
}

/** The header's bytes, from what the protocol says of it and not from the codec. */
function checkHeader(message: Message, bytes: Uint8Array, littleEndian: boolean): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isExtension = message.module.extension !== undefined;
  if (message.kind === 'request') {
    expect(bytes[0]).toBe(isExtension ? MAJOR_OPCODE : message.opcode);
    if (isExtension) expect(bytes[1]).toBe(message.opcode);
    expect(view.getUint16(2, littleEndian) * 4).toBe(bytes.length);
  } else if (message.kind === 'reply') {
    expect([bytes[0], view.getUint16(2, littleEndian)]).toEqual([1, SEQUENCE]);
    expect(32 + view.getUint32(4, littleEndian) * 4).toBe(bytes.length);
  } else {
    expect(bytes[0]).toBe(message.opcode + (isExtension ? FIRST_EVENT : 0));
    expect(bytes).toHaveLength(32);
  }
}

function equal(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
}

describe.each([
  ['little-endian', true],
  ['big-endian', false],
])('%s', (_, littleEndian) => {
  test.each(MESSAGES)('$title decodes to what was encoded', (message) => {
    const kind = message.kind === 'request' ? 'request' : 'other';
    fc.assert(
      fc.property(arbitraries.message(message.module, message.xmlName, kind, message.elements), (value) => {
        const bytes = message.encode(littleEndian, value);
        checkHeader(message, bytes, littleEndian);
        const expected = { ...value, ...frame(message) };
        equal(message.decode(bytes, littleEndian), expected);
        if (message.kind === 'request') equal(message.decode(inBigForm(bytes, littleEndian), littleEndian), expected);
      }),
      { numRuns: 60 },
    );
  });
});

test('both byte orders carry the same message with the bytes of each number reversed', () => {
  const message = MESSAGES.find(({ title }) => title === 'xproto CreateWindow request');
  const value = {
    depth: 24,
    wid: 0x01020304,
    parent: 0x05060708,
    x: -2,
    y: 3,
    width: 0x1122,
    height: 0x3344,
    borderWidth: 1,
    class: 1,
    visual: 0x0a0b0c0d,
    valueList: { backgroundPixel: 0xcafebabe },
  };
  const hex = (littleEndian: boolean): string =>
    Buffer.from(message?.encode(littleEndian, value) ?? []).toString('hex');
  // X11 appendix B, CreateWindow.
  expect(hex(true)).toBe('011809000403020108070605feff03002211443301000100' + '0d0c0b0a02000000bebafeca');
  expect(hex(false)).toBe('01180009010203040506070' + '8fffe0003112233440001' + '00010a0b0c0d00000002cafebabe');
});
