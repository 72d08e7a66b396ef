/** The program of a session's process: waits for the front's orders. It ends when the front does. */
import type { Socket } from 'node:net';
import { messageOf } from './message-of.ts';
import { Refusal } from './refusal.ts';
import { Session } from './session.ts';
import type { FromSession, ToSession, UpgradeRequest } from './session-messages.ts';

let session: Session | undefined;
/** Connections of terminals that the front may still read from. */
const arriving = new Map<number, { readonly socket: Socket; readonly upgrade: UpgradeRequest }>();

function send(message: FromSession): void {
  // The front may have gone meanwhile; then nobody needs it.
  if (process.connected) process.send!(message, undefined, undefined, () => {});
}

async function start(options: Extract<ToSession, { type: 'start' }>['options']): Promise<void> {
  try {
    const started = await Session.start(options, {
      programEnded: (end) => send({ type: 'program-ended', end }),
      ending: (why, reason) => send({ type: 'ending', why, reason }),
      ended: () => process.disconnect(),
      log: (line) => send({ type: 'log', line }),
    });
    session = started.session;
    send({ type: 'ready', info: started.info });
  } catch (error) {
    send({ type: 'failed', message: messageOf(error) });
    process.disconnect();
  }
}

async function answer({ id, name, ask }: Extract<ToSession, { type: 'ask' }>): Promise<void> {
  try {
    if (session === undefined) throw new Error('the session has not started');
    send({ type: 'answer', id, answer: await session.ask(name, ask) });
  } catch (error) {
    send({
      type: 'refused',
      id,
      message: messageOf(error),
      status: error instanceof Refusal ? error.statusCode : 409,
    });
  }
  if (name === 'end') process.disconnect();
}

process.on('message', (message: ToSession, handle: unknown) => {
  switch (message.type) {
    case 'start':
      void start(message.options);
      return;
    case 'terminal':
      // The connection may have ended on its way here.
      if (handle === undefined || handle === null) return;
      arriving.set(message.id, { socket: handle as Socket, upgrade: message.upgrade });
      (handle as Socket).on('error', () => {});
      send({ type: 'has-terminal', id: message.id });
      return;
    case 'take-terminal': {
      const arrived = arriving.get(message.id);
      arriving.delete(message.id);
      if (arrived !== undefined) session?.attach(arrived.upgrade, arrived.socket);
      return;
    }
    case 'ask':
      void answer(message);
      return;
    default:
      message satisfies never;
  }
});

process.on('disconnect', () => {
  void (async () => {
    await session?.end('the host has ended', undefined);
    process.exit(0);
  })();
});

// Ctrl-C reaches the whole foreground group: the front gives the order to end.
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});
process.on('SIGTERM', () => {
  void (async () => {
    await session?.end('it was told to end', undefined);
    process.exit(0);
  })();
});
