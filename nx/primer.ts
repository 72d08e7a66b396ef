/**
 * What every stream has been through before it begins: a made-up session of a client that comes up as toolkits and terminals do (atoms, properties,
 * windows, fonts, cursors), draws text and figures, and is typed into. Both ends code it without sending anything, the decoder from bytes that come with the
 * program (generated/primer.ts): their models know then what requests look like, and their code has run when the first entry comes.
 */
import type { LogEntry, LogEvent, TerminalInput } from '../xserver/log/entry.ts';
import type { Pushed } from './entry-model.ts';

/** The terminal whose input is in it: no number of a real one. */
export const PRIMER_TERMINAL = 0x7fff;

/** Words, halves of words, or text padded to words. */
type Part = number | readonly number[] | string;

const ATOMS = [
  'WM_PROTOCOLS',
  'WM_DELETE_WINDOW',
  'WM_TAKE_FOCUS',
  'WM_STATE',
  'WM_CHANGE_STATE',
  'WM_CLIENT_LEADER',
  'WM_LOCALE_NAME',
  'WM_WINDOW_ROLE',
  'WM_COLORMAP_WINDOWS',
  'UTF8_STRING',
  'COMPOUND_TEXT',
  'TEXT',
  'TARGETS',
  'TIMESTAMP',
  'MULTIPLE',
  'INCR',
  'ATOM_PAIR',
  'CLIPBOARD',
  'MANAGER',
  'SAVE_TARGETS',
  '_NET_SUPPORTED',
  '_NET_SUPPORTING_WM_CHECK',
  '_NET_WM_NAME',
  '_NET_WM_ICON_NAME',
  '_NET_WM_PID',
  '_NET_WM_PING',
  '_NET_WM_ICON',
  '_NET_WM_SYNC_REQUEST',
  '_NET_WM_SYNC_REQUEST_COUNTER',
  '_NET_WM_USER_TIME',
  '_NET_WM_WINDOW_TYPE',
  '_NET_WM_WINDOW_TYPE_NORMAL',
  '_NET_WM_WINDOW_TYPE_DIALOG',
  '_NET_WM_STATE',
  '_NET_WM_STATE_ABOVE',
  '_NET_WM_STATE_FULLSCREEN',
  '_NET_WM_STATE_MAXIMIZED_VERT',
  '_NET_WM_STATE_MAXIMIZED_HORZ',
  '_NET_ACTIVE_WINDOW',
  '_NET_FRAME_EXTENTS',
  '_MOTIF_WM_HINTS',
  'XdndAware',
];
const FONTS = ['fixed', 'cursor', '6x13', '9x15bold', '-misc-fixed-medium-r-normal--13-120-75-75-c-60-iso8859-1'];
const LINES = [
  '$ ls -l',
  'total 48',
  'README.md  docs  src  test',
  '-rw-r--r-- 1 user user 1024 Jan  1 12:00 notes.txt',
];
const ROOT = 0x21;

class Session {
  readonly entries: Pushed[] = [];
  #client = 0;
  #index = 0;
  #time = 1000;
  #inputs = 0;
  #next = 0;

  event(event: LogEvent, quiet = false): void {
    const entry: LogEntry = { ...event, index: ++this.#index, time: this.#time } as LogEntry;
    this.entries.push({ entry, quiet });
  }

  wait(milliseconds: number): void {
    this.#time += milliseconds;
  }

  connect(): void {
    const client = ++this.#client;
    const idBase = client * 2 ** 21;
    this.#next = idBase;
    this.event({ kind: 'client-connected', client, littleEndian: true, idBase });
  }

  id(): number {
    return this.#next++;
  }

  input(input: TerminalInput): void {
    this.event({ kind: 'input', terminal: PRIMER_TERMINAL, number: ++this.#inputs, input });
  }

  /** What changes nothing: questions. */
  ask(opcode: number): void {
    this.event({ kind: 'request', client: this.#client, bytes: requestOf(opcode, 0, []) }, true);
  }

  request(opcode: number, detail: number, ...parts: readonly Part[]): void {
    this.event({ kind: 'request', client: this.#client, bytes: requestOf(opcode, detail, parts) });
  }
}

function requestOf(opcode: number, detail: number, parts: readonly Part[]): Uint8Array {
  const bytes: number[] = [opcode, detail, 0, 0];
  for (const part of parts) {
    if (typeof part === 'number') bytes.push(part & 255, (part >>> 8) & 255, (part >>> 16) & 255, part >>> 24);
    else if (typeof part === 'string') for (let i = 0; i < part.length; i++) bytes.push(part.charCodeAt(i));
    else for (const half of part) bytes.push(half & 255, (half >> 8) & 255);
    while (bytes.length % 4 !== 0) bytes.push(0);
  }
  bytes[2] = (bytes.length / 4) & 255;
  bytes[3] = bytes.length >> 10;
  return Uint8Array.from(bytes);
}

/** The made-up session: the same at every call. Its inputs are of PRIMER_TERMINAL. */
export function primerEntries(): Pushed[] {
  const session = new Session();
  session.connect();
  begin(session);
  const window = toplevel(session);
  const gc = graphics(session, window);
  widgets(session, window, gc);
  session.connect();
  const terminal = toplevel(session);
  const pen = graphics(session, terminal);
  text(session, terminal, pen);
  typing(session, terminal, pen);
  return session.entries;
}

function begin(session: Session): void {
  for (let i = 0; i < 3; i++) session.ask(98);
  session.ask(20);
  for (const name of ATOMS) {
    session.request(16, 0, [name.length, 0], name);
    session.wait(name.length % 7 === 0 ? 1 : 0);
  }
}

/** A window of its own as programs make them, with all that a window manager wants to know. */
function toplevel(session: Session): number {
  const leader = session.id();
  session.request(1, 24, leader, ROOT, [0, 0], [1, 1], [0, 1], 0, 0);
  const window = session.id();
  session.request(1, 24, window, ROOT, [0, 0], [484, 316], [0, 1], 0x22, 0x281a, 0xffffff, 0, 1, 0x62a03f, 0x20);
  const property = (name: number, type: number, format: number, length: number, ...data: Part[]): void => {
    session.request(18, 0, window, name, type, format, length, ...data);
  };
  property(39, 31, 8, 5, 'xterm');
  property(37, 31, 8, 5, 'xterm');
  property(67, 31, 8, 12, 'xterm\0XTerm\0');
  property(36, 31, 8, 9, 'localhost');
  property(34, 31, 8, 14, '/usr/bin/xterm\0');
  property(40, 41, 32, 18, 0x150, 0, 0, 484, 316, 10, 17, 0, 0, 6, 13, 0, 0, 0, 0, 4, 4, 1);
  property(35, 35, 32, 9, 0x67, 1, 1, 0, 0, 0, 0, 0, leader);
  property(0x45, 4, 32, 1, 0x46);
  property(0x4a, 33, 32, 1, leader);
  property(0x5a, 6, 32, 1, 4711);
  property(0x60, 4, 32, 1, 0x61);
  session.ask(14);
  session.request(2, 0, window, 0x800, 0x62a03f);
  session.request(12, 0, window, [0xf, 0], 10, 10, 484, 316);
  session.wait(2);
  session.request(8, 0, window);
  return window;
}

/** Fonts, cursors, graphics contexts. Gives the last of these. */
function graphics(session: Session, window: number): number {
  for (const name of FONTS) {
    session.request(45, 0, session.id(), [name.length, 0], name);
    session.ask(47);
  }
  const font = session.id();
  session.request(45, 0, font, [6, 0], 'cursor');
  for (const shape of [152, 68, 34]) {
    session.request(94, 0, session.id(), font, font, [shape, shape + 1], [0, 0, 0, 0xffff, 0xffff, 0xffff]);
  }
  session.request(46, 0, font);
  session.ask(84);
  session.ask(84);
  session.ask(91);
  let gc = 0;
  for (const colour of [0, 0xffffff, 0xbebebe]) {
    gc = session.id();
    session.request(55, 0, gc, window, 0x1000c, colour, 0xffffff, 0);
    session.request(55, 0, session.id(), window, 0x1400c, colour, 0xd9d9d9, font, 0);
  }
  const pixmap = session.id();
  session.request(53, 1, pixmap, window, [16, 16]);
  session.request(60, 0, session.id());
  session.request(54, 0, pixmap);
  return gc;
}

/** A form with frames, labels and buttons, drawn twice. */
function widgets(session: Session, window: number, gc: number): void {
  const children: number[] = [];
  for (let i = 0; i < 4; i++) {
    const child = session.id();
    children.push(child);
    session.request(1, 0, child, window, [8, 8 + 30 * i], [120, 26], [0, 1], 0, 0x2802, 0xd9d9d9, 0x62a03f, 0x20);
    session.request(12, 0, child, [0xf, 0], 8, 8 + 30 * i, 120, 26);
    session.request(8, 0, child);
  }
  for (let round = 0; round < 2; round++) {
    session.wait(3);
    for (const [i, child] of children.entries()) {
      const pixmap = session.id();
      session.request(53, 24, pixmap, child, [120, 26]);
      session.request(70, 0, pixmap, gc, [0, 0, 120, 26]);
      session.request(69, 1, pixmap, gc, [0, 0, 119, 0, 118, 1, 1, 1, 1, 25, 0, 25]);
      session.request(66, 0, pixmap, gc, [0, 0, 0, 25, 1, 0, 1, 24]);
      session.request(56, 0, gc, 4, i * 0x101010);
      session.request(74, 0, pixmap, gc, [20, 17], '\x06\0Button'.padEnd(8));
      session.request(62, 0, pixmap, child, gc, [0, 0, 0, 0, 120, 26]);
      session.request(54, 0, pixmap);
    }
    session.request(61, 0, window, [0, 130, 484, 20]);
    session.ask(43);
  }
}

/** Lines of text in cells, and a scroll. */
function text(session: Session, window: number, gc: number): void {
  session.request(61, 0, window, [0, 0, 484, 316]);
  for (const [i, line] of LINES.entries()) {
    session.request(76, line.length, window, gc, [2, 13 + 13 * i], line);
    session.wait(i);
  }
  session.request(62, 0, window, window, gc, [0, 13, 0, 0, 484, 303]);
  session.request(61, 0, window, [0, 303, 484, 13]);
}

/** Keys and their echo, with the cursor drawn anew around each. */
function typing(session: Session, window: number, gc: number): void {
  session.input({ kind: 'motion', x: 120, y: 80 });
  session.wait(40);
  session.input({ kind: 'motion', x: 130, y: 84 });
  const word = 'echo hello';
  for (let i = 0; i < word.length; i++) {
    const keycode = 24 + ((word.charCodeAt(i) * 7) % 36);
    session.wait(31 + ((i * 17) % 23));
    session.input({ kind: 'key', keycode, pressed: true });
    session.wait(1);
    session.request(76, 1, window, gc, [2 + 6 * i, 65], word.charAt(i));
    session.request(76, 1, window, gc, [8 + 6 * i, 65], ' ');
    session.request(67, 0, window, gc, [8 + 6 * i, 54, 5, 12]);
    session.wait(37);
    session.input({ kind: 'key', keycode, pressed: false });
  }
  session.input({ kind: 'button', button: 1, pressed: true });
  session.wait(80);
  session.input({ kind: 'button', button: 1, pressed: false });
}
