/** XC-MISC 1.1 (XC-MISC Extension): ids that a long-lived client may use again. */
import { ErrorCode, XError } from '../protocol/errors.ts';
import {
  encodeXcMiscGetVersionReply,
  encodeXcMiscGetXIDListReply,
  encodeXcMiscGetXIDRangeReply,
  xcMiscRequests,
  type XcMiscRequests,
} from '../protocol/generated/xc_misc.ts';
import type { Server } from '../server.ts';
import type { Client } from '../state/clients.ts';
import { extensionRequests, type Extension } from './extension.ts';
import { MajorOpcode } from './numbers.ts';

/** As X.Org: more than this many ids of 4 bytes cannot be counted in 32 bits. */
const MAX_LIST_COUNT = 0x3fffffff;

/** The ids of the client's range that are in use, in ascending order. */
function usedIds(server: Server, client: Client): Uint32Array {
  const used: number[] = [];
  const last = client.idBase + client.idMask;
  for (const id of server.state.resources.keys()) if (id >= client.idBase && id <= last) used.push(id);
  return Uint32Array.from(used).sort();
}

/** The longest run of free ids; as X.Org, 1 from 0 when there is none, which Xlib takes for that. */
function largestGap(server: Server, client: Client): { startId: number; count: number } {
  let startId = 0;
  let count = 0;
  let from = client.idBase;
  for (const id of [...usedIds(server, client), client.idBase + client.idMask + 1]) {
    if (id - from > count) {
      startId = from;
      count = id - from;
    }
    from = id + 1;
  }
  return count === 0 ? { startId: 0, count: 1 } : { startId, count };
}

/** The lowest free ids, at most `wanted`. */
function freeIds(server: Server, client: Client, wanted: number): Uint32Array {
  const used = usedIds(server, client);
  const count = Math.min(wanted, client.idMask + 1 - used.length);
  const free = new Uint32Array(count);
  let next = 0;
  for (let id = client.idBase, at = 0; at < count; id++) {
    if (used[next] === id) next++;
    else free[at++] = id;
  }
  return free;
}

export const xcMiscExtension: Extension = {
  name: 'XC-MISC',
  majorOpcode: MajorOpcode.XcMisc,
  firstEvent: 0,
  firstError: 0,
  requests: extensionRequests<XcMiscRequests>(xcMiscRequests, {
    GetVersion(server, client) {
      server.reply(client, encodeXcMiscGetVersionReply, { serverMajorVersion: 1, serverMinorVersion: 1 });
    },

    GetXIDRange(server, client) {
      server.reply(client, encodeXcMiscGetXIDRangeReply, largestGap(server, client));
    },

    GetXIDList(server, client, { count }) {
      if (count > MAX_LIST_COUNT) throw new XError(ErrorCode.Alloc);
      server.reply(client, encodeXcMiscGetXIDListReply, { ids: freeIds(server, client, count) });
    },
  }),
};
