/** Keys by what they mean: two terminals with keyboards of their own, and a program that interprets its events by the session's keymap. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keysymOfCharacter } from '../../../clients/browser/keyboard/characters.ts';
import { keycodeOf } from '../../../clients/browser/keyboard/key-codes.ts';
import { Keyboard } from '../../../clients/browser/keyboard/keyboard.ts';
import { EventMask } from '../../../xserver/events.ts';
import type { TerminalInput } from '../../../xserver/log/entry.ts';
import {
  decodeCoreEvent,
  decodeGetKeyboardMappingReply,
  encodeChangeWindowAttributes,
  encodeGetKeyboardMapping,
} from '../../../xserver/protocol/generated/xproto.ts';
import { Reader } from '../../../xserver/protocol/reader.ts';
import { keyEvent, layout, Program } from '../../browser/key-events.ts';
import { TestCore } from '../../support/core-client.ts';
import { encodeRequest, type XClient } from '../../support/x-client.ts';

const FIRST_KEYCODE = 8;
const KEYCODES = 248;
const [SHIFT, ALT_RIGHT] = [keycodeOf('ShiftLeft')!, keycodeOf('AltRight')!];

class Session {
  readonly core = new TestCore();
  readonly program = new Program();
  readonly #client: XClient = this.core.connect();
  readonly #inputs = new Map<number, number>();

  constructor() {
    const { root } = this.#client.info;
    const eventMask = EventMask.KeyPress | EventMask.KeyRelease;
    this.#client.send(encodeRequest(true, encodeChangeWindowAttributes, { window: root, valueList: { eventMask } }));
    this.core.append({ kind: 'terminal-attached', terminal: 2 });
  }

  place(terminal: number, input: TerminalInput): void {
    const number = (this.#inputs.get(terminal) ?? 0) + 1;
    this.#inputs.set(terminal, number);
    this.core.append({ kind: 'input', terminal, number, input });
  }

  keyboard(terminal: number, id: string, leads: boolean): Keyboard {
    const keyboard = new Keyboard({
      layout: layout(id),
      platform: 'other',
      send: (input) => this.place(terminal, input),
    });
    keyboard.useIs({ leads, alone: false });
    return keyboard;
  }

  /** The program takes in what it was told; it looks at the keymap anew when that has changed. */
  async hear(): Promise<string[]> {
    const events = (await this.#client.sync()).map(({ bytes }) => decodeCoreEvent(new Reader(bytes, true)));
    if (events.some((event) => event?.name === 'MappingNotify')) await this.#readKeymap();
    for (const event of events) {
      if (event?.name !== 'KeyPress' && event?.name !== 'KeyRelease') continue;
      this.program.take({ kind: 'key', keycode: event.detail, pressed: event.name === 'KeyPress' });
    }
    return this.program.heard.splice(0);
  }

  async #readKeymap(): Promise<void> {
    const wanted = { firstKeycode: FIRST_KEYCODE, count: KEYCODES };
    this.#client.send(encodeRequest(true, encodeGetKeyboardMapping, wanted));
    const [reply] = await this.#client.sync();
    const { keysyms, keysymsPerKeycode } = decodeGetKeyboardMappingReply(new Reader(reply!.bytes, true));
    this.program.take({
      kind: 'keymap',
      firstKeycode: FIRST_KEYCODE,
      keysymsPerKeycode,
      keysyms: Uint32Array.from(keysyms),
      modifierMap: undefined,
    });
  }
}

interface Stroke {
  readonly code: string;
  readonly character: string;
  readonly shift: boolean;
  readonly altGr: boolean;
}

/** How a user of this layout types a character; undefined where no key has it. */
function strokeFor(id: string, character: string): Stroke | undefined {
  const keysym = keysymOfCharacter(character);
  for (const level of [0, 1, 2, 3]) {
    for (const [code, levels] of layout(id).keys) {
      if (levels[level] === keysym) return { code, character, shift: (level & 1) !== 0, altGr: level > 1 };
    }
  }
  return undefined;
}

/** What the hands do for a character, one key after another. */
function moves(keyboard: Keyboard, { code, character, shift, altGr }: Stroke): (() => void)[] {
  const held = [...(shift ? ['Shift'] : []), ...(altGr ? ['AltGraph'] : [])];
  const all: (() => void)[] = [];
  const down = (of: string, key: string, modifiers: readonly string[]) =>
    all.push(() => keyboard.keyDown(keyEvent(of, key, { held: modifiers })));
  const up = (of: string, key: string, modifiers: readonly string[]) =>
    all.push(() => keyboard.keyUp(keyEvent(of, key, { held: modifiers })));
  if (shift) down('ShiftLeft', 'Shift', ['Shift']);
  if (altGr) down('AltRight', 'AltGraph', held);
  down(code, character, held);
  up(code, character, held);
  if (altGr) up('AltRight', 'AltGraph', shift ? ['Shift'] : []);
  if (shift) up('ShiftLeft', 'Shift', []);
  return all;
}

function type(keyboard: Keyboard, stroke: Stroke): void {
  for (const move of moves(keyboard, stroke)) move();
}

const hex = (text: string): string[] => [...text].map((character) => keysymOfCharacter(character).toString(16));

describe.each([
  ['us', 'de', 'yz/;@', 'yz/;öÄ@ß€'],
  ['de', 'us', 'yz/;öÄ@ß€', 'yz/;@[{~'],
  ['ru', 'fr', 'йцЯё', 'aqéàç@€'],
  ['fr', 'ru', 'aqéàç@€', 'йцЯё'],
])('the keymap is that of %s, the other types on %s', (own, other, text, otherText) => {
  test('both get what they type, turn by turn', async () => {
    const session = new Session();
    const keyboards = [session.keyboard(1, own, true), session.keyboard(2, other, false)] as const;
    await session.hear();
    const length = Math.max(text.length, otherText.length);
    for (let i = 0; i < length; i++) {
      for (const [which, [id, characters]] of [[own, text] as const, [other, otherText] as const].entries()) {
        const character = characters[i % characters.length]!;
        type(keyboards[which]!, strokeFor(id, character)!);
        expect(await session.hear(), `${character} on ${id}`).toEqual(hex(character));
      }
    }
    expect(session.program.down).toEqual(new Set());
  });
});

test.each([
  ['us', 'de'],
  ['de', 'us'],
  ['fr', 'ru'],
])('on %s and %s both type at once, key by key', async (own, other) => {
  const characters = (id: string) =>
    fc.array(fc.constantFrom(...Array.from('aqyz27/;@QYZ?é').filter((one) => strokeFor(id, one) !== undefined)), {
      maxLength: 6,
    });
  const turns = fc.array(fc.boolean(), { minLength: 80, maxLength: 80 });
  await fc.assert(
    fc.asyncProperty(characters(own), characters(other), turns, async (mine, theirs, order) => {
      const session = new Session();
      const keyboards = [session.keyboard(1, own, true), session.keyboard(2, other, false)] as const;
      await session.hear();
      const queues = [
        mine.flatMap((character) => moves(keyboards[0], strokeFor(own, character)!)),
        theirs.flatMap((character) => moves(keyboards[1], strokeFor(other, character)!)),
      ] as const;
      const heard: string[] = [];
      for (const second of order) {
        (queues[second ? 1 : 0].shift() ?? queues[second ? 0 : 1].shift())?.();
        heard.push(...(await session.hear()));
      }
      expect(heard.toSorted()).toEqual(hex([...mine, ...theirs].join('')).toSorted());
      expect(session.program.down).toEqual(new Set());
    }),
    { numRuns: Number(process.env['RUNS'] ?? 20) },
  );
});

test('one may hold Shift or AltGr while the other types', async () => {
  const session = new Session();
  const [german, english] = [session.keyboard(1, 'de', true), session.keyboard(2, 'us', false)];
  await session.hear();
  german.keyDown(keyEvent('ShiftLeft', 'Shift', { held: ['Shift'] }));
  for (const character of 'yY@7') {
    type(english, strokeFor('us', character)!);
    expect(await session.hear(), character).toEqual(hex(character));
    expect(session.program.down.has(SHIFT), character).toBe(true);
  }
  german.keyUp(keyEvent('ShiftLeft', 'Shift'));
  german.keyDown(keyEvent('AltRight', 'AltGraph', { held: ['AltGraph'] }));
  type(english, strokeFor('us', 'q')!);
  expect(await session.hear()).toEqual(hex('q'));
  expect(session.program.down).toEqual(new Set([ALT_RIGHT]));
});

test('an Alt that the keymap lacks is the other one, and shortcuts keep their modifiers', async () => {
  const session = new Session();
  session.keyboard(1, 'de', true);
  const english = session.keyboard(2, 'us', false);
  await session.hear();
  english.keyDown(keyEvent('AltRight', 'Alt', { held: ['Alt'] }));
  english.keyDown(keyEvent('KeyY', 'y', { held: ['Alt'] }));
  expect(await session.hear()).toEqual(['Alt+79']);
  english.releaseAll();
  await session.hear();
  expect(session.program.down).toEqual(new Set());
});

test('what was put on spare keycodes stays there through another keymap, and is used in turn', async () => {
  const session = new Session();
  const [leader, other] = [session.keyboard(1, 'us', true), session.keyboard(2, 'us', false)];
  other.typeText('語');
  await session.hear();
  const spares = () => [...session.core.core.state.input.keyboard.spares.keys()];
  const [first] = spares();
  leader.setLayout(layout('de'));
  other.typeText('語');
  expect(await session.hear()).toEqual(hex('語'));
  expect(spares()).toEqual([first]);
  for (let i = 0; i < 200; i++) {
    const character = String.fromCodePoint(0x4e00 + i);
    other.typeText(character);
    expect(await session.hear()).toEqual(hex(character));
  }
  expect(spares().length).toBeLessThan(60);
});

test('a key that is held repeats, and goes up with its terminal', async () => {
  const session = new Session();
  const other = session.keyboard(2, 'de', false);
  session.keyboard(1, 'us', true);
  await session.hear();
  other.keyDown(keyEvent('KeyY', 'z'));
  const { keyboard } = session.core.core.state.input;
  const down = () => keyboard.down.some((byte) => byte !== 0);
  expect(down()).toBe(true);
  session.core.append({ kind: 'terminal-gone', terminal: 2 });
  expect(down()).toBe(false);
});

test('arbitrary keysyms and places leave nothing down, and a replica has the same state', () => {
  const presses = fc.array(
    fc.record({
      terminal: fc.integer({ min: 1, max: 2 }),
      keysym: fc.oneof(fc.integer({ min: 0, max: 0xff }), fc.integer({ min: 0xfe00, max: 0xffff }), fc.nat(0x1fffffff)),
      place: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 255 })),
      pressed: fc.boolean(),
    }),
    { maxLength: 150 },
  );
  fc.assert(
    fc.property(presses, (inputs) => {
      const [session, again] = [new Session(), new Session()];
      for (const { terminal, ...key } of inputs) {
        for (const one of [session, again]) one.place(terminal, { kind: 'keysym', ...key });
      }
      expect(again.core.core.stateHash()).toBe(session.core.core.stateHash());
      for (const terminal of [1, 2]) session.core.append({ kind: 'terminal-gone', terminal });
      expect(session.core.core.state.input.keyboard.down.every((byte) => byte === 0)).toBe(true);
      expect(session.core.defects).toEqual([]);
    }),
    { numRuns: Number(process.env['RUNS'] ?? 30) },
  );
});
