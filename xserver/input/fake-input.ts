/** Input made by XTEST clients. */
import type { DelayedInput } from '../state/input.ts';
import type { Server } from '../server.ts';
import { screenSaverInput } from '../screen-saver.ts';
import { postButton, postKey } from './device-events.ts';
import { noteKey } from './key-repeat.ts';
import { postMotion } from './motion.ts';

export const FakeType = { KeyPress: 2, KeyRelease: 3, ButtonPress: 4, ButtonRelease: 5, MotionNotify: 6 } as const;

export type FakeInput = Pick<DelayedInput, 'type' | 'detail' | 'rootX' | 'rootY'>;

/** Carries out a checked FakeInput. */
export function fakeInput(server: Server, { type, detail, rootX, rootY }: FakeInput): void {
  screenSaverInput(server);
  const { pointer } = server.state.input;
  switch (type) {
    case FakeType.KeyPress:
    case FakeType.KeyRelease:
      noteKey(server, detail, type === FakeType.KeyPress);
      postKey(server, detail, type === FakeType.KeyPress, false);
      return;
    case FakeType.ButtonPress:
    case FakeType.ButtonRelease:
      fakeButton(server, detail, type === FakeType.ButtonPress);
      return;
    default:
      if (detail === 0) postMotion(server, rootX, rootY, false);
      else postMotion(server, pointer.physicalX + rootX, pointer.physicalY + rootY, false);
  }
}

/** A button that a terminal holds too stays down. */
function fakeButton(server: Server, button: number, pressed: boolean): void {
  const { input, terminals } = server.state;
  const bit = 1 << (button - 1);
  if (pressed) input.fakeButtons |= bit;
  else input.fakeButtons &= ~bit;
  if (!pressed && [...terminals.values()].some(({ buttons }) => buttons.has(button))) return;
  postButton(server, button, pressed);
}

/** Carries out what has waited long enough, the earliest first. */
export function runDelayedInput(server: Server): void {
  const { delayed } = server.state.input;
  for (;;) {
    let next = -1;
    delayed.forEach(({ due }, index) => {
      if (due <= server.state.time && (next < 0 || due < delayed[next]!.due)) next = index;
    });
    if (next < 0) return;
    const input = delayed.splice(next, 1)[0]!;
    const client = server.state.clients.get(input.client);
    if (client !== undefined) client.blockedUntil = 0;
    fakeInput(server, input);
  }
}
