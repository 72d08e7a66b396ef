/** Keys and buttons of the page as VNC servers take them. */
import { expect, test } from 'vitest';
import { Keyboard } from '../../clients/browser/keyboard/keyboard.ts';
import { readLayout } from '../../clients/browser/keyboard/layout.ts';
import { LAYOUTS } from '../../clients/browser/keyboard/layouts/all-layouts.ts';
import { VncInput } from '../../clients/browser/vnc/vnc-input.ts';
import { keyEvent } from './key-events.ts';

function inputOf(layout: string): {
  said: string[];
  input: VncInput;
  keyboard: Keyboard;
  key: (code: string, name: string, held: readonly string[], pressed: boolean) => void;
} {
  const said: string[] = [];
  const input = new VncInput((message) => {
    said.push(
      message.kind === 'key'
        ? `${message.down ? '+' : '-'}${message.keysym.toString(16)}${message.xt === undefined ? '' : `@${message.xt.toString(16)}`}`
        : `${message.x},${message.y}:${message.buttons}`,
    );
  });
  const keyboard = new Keyboard({
    layout: readLayout(LAYOUTS.find(({ id }) => id === layout)!),
    platform: 'other',
    send: (given) => input.take(given),
  });
  const key = (code: string, name: string, held: readonly string[], pressed: boolean) => {
    const event = keyEvent(code, name, { held });
    if (pressed) keyboard.keyDown(event);
    else keyboard.keyUp(event);
  };
  return { said, input, keyboard, key };
}

test('a key goes up as what it went down as, with its place on a PC keyboard', () => {
  const { said, key } = inputOf('us');
  key('ShiftLeft', 'Shift', ['Shift'], true);
  key('KeyA', 'A', ['Shift'], true);
  key('ShiftLeft', 'Shift', [], false);
  key('KeyA', 'a', [], false);
  key('KeyA', 'a', [], true);
  key('KeyA', 'a', [], false);
  key('ArrowUp', 'ArrowUp', [], true);
  key('ArrowUp', 'ArrowUp', [], false);
  expect(said).toEqual([
    ...['+ffe1@2a', '+41@1e', '-ffe1@2a', '-41@1e'],
    ...['+61@1e', '-61@1e', '+ff52@c8', '-ff52@c8'],
  ]);
});

test('what is held repeats, but no modifier', () => {
  const { said, input, key } = inputOf('us');
  input.repeat();
  key('ShiftLeft', 'Shift', ['Shift'], true);
  input.repeat();
  key('KeyA', 'A', ['Shift'], true);
  input.repeat();
  key('KeyA', 'A', ['Shift'], false);
  input.repeat();
  expect(said).toEqual(['+ffe1@2a', '+41@1e', '+41@1e', '-41@1e']);
});

test('AltGr is what other viewers call it', () => {
  const { said, key } = inputOf('de');
  key('AltRight', 'AltGraph', ['AltGraph'], true);
  key('KeyQ', '@', ['AltGraph'], true);
  key('KeyQ', '@', ['AltGraph'], false);
  key('AltRight', 'AltGraph', [], false);
  expect(said).toEqual(['+fe03@b8', '+40@10', '-40@10', '-fe03@b8']);
});

test('characters that no key has go without a place', () => {
  const { said, keyboard } = inputOf('us');
  keyboard.typeText('λ');
  expect(said).toEqual(['+7eb', '-7eb']);
});

test('Caps Lock counts, here as there', () => {
  const { said, keyboard, key } = inputOf('us');
  keyboard.locksAre(true, false);
  key('KeyA', 'A', ['CapsLock'], true);
  key('KeyA', 'A', ['CapsLock'], false);
  key('CapsLock', 'CapsLock', [], true);
  key('CapsLock', 'CapsLock', [], false);
  key('KeyA', 'a', [], true);
  expect(said.map((line) => line.split('@')[0])).toEqual(['+41', '-41', '+ffe5', '-ffe5', '+61']);
});

test('buttons are one mask; the ninth has no place in it', () => {
  const { said, input } = inputOf('us');
  input.take({ kind: 'motion', x: 7, y: 9 });
  for (const button of [1, 3, 9]) input.take({ kind: 'button', button, pressed: true });
  input.take({ kind: 'button', button: 1, pressed: false });
  expect(said).toEqual(['7,9:0', '7,9:1', '7,9:5', '7,9:5', '7,9:4']);
});
