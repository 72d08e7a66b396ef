/** A request is exactly as long as its fields demand: anything else is a Length error before a handler sees it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ErrorCode, XError } from '../../xserver/protocol/errors.ts';
import { requestReader } from '../../xserver/protocol/framing.ts';
import { coreRequests } from '../../xserver/protocol/generated/xproto.ts';
import { Arbitraries } from './arbitraries.ts';
import { library, MESSAGES, REQUESTS, resized, type Message } from './messages.ts';

const arbitraries = new Arbitraries(library);

/** The error code that decoding raises, or undefined where it raises none. */
function errorOf(decode: () => unknown): number | undefined {
  try {
    decode();
  } catch (error) {
    if (error instanceof XError) return error.code;
    throw error;
  }
  return undefined;
}

/** Requests whose last list has as many elements as fit: size in bytes of one; 1 also where any length will do. */
const OPEN_ENDED: Readonly<Record<string, number>> = {
  'xproto QueryTextExtents request': 2,
  'xproto SetClipRectangles request': 8,
  'xproto PolyPoint request': 4,
  'xproto PolyLine request': 4,
  'xproto PolySegment request': 8,
  'xproto PolyRectangle request': 8,
  'xproto PolyArc request': 12,
  'xproto FillPoly request': 4,
  'xproto PolyFillRectangle request': 8,
  'xproto PolyFillArc request': 12,
  'xproto PutImage request': 1,
  'xproto PolyText8 request': 1,
  'xproto PolyText16 request': 1,
  'xproto FreeColors request': 4,
  'xproto StoreColors request': 12,
  'xproto QueryColors request': 4,
  'xproto NoOperation request': 1,
  'shape Rectangles request': 8,
  'xkb GetKbdByName request': 1,
  'xkb ListComponents request': 1,
};

/** Fixed part of the open-ended requests, in bytes. X11 appendix B */
const FIXED_PART: Readonly<Record<string, number>> = {
  'xproto QueryTextExtents request': 8,
  'xproto PutImage request': 24,
  'xproto FillPoly request': 16,
  'xproto PolyText8 request': 16,
  'xproto PolyText16 request': 16,
  'xproto FreeColors request': 12,
  'xproto StoreColors request': 8,
  'xproto QueryColors request': 8,
  'xproto NoOperation request': 4,
  'shape Rectangles request': 16,
  'xkb ListComponents request': 8,
};

/** Whether an open-ended request of this length is whole. */
function fits(message: Message, length: number): boolean {
  const size = OPEN_ENDED[message.title];
  const rest = length - (FIXED_PART[message.title] ?? 12);
  return size !== undefined && rest >= 0 && rest % size === 0;
}

describe.each([
  ['little-endian', true],
  ['big-endian', false],
])('%s', (_, littleEndian) => {
  test.each(REQUESTS)('$title of another length raises Length', (message) => {
    fc.assert(
      fc.property(
        arbitraries.message(message.module, message.xmlName, 'request', message.elements),
        fc.integer({ min: -8, max: 8 }),
        (value, units) => {
          const whole = message.encode(littleEndian, value);
          if (units === 0 || whole.length + units * 4 < 4) return;
          const changed = resized(whole, littleEndian, units * 4);
          const expected = fits(message, changed.length) ? undefined : ErrorCode.Length;
          // X11 §9 QueryTextExtents: with odd_length the last two bytes are padding, so there must be some.
          if (message.name === 'QueryTextExtents' && changed[1] === 1 && changed.length === 8) return;
          expect(errorOf(() => message.decode(changed, littleEndian))).toBe(expected);
        },
      ),
      { numRuns: 60 },
    );
  });
});

test('the table of open-ended requests has them all', () => {
  const open = REQUESTS.filter(({ elements }) => {
    const last = elements.at(-1);
    return last?.kind === 'list' && last.length === undefined;
  });
  expect([...open.map(({ title }) => title), 'xproto NoOperation request'].toSorted()).toEqual(
    Object.keys(OPEN_ENDED).toSorted(),
  );
});

function core(name: string): (bytes: readonly number[]) => unknown {
  const entry = coreRequests.find((request) => request.name === name);
  return (bytes) => entry?.decode(requestReader(Uint8Array.from(bytes), true));
}

const ID = [1, 0, 0, 0];

test('QueryTextExtents with an odd length needs a character', () => {
  expect(errorOf(() => core('QueryTextExtents')([48, 1, 2, 0, ...ID]))).toBe(ErrorCode.Length);
  expect(core('QueryTextExtents')([48, 1, 3, 0, ...ID, 0, 65, 9, 9])).toEqual({
    font: 1,
    string: Int32Array.of(0, 65),
  });
});

test('a value list has a word for each bit, and no unknown bit; Length is found first, as in X.Org', () => {
  const createGc = (mask: number[], ...words: number[]): unknown =>
    core('CreateGC')([55, 0, 4 + words.length / 4, 0, ...ID, ...ID, ...mask, ...words]);
  expect(createGc([1, 0, 0, 0], 3, 0, 0, 0)).toEqual({ cid: 1, drawable: 1, valueMask: 1, valueList: { function: 3 } });
  expect(errorOf(() => createGc([1, 0, 0, 0]))).toBe(ErrorCode.Length);
  expect(errorOf(() => createGc([0, 0, 0, 0x80]))).toBe(ErrorCode.Length);
  expect(() => createGc([0, 0, 0, 0x80], 0, 0, 0, 0)).toThrow(
    expect.objectContaining({ code: ErrorCode.Value, badValue: 0x80000000 }),
  );
});

test('ChangeProperty judges the format before the length', () => {
  const changeProperty = (format: number): unknown =>
    core('ChangeProperty')([18, 0, 6, 0, ...ID, ...ID, ...ID, format, 0, 0, 0, 4, 0, 0, 0]);
  expect(errorOf(() => changeProperty(7))).toBe(ErrorCode.Value);
  expect(errorOf(() => changeProperty(8))).toBe(ErrorCode.Length);
});

test('ChangeProperty with 2^32 - 1 units does not wrap round', () => {
  const bytes = [18, 0, 7, 0, ...ID, ...ID, ...ID, 32, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0];
  expect(errorOf(() => core('ChangeProperty')(bytes))).toBe(ErrorCode.Length);
});

test('strings may be padded by up to three bytes of any content and no more', () => {
  const internAtom = (length: number, ...text: number[]): unknown =>
    core('InternAtom')([16, 0, 2 + text.length / 4, 0, length, 0, 0, 0, ...text]);
  expect(internAtom(1, 65, 7, 7, 7)).toEqual({ onlyIfExists: 0, name: 'A' });
  expect(internAtom(0)).toEqual({ onlyIfExists: 0, name: '' });
  expect(errorOf(() => internAtom(0, 7, 7, 7, 7))).toBe(ErrorCode.Length);
  expect(errorOf(() => internAtom(5, 65, 65, 65, 65))).toBe(ErrorCode.Length);
});

test.each(MESSAGES.filter(({ kind }) => kind !== 'request'))('$title cut short raises Length', (message) => {
  fc.assert(
    fc.property(arbitraries.message(message.module, message.xmlName, 'other', message.elements), (value) => {
      const bytes = message.encode(true, value).subarray(0, 4);
      expect(errorOf(() => message.decode(bytes, true))).toBe(ErrorCode.Length);
    }),
    { numRuns: 5 },
  );
});
