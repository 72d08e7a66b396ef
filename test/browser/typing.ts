/** Key events as a browser gets them from a real keyboard, by the DevTools protocol. */
import type { CDPSession } from 'playwright-core';

/** What Chromium calls modifiers (Input.dispatchKeyEvent). */
const SHIFT = 8;

export interface Stroke {
  readonly code: string;
  readonly key: string;
  readonly shift?: boolean;
}

async function send(keys: CDPSession, type: 'rawKeyDown' | 'keyUp', stroke: Stroke, modifiers: number): Promise<void> {
  await keys.send('Input.dispatchKeyEvent', { type, code: stroke.code, key: stroke.key, modifiers });
}

export async function keyDown(keys: CDPSession, stroke: Stroke, modifiers = 0): Promise<void> {
  await send(keys, 'rawKeyDown', stroke, modifiers);
}

export async function keyUp(keys: CDPSession, stroke: Stroke, modifiers = 0): Promise<void> {
  await send(keys, 'keyUp', stroke, modifiers);
}

/** Presses and releases keys in turn, Shift around those that want it. */
export async function strike(keys: CDPSession, strokes: readonly Stroke[]): Promise<void> {
  const shiftKey = { code: 'ShiftLeft', key: 'Shift' };
  for (const stroke of strokes) {
    const modifiers = stroke.shift === true ? SHIFT : 0;
    if (stroke.shift === true) await keyDown(keys, shiftKey, SHIFT);
    await keyDown(keys, stroke, modifiers);
    await keyUp(keys, stroke, modifiers);
    if (stroke.shift === true) await keyUp(keys, shiftKey);
  }
}

/** Strokes from a text like `KeyQ:a +KeyA:Q Space:_`; `+` is with Shift, `_` a space. */
export function strokes(text: string): Stroke[] {
  return text.split(' ').map((word) => {
    const shift = word.startsWith('+');
    const [code, key] = word.slice(shift ? 1 : 0).split(':');
    return { code: code!, key: key === '_' ? ' ' : key!, shift };
  });
}
