/** XTEST 2.2 (XTEST Extension Protocol), complete. */
import { ErrorCode, XError } from '../protocol/errors.ts';
import {
  encodeXTestCompareCursorReply,
  encodeXTestGetVersionReply,
  xtestRequests,
  XTestCursor,
  type XTestFakeInputRequest,
  type XTestRequests,
} from '../protocol/generated/xtest.ts';
import { currentCursor } from '../input/cursor.ts';
import { fakeInput, FakeType } from '../input/fake-input.ts';
import { findCursor, findWindow } from '../resources.ts';
import type { Server } from '../server.ts';
import type { Cursor } from '../state/resources.ts';
import type { Window } from '../state/windows.ts';
import { extensionRequests, type Extension } from './extension.ts';
import { MajorOpcode } from './numbers.ts';

const VERSION = { majorVersion: 2, minorVersion: 2 } as const;
const NONE = 0;
/** Clients copy events that they have received: the bit that says so does not count. */
const SEND_EVENT_BIT = 0x80;

function ownCursor(server: Server, window: Window): Cursor | undefined {
  return window.cursor ?? (window.parent === undefined ? server.state.screen.defaultCursor : undefined);
}

function wantedCursor(server: Server, id: number): Cursor | undefined {
  if (id === XTestCursor.None) return undefined;
  return id === XTestCursor.Current ? currentCursor(server) : findCursor(server, id);
}

/** @throws XError Value or Window for what cannot be input. */
function checkFakeInput(server: Server, type: number, request: XTestFakeInputRequest): void {
  const { pointer, keyboard } = server.state.input;
  const { detail, root } = request;
  switch (type) {
    case FakeType.KeyPress:
    case FakeType.KeyRelease:
      if (detail < keyboard.minKeycode || detail > keyboard.maxKeycode) throw new XError(ErrorCode.Value, detail);
      return;
    case FakeType.ButtonPress:
    case FakeType.ButtonRelease:
      if (detail < 1 || detail > pointer.mapping.length) throw new XError(ErrorCode.Value, detail);
      return;
    case FakeType.MotionNotify:
      if (root !== NONE && findWindow(server, root).parent !== undefined) throw new XError(ErrorCode.Value, root);
      if (detail > 1) throw new XError(ErrorCode.Value, detail);
      return;
    default:
      throw new XError(ErrorCode.Value, request.type);
  }
}

export const xtestExtension: Extension = {
  name: 'XTEST',
  majorOpcode: MajorOpcode.Xtest,
  firstEvent: 0,
  firstError: 0,
  requests: extensionRequests<XTestRequests>(xtestRequests, {
    GetVersion(server, client) {
      server.reply(client, encodeXTestGetVersionReply, VERSION);
    },

    CompareCursor(server, client, request) {
      const window = findWindow(server, request.window);
      const same = ownCursor(server, window) === wantedCursor(server, request.cursor);
      server.reply(client, encodeXTestCompareCursorReply, { same: same ? 1 : 0 });
    },

    FakeInput(server, client, request) {
      const type = request.type & ~SEND_EVENT_BIT;
      checkFakeInput(server, type, request);
      const { detail, rootX, rootY, time } = request;
      if (time === 0) {
        fakeInput(server, { type, detail, rootX, rootY });
        return;
      }
      // The client's later requests wait as well.
      const due = server.state.time + time;
      client.blockedUntil = due;
      server.state.input.delayed.push({ client: client.number, due, type, detail, rootX, rootY });
    },

    GrabControl(server, client, { impervious }) {
      if (impervious > 1) throw new XError(ErrorCode.Value, impervious);
      if (impervious === 1) server.state.impervious.add(client.number);
      else server.state.impervious.delete(client.number);
    },
  }),
};
