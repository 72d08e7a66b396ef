/** The little language in which `farpane view --input` is told what to do: one step a line. */
import { OFFERED_WIRES, type WireName } from '../../session/carrier/control.ts';
import { LINK_NAMES } from '../../session/link.ts';
import { keysymOf } from './keys.ts';

export type Step =
  | { readonly kind: 'move'; readonly x: number; readonly y: number }
  | { readonly kind: 'click' | 'press' | 'release'; readonly button: number }
  | { readonly kind: 'key' | 'key-press' | 'key-release'; readonly keysym: number }
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'wait'; readonly milliseconds: number }
  /** Until the picture has not changed for so long. */
  | { readonly kind: 'idle'; readonly milliseconds: number }
  | { readonly kind: 'resize'; readonly width: number; readonly height: number }
  /** Goes on when the change is through; so does the next. */
  | { readonly kind: 'wire'; readonly wire: WireName }
  | { readonly kind: 'link'; readonly link: string }
  | { readonly kind: 'take-keyboard' };

export const SCRIPT_HELP = `An input script has one step a line; # begins a comment.
  move X Y             the pointer, in pixels of the screen
  click [BUTTON]       press and release; 1 left (default), 2 middle, 3 right, 4 and 5 the wheel
  press BUTTON, release BUTTON
  key NAME             press and release: a character, or Return, Escape, Left, F1, Control_L, ...
  keydown NAME, keyup NAME
  type "TEXT"          each character; \\n, \\t, \\" and \\\\ as in JSON
  wait MS              lets time pass
  idle MS              waits until the picture has not changed for so long
  resize WxH           gives the screen another size
  wire NAME            changes the wire, and waits until that is through
  link NAME            emulates another link (none: as it is), and waits until that is through
  take-keyboard        this terminal is the one whose size and, with --keyboard holder, input counts`;

/** The script cannot be understood; the message has the line's number. */
export class ScriptError extends Error {
  constructor(line: number, message: string) {
    super(`input script, line ${line}: ${message}`);
    this.name = 'ScriptError';
  }
}

const MAX_MS = 24 * 3600 * 1000;
const MAX_COORDINATE = 32_767;

function numbers(rest: string, line: number, count: number, maximum: number): number[] {
  const words = rest.split(/\s+/).filter((word) => word !== '');
  if (words.length !== count) throw new ScriptError(line, `${count === 1 ? 'a number' : `${count} numbers`} expected`);
  return words.map((word) => {
    const value = /^\d+$/.test(word) ? Number(word) : Number.NaN;
    if (!(value <= maximum)) throw new ScriptError(line, `not a number from 0 to ${maximum}: ${word}`);
    return value;
  });
}

function button(rest: string, line: number): number {
  const [value = 0] = numbers(rest, line, 1, 9);
  if (value === 0) throw new ScriptError(line, 'buttons count from 1');
  return value;
}

function keysym(rest: string, line: number): number {
  const value = keysymOf(rest);
  if (value === undefined) throw new ScriptError(line, `no key of that name: ${rest}`);
  return value;
}

function quoted(rest: string, line: number): string {
  let text: unknown;
  try {
    text = JSON.parse(rest);
  } catch {
    text = undefined;
  }
  if (typeof text !== 'string') throw new ScriptError(line, 'text in double quotes expected');
  return text;
}

function size(rest: string, line: number): { width: number; height: number } {
  const match = /^(\d{1,5})x(\d{1,5})$/.exec(rest);
  if (match === null) throw new ScriptError(line, 'a size such as 800x600 expected');
  return { width: Number(match[1]), height: Number(match[2]) };
}

function wire(rest: string, line: number): WireName {
  const name = OFFERED_WIRES.find((offered) => offered === rest);
  if (name === undefined) throw new ScriptError(line, `a wire expected: ${OFFERED_WIRES.join(', ')}`);
  return name;
}

function link(rest: string, line: number): string {
  if (!LINK_NAMES.includes(rest)) throw new ScriptError(line, `a link expected: ${LINK_NAMES.join(', ')}`);
  return rest;
}

function parseStep(word: string, rest: string, line: number): Step {
  switch (word) {
    case 'move': {
      const [x = 0, y = 0] = numbers(rest, line, 2, MAX_COORDINATE);
      return { kind: 'move', x, y };
    }
    case 'click':
      return { kind: 'click', button: rest === '' ? 1 : button(rest, line) };
    case 'press':
    case 'release':
      return { kind: word, button: button(rest, line) };
    case 'key':
      return { kind: 'key', keysym: keysym(rest, line) };
    case 'keydown':
      return { kind: 'key-press', keysym: keysym(rest, line) };
    case 'keyup':
      return { kind: 'key-release', keysym: keysym(rest, line) };
    case 'type':
      return { kind: 'type', text: quoted(rest, line) };
    case 'wait':
    case 'idle':
      return { kind: word, milliseconds: numbers(rest, line, 1, MAX_MS)[0]! };
    case 'resize':
      return { kind: 'resize', ...size(rest, line) };
    case 'wire':
      return { kind: 'wire', wire: wire(rest, line) };
    case 'link':
      return { kind: 'link', link: link(rest, line) };
    case 'take-keyboard':
      if (rest !== '') throw new ScriptError(line, 'take-keyboard stands alone');
      return { kind: 'take-keyboard' };
    default:
      throw new ScriptError(line, `unknown step: ${word}`);
  }
}

/** @throws ScriptError */
export function parseScript(text: string): Step[] {
  return text.split(/\r?\n/).flatMap((raw, i) => {
    const trimmed = raw.trim();
    if (trimmed === '' || trimmed.startsWith('#')) return [];
    const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(trimmed)!;
    return [parseStep(word, rest, i + 1)];
  });
}
