/** Selections (X11 §9 SetSelectionOwner, GetSelectionOwner, ConvertSelection). */
import type { SomeCoreHandlers } from '../handlers.ts';
import { ErrorCode, XError } from '../protocol/errors.ts';
import { encodeGetSelectionOwnerReply } from '../protocol/generated/xproto.ts';
import { findWindow } from '../resources.ts';
import { momentOf } from '../server-time.ts';
import type { Server } from '../server.ts';
import type { Window } from '../state/windows.ts';
import { checkAtom, isAtom } from './atoms.ts';

const NONE = 0;
const NO_CLIENT = 0;

/** Selections that the window owned have no owner now; nobody is told (X11 §9 SetSelectionOwner). */
export function selectionsWindowDestroyed(server: Server, window: Window): void {
  for (const selection of server.state.selections.values()) {
    if (selection.owner !== window) continue;
    selection.owner = undefined;
    selection.client = NO_CLIENT;
  }
}

/** The same for those that a client owned. */
export function selectionsClientGone(server: Server, clientNumber: number): void {
  for (const selection of server.state.selections.values()) {
    if (selection.client !== clientNumber) continue;
    selection.owner = undefined;
    selection.client = NO_CLIENT;
  }
}

export const selectionRequests = {
  SetSelectionOwner(server, client, request) {
    const { selections } = server.state;
    const time = momentOf(server, request.time);
    // A time to come changes nothing, not even with wrong arguments: X.Org looks at it first.
    if (time > server.state.time) return;
    const owner = request.owner === NONE ? undefined : findWindow(server, request.owner);
    checkAtom(server, request.selection);
    const ownerClient = owner === undefined ? NO_CLIENT : client.number;
    const selection = selections.get(request.selection);
    if (selection === undefined) {
      selections.set(request.selection, { owner, client: ownerClient, time });
      return;
    }
    if (time < selection.time) return;
    const previous = selection.owner;
    if (previous !== undefined && (owner === undefined || selection.client !== client.number)) {
      server.sendEvent(selection.client, {
        name: 'SelectionClear',
        time: time >>> 0,
        owner: previous.id,
        selection: request.selection,
      });
    }
    selection.owner = owner;
    selection.client = ownerClient;
    selection.time = time;
  },

  GetSelectionOwner(server, client, { selection }) {
    checkAtom(server, selection);
    const owner = server.state.selections.get(selection)?.owner;
    server.reply(client, encodeGetSelectionOwnerReply, { owner: owner === undefined ? NONE : owner.id });
  },

  ConvertSelection(server, client, { requestor, selection, target, property, time }) {
    findWindow(server, requestor);
    if (!isAtom(server, selection) || !isAtom(server, target) || (property !== NONE && !isAtom(server, property))) {
      // X.Org names the property whichever of the three is wrong.
      throw new XError(ErrorCode.Atom, property);
    }
    const current = server.state.selections.get(selection);
    if (current?.owner === undefined) {
      server.sendEvent(client.number, {
        name: 'SelectionNotify',
        time,
        requestor,
        selection,
        target,
        property: NONE,
      });
      return;
    }
    server.sendEvent(current.client, {
      name: 'SelectionRequest',
      time,
      owner: current.owner.id,
      requestor,
      selection,
      target,
      property,
    });
  },
} satisfies SomeCoreHandlers;
