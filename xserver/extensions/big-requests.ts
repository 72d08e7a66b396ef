/** BIG-REQUESTS (Big Requests Extension §3): requests beyond 262,140 bytes. */
import {
  bigRequestsRequests,
  encodeBigRequestsEnableReply,
  type BigRequestsRequests,
} from '../protocol/generated/bigreq.ts';
import { MAX_REQUEST_BYTES } from '../protocol/limits.ts';
import { extensionRequests, type Extension } from './extension.ts';
import { MajorOpcode } from './numbers.ts';

export const bigRequestsExtension: Extension = {
  name: 'BIG-REQUESTS',
  majorOpcode: MajorOpcode.BigRequests,
  firstEvent: 0,
  firstError: 0,
  requests: extensionRequests<BigRequestsRequests>(bigRequestsRequests, {
    Enable(server, client) {
      client.bigRequests = true;
      server.reply(client, encodeBigRequestsEnableReply, { maximumRequestLength: MAX_REQUEST_BYTES / 4 });
    },
  }),
};
