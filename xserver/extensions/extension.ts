import type { Reader } from '../protocol/reader.ts';
import type { Writer } from '../protocol/writer.ts';
import type { Client } from '../state/clients.ts';
import type { Server } from '../server.ts';

/** One request of an extension, ready for dispatch. */
export interface ExtensionRequest {
  readonly name: string;
  readonly minorOpcode: number;
  run(server: Server, client: Client, reader: Reader): void;
}

/** An extension as QueryExtension names it. Advertised only when every one of its requests answers. */
export interface Extension {
  readonly name: string;
  readonly majorOpcode: number;
  /** 0 when it has no events. */
  readonly firstEvent: number;
  /** 0 when it has no errors. */
  readonly firstError: number;
  /** Its events, for SendEvent: how many codes, and how one is read in one byte order and written in another. */
  readonly events?: {
    readonly count: number;
    recode(reader: Reader, writer: Writer, sequence: number): void;
  };
  /** By minor opcode. */
  readonly requests: readonly (ExtensionRequest | undefined)[];
}

interface GeneratedRequest<Name extends string> {
  readonly name: Name;
  readonly opcode: number;
  readonly decode: (reader: Reader) => unknown;
}

/**
 * Joins an extension's generated request table with its handlers; the type of `handlers` makes sure that none is missing.
 */
export function extensionRequests<Requests>(
  table: readonly GeneratedRequest<keyof Requests & string>[],
  handlers: { readonly [Name in keyof Requests]: (server: Server, client: Client, request: Requests[Name]) => void },
): (ExtensionRequest | undefined)[] {
  const requests: (ExtensionRequest | undefined)[] = [];
  for (const { name, opcode, decode } of table) {
    const handle = handlers[name] as (server: Server, client: Client, request: unknown) => void;
    requests[opcode] = {
      name,
      minorOpcode: opcode,
      run: (server, client, reader) => handle(server, client, decode(reader)),
    };
  }
  return requests;
}
