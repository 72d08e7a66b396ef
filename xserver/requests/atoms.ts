/** InternAtom and GetAtomName (X11 §9). Names are compared byte by byte; the empty name is as good as any, as X.Org has it. */
import type { SomeCoreHandlers } from '../handlers.ts';
import { MAX_ATOMS } from '../limits.ts';
import { ErrorCode, XError } from '../protocol/errors.ts';
import { Atom, encodeGetAtomNameReply, encodeInternAtomReply } from '../protocol/generated/xproto.ts';
import { atomName } from '../resources.ts';
import type { Server } from '../server.ts';
import type { AtomTable } from '../state/server-state.ts';

const NONE = 0;

/** The predefined atoms (X11 appendix B): 1, PRIMARY, to 68, WM_TRANSIENT_FOR. */
export function createAtoms(): AtomTable {
  const table: AtomTable = { names: [''], ids: new Map() };
  for (const [name, id] of Object.entries(Atom)) {
    if (id === NONE) continue;
    table.names[id] = name;
    table.ids.set(name, id);
  }
  return table;
}

/**
 * The atom of this name, made if there is none.
 * @throws XError Alloc past the cap on atoms.
 */
export function internAtom(server: Server, name: string): number {
  const { names, ids } = server.state.atoms;
  const known = ids.get(name);
  if (known !== undefined) return known;
  if (names.length > MAX_ATOMS) throw new XError(ErrorCode.Alloc);
  const id = names.length;
  names.push(name);
  ids.set(name, id);
  return id;
}

/** @throws XError Atom when the number names no atom; the error carries `badValue`. */
export function checkAtom(server: Server, atom: number, badValue = atom): void {
  if (!isAtom(server, atom)) throw new XError(ErrorCode.Atom, badValue);
}

export function isAtom(server: Server, atom: number): boolean {
  return atom !== NONE && atom < server.state.atoms.names.length;
}

/** @throws XError Value for a BOOL that is neither 0 nor 1. */
export function checkBool(value: number): boolean {
  if (value > 1) throw new XError(ErrorCode.Value, value);
  return value === 1;
}

export const atomRequests = {
  InternAtom(server, client, { onlyIfExists, name }) {
    const only = checkBool(onlyIfExists);
    const atom = only ? (server.state.atoms.ids.get(name) ?? NONE) : internAtom(server, name);
    server.reply(client, encodeInternAtomReply, { atom });
  },

  GetAtomName(server, client, { atom }) {
    server.reply(client, encodeGetAtomNameReply, { name: atomName(server, atom) });
  },
} satisfies SomeCoreHandlers;
