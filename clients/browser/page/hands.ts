/** The user's hands on the screen: what the pages of sessions and of VNC servers have in common of pointer and keyboard. */
import type { TerminalInput } from '../../../xserver/log/entry.ts';
import type { Keyboard } from '../keyboard/keyboard.ts';
import { Pointer } from '../pointer/pointer.ts';
import type { Stage } from './stage.ts';

export interface HandsOptions {
  readonly screen: HTMLElement;
  /** What has the focus while the session is typed into. */
  readonly field: HTMLTextAreaElement;
  readonly keyboard: Keyboard;
  readonly stage: Stage;
  readonly send: (input: TerminalInput) => void;
}

export interface Hands {
  readonly pointer: Pointer;
  /** What is held down goes up, here and at the other end. */
  releaseAll(): void;
}

export function handsOn({ screen, field, keyboard, stage, send }: HandsOptions): Hands {
  const pointer = new Pointer({
    screen,
    send,
    modifiers: (event) => keyboard.pointerEvent(event),
    engaged: (event) => {
      // A finger would bring up the device's keyboard with every tap: the on-screen keys have a button for it.
      if (event.pointerType !== 'touch') field.focus({ preventScroll: true });
      // Input methods show their windows where the text is.
      field.style.left = `${event.clientX}px`;
      field.style.top = `${event.clientY}px`;
    },
    pan: (deltaX, deltaY) => stage.pan(deltaX, deltaY),
  });
  window.addEventListener('blur', () => pointer.releaseAll());
  window.addEventListener('focus', () => field.focus({ preventScroll: true }));
  return {
    pointer,
    releaseAll: () => {
      keyboard.releaseAll();
      pointer.releaseAll();
    },
  };
}
