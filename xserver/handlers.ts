/** The types of the dispatch table: a request that has no handler does not compile (see dispatch.ts). */
import type { CoreRequestName, CoreRequests } from './protocol/generated/xproto.ts';
import type { Client } from './state/clients.ts';
import type { Server } from './server.ts';

/** Carries out one request. Throws XError for the protocol's errors, before it has changed anything. */
export type Handler<Q> = (server: Server, client: Client, request: Q) => void;

export type CoreHandlers = { readonly [Name in CoreRequestName]: Handler<CoreRequests[Name]> };
/** What one file under requests/ handles. */
export type SomeCoreHandlers = Partial<CoreHandlers>;
