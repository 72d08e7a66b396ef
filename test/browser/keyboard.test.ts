import { describe, expect, test } from 'vitest';
import { MODE_SWITCH_KEYCODE } from '../../clients/browser/keyboard/key-codes.ts';
import { keyboardAndInputs, keyboardAndProgram, keyEvent, latin1, layout, press } from './key-events.ts';

describe('keys of the layout', () => {
  test('are sent as the keycodes of their places', () => {
    const { keyboard, program } = keyboardAndProgram('de');
    keyboard.keyDown(keyEvent('KeyY', 'z'));
    expect([...program.down]).toEqual([29]);
    keyboard.keyUp(keyEvent('KeyY', 'z'));
    press(keyboard, 'Semicolon', 'ö');
    press(keyboard, 'Minus', 'ß');
    expect(program.heard).toEqual(latin1('zöß'));
    expect(program.down.size).toBe(0);
  });

  test('with Shift and AltGr', () => {
    const { keyboard, program } = keyboardAndProgram('de');
    keyboard.keyDown(keyEvent('ShiftLeft', 'Shift', { held: ['Shift'] }));
    press(keyboard, 'Digit7', '/', { held: ['Shift'] });
    keyboard.keyUp(keyEvent('ShiftLeft', 'Shift'));
    keyboard.keyDown(keyEvent('AltRight', 'AltGraph', { held: ['AltGraph'] }));
    keyboard.keyDown(keyEvent('KeyQ', '@', { held: ['AltGraph'] }));
    expect(program.down).toEqual(new Set([108, 24]));
    keyboard.keyUp(keyEvent('KeyQ', '@', { held: ['AltGraph'] }));
    press(keyboard, 'KeyE', '€', { held: ['AltGraph'] });
    keyboard.keyUp(keyEvent('AltRight', 'AltGraph'));
    expect(program.heard).toEqual(['2f', '40', '20ac']);
    expect(program.down.size).toBe(0);
  });

  test('of other alphabets have their own keysyms, and Latin ones in shortcuts', () => {
    const { keyboard, program } = keyboardAndProgram('ru');
    press(keyboard, 'KeyC', 'с');
    keyboard.keyDown(keyEvent('ControlLeft', 'Control', { held: ['Control'] }));
    press(keyboard, 'KeyC', 'с', { held: ['Control'] });
    keyboard.keyUp(keyEvent('ControlLeft', 'Control'));
    expect(program.heard).toEqual(['6d3', 'Control+63']);
  });

  test('of the number pad follow Num Lock', () => {
    const { keyboard, program } = keyboardAndProgram('us');
    press(keyboard, 'Numpad7', 'Home', { location: 3 });
    press(keyboard, 'Numpad7', '7', { location: 3, held: ['NumLock'] });
    press(keyboard, 'NumpadEnter', 'Enter', { location: 3, held: ['NumLock'] });
    press(keyboard, 'NumpadDecimal', ',', { location: 3, held: ['NumLock'] });
    expect(program.heard).toEqual(['ff95', 'ffb7', 'ff8d', 'ffac']);
  });

  test('that repeat are left to the session', () => {
    const { keyboard, program } = keyboardAndProgram('us');
    keyboard.keyDown(keyEvent('KeyA', 'a'));
    expect(keyboard.keyDown(keyEvent('KeyA', 'a', { repeat: true }))).toBe(true);
    expect(program.heard).toEqual(['61']);
  });

  test('whose release was missed are pressed anew', () => {
    const { keyboard, program } = keyboardAndProgram('us');
    keyboard.keyDown(keyEvent('KeyA', 'a'));
    keyboard.keyDown(keyEvent('KeyA', 'a'));
    expect(program.heard).toEqual(['61', '61']);
  });

  test('without a character are sent by their names', () => {
    const { keyboard, program } = keyboardAndProgram('us');
    press(keyboard, 'F5', 'F5');
    press(keyboard, 'ArrowLeft', 'ArrowLeft');
    press(keyboard, '', 'Backspace');
    press(keyboard, 'Tab', 'Tab', { held: ['Shift'] });
    expect(program.heard).toEqual(['ffc2', 'ff51', 'ff08', 'fe20']);
    expect(program.modifiers).toEqual(new Set(['Shift']));
  });
});

describe('characters that the layout does not have', () => {
  test('are sent as what they are, and go up as that', () => {
    const { sent, keyboard } = keyboardAndInputs('us', { leads: true, alone: true });
    keyboard.keyDown(keyEvent('KeyY', 'z'));
    keyboard.keyUp(keyEvent('KeyY', 'z'));
    press(keyboard, 'KeyE', '語');
    keyboard.typeText('😀');
    expect(sent).toEqual(['keymap', '+7a@29', '-7a@29', '+1008a9e@26', '-1008a9e@26', '+101f600', '-101f600']);
  });

  test('keep the modifiers that are held', () => {
    const { keyboard, program } = keyboardAndProgram('us');
    keyboard.keyDown(keyEvent('ControlLeft', 'Control', { held: ['Control'] }));
    press(keyboard, 'KeyE', 'é', { held: ['Control'] });
    expect(program.heard).toEqual(['Control+e9']);
  });
});

describe('where the keymap is another terminal\u2019s, or others type too', () => {
  test.each([
    { leads: false, alone: false },
    { leads: true, alone: false },
  ])('keys are sent as what they mean: %o', (use) => {
    const { sent, keyboard } = keyboardAndInputs('de', use);
    expect(sent).toEqual(use.leads ? ['keymap'] : []);
    sent.length = 0;
    press(keyboard, 'KeyY', 'z');
    keyboard.keyDown(keyEvent('AltRight', 'AltGraph', { held: ['AltGraph'] }));
    press(keyboard, 'KeyQ', '@', { held: ['AltGraph'] });
    keyboard.keyUp(keyEvent('AltRight', 'AltGraph'));
    press(keyboard, 'F1', 'F1');
    keyboard.tap('Tab');
    expect(sent).toEqual([
      ...['+7a@29', '-7a@29', '+ff7e@108', '+40@24', '-40@24', '-ff7e@108'],
      ...['+ffbe@67', '-ffbe@67', '+ff09@23', '-ff09@23'],
    ]);
  });

  test('keys that are down go up as they went down when that changes', () => {
    const { sent, keyboard } = keyboardAndInputs('us', { leads: true, alone: true });
    keyboard.keyDown(keyEvent('KeyA', 'a'));
    keyboard.useIs({ leads: true, alone: false });
    keyboard.keyDown(keyEvent('KeyB', 'b'));
    keyboard.useIs({ leads: false, alone: false });
    keyboard.keyUp(keyEvent('KeyA', 'a'));
    keyboard.useIs({ leads: true, alone: true });
    keyboard.keyUp(keyEvent('KeyB', 'b'));
    expect(sent).toEqual(['keymap', '+38', '+62@56', '-38', 'keymap', '-62@56']);
  });
});

describe('composition', () => {
  test('a dead key is not sent, the composed character is', () => {
    const { keyboard, program } = keyboardAndProgram('de');
    expect(keyboard.keyDown(keyEvent('Equal', 'Dead'))).toBe(false);
    keyboard.keyUp(keyEvent('Equal', 'Dead'));
    expect(program.heard).toEqual([]);
    press(keyboard, 'KeyE', 'é');
    expect(program.heard).toEqual(['e9']);
    press(keyboard, 'KeyX', '´x');
    expect(program.heard).toEqual(['e9', 'b4', '78']);
  });

  test('keys that an input method has are not sent, what it composes is', () => {
    const { keyboard, program } = keyboardAndProgram('us');
    expect(keyboard.keyDown(keyEvent('KeyN', 'Process', { keyCode: 229 }))).toBe(false);
    expect(keyboard.keyDown(keyEvent('KeyI', 'i', { isComposing: true }))).toBe(false);
    keyboard.keyUp(keyEvent('KeyN', 'n'));
    expect(program.heard).toEqual([]);
    keyboard.typeText('日本 Ab\n');
    expect(program.heard).toEqual(['10065e5', '100672c', '20', '41', '62', 'ff0d']);
    expect(program.down.size).toBe(0);
  });
});

describe('modifiers', () => {
  test('that were let go unseen are released with the next event', () => {
    const { keyboard, program } = keyboardAndProgram('us');
    keyboard.keyDown(keyEvent('AltLeft', 'Alt', { held: ['Alt'] }));
    keyboard.keyDown(keyEvent('MetaLeft', 'Meta', { held: ['Alt', 'Meta'] }));
    press(keyboard, 'KeyA', 'a');
    expect(program.heard).toEqual(['61']);
    expect(program.down.size).toBe(0);
  });

  test('that were pressed unseen are pressed with the next event, and released again', () => {
    const { keyboard, program } = keyboardAndProgram('us');
    keyboard.pointerEvent({ getModifierState: (name) => name === 'Shift' });
    expect(program.modifiers).toEqual(new Set(['Shift']));
    press(keyboard, 'KeyC', 'c', { held: ['Control'] });
    expect(program.heard).toEqual(['Control+63']);
    keyboard.pointerEvent({ getModifierState: () => false });
    expect(program.down.size).toBe(0);
  });

  test('on both sides are two keys', () => {
    const { keyboard, program } = keyboardAndProgram('us');
    keyboard.keyDown(keyEvent('ShiftLeft', 'Shift', { held: ['Shift'] }));
    keyboard.keyDown(keyEvent('ShiftRight', 'Shift', { held: ['Shift'] }));
    expect(program.down).toEqual(new Set([50, 62]));
    keyboard.keyUp(keyEvent('ShiftLeft', 'Shift', { held: ['Shift'] }));
    expect(program.down).toEqual(new Set([62]));
    keyboard.keyUp(keyEvent('ShiftRight', 'Shift'));
    expect(program.down.size).toBe(0);
  });

  test("the Control that Windows puts before AltGr is not sent; the user's own is", () => {
    const { keyboard, program } = keyboardAndProgram('de', 'windows');
    keyboard.keyDown(keyEvent('ControlLeft', 'Control', { held: ['Control'], timeStamp: 1000 }));
    keyboard.keyDown(keyEvent('AltRight', 'AltGraph', { held: ['AltGraph'], timeStamp: 1001 }));
    press(keyboard, 'KeyQ', '@', { held: ['AltGraph'] });
    keyboard.keyUp(keyEvent('ControlLeft', 'Control', { held: ['AltGraph'] }));
    keyboard.keyUp(keyEvent('AltRight', 'AltGraph'));
    expect(program.heard).toEqual(['40']);
    expect(program.down.size).toBe(0);
    keyboard.keyDown(keyEvent('ControlLeft', 'Control', { held: ['Control'], timeStamp: 2000 }));
    expect(program.down.size).toBe(0);
    keyboard.flush();
    expect(program.modifiers).toEqual(new Set(['Control']));
    press(keyboard, 'KeyC', 'c', { held: ['Control'], timeStamp: 3000 });
    expect(program.heard).toEqual(['40', 'Control+63']);
  });

  test('Control and Alt that Windows takes for AltGr become AltGr', () => {
    const { keyboard, program } = keyboardAndProgram('de', 'windows');
    keyboard.keyDown(keyEvent('ControlLeft', 'Control', { held: ['Control'] }));
    keyboard.keyDown(keyEvent('AltLeft', 'Alt', { held: ['Control', 'Alt'] }));
    press(keyboard, 'KeyQ', '@', { held: ['AltGraph'] });
    expect(program.heard).toEqual(['40']);
  });

  test("a Mac's Option chooses characters, Command is Alt, and its lost releases are made up for", () => {
    const { keyboard, program } = keyboardAndProgram('de', 'mac');
    keyboard.keyDown(keyEvent('AltLeft', 'Alt', { held: ['Alt'] }));
    expect(program.down).toEqual(new Set([MODE_SWITCH_KEYCODE]));
    press(keyboard, 'KeyL', '@', { held: ['Alt'] });
    keyboard.keyUp(keyEvent('AltLeft', 'Alt'));
    keyboard.keyDown(keyEvent('MetaLeft', 'Meta', { held: ['Meta'] }));
    keyboard.keyDown(keyEvent('KeyC', 'c', { held: ['Meta'] }));
    keyboard.keyUp(keyEvent('MetaLeft', 'Meta'));
    expect(program.heard).toEqual(['40', 'Alt+63']);
    expect(program.down.size).toBe(0);
  });

  test('everything goes up when the page loses the keyboard', () => {
    const { keyboard, program } = keyboardAndProgram('us');
    keyboard.keyDown(keyEvent('ControlLeft', 'Control', { held: ['Control'] }));
    keyboard.keyDown(keyEvent('KeyA', 'a', { held: ['Control'] }));
    keyboard.releaseAll();
    expect(program.down.size).toBe(0);
  });

  test('on-screen modifiers stay through real keys until they are let go', () => {
    const { keyboard, program } = keyboardAndProgram('us');
    keyboard.holdModifier('Control', true);
    keyboard.tap('ArrowLeft');
    press(keyboard, 'KeyA', 'a');
    keyboard.holdModifier('Control', false);
    expect(program.heard).toEqual(['Control+ff51', 'Control+61']);
    expect(program.down.size).toBe(0);
  });
});

describe('locks', () => {
  test('Caps Lock is a key, and what it does is taken into account', () => {
    const { keyboard, program } = keyboardAndProgram('us');
    press(keyboard, 'CapsLock', 'CapsLock', { held: ['CapsLock'] });
    press(keyboard, 'KeyA', 'A', { held: ['CapsLock'] });
    press(keyboard, 'Digit1', '1', { held: ['CapsLock'] });
    expect(program.capsLock).toBe(true);
    expect(program.heard).toEqual(['41', '31']);
  });

  test('that were switched elsewhere are followed', () => {
    const { keyboard, program } = keyboardAndProgram('us');
    press(keyboard, 'KeyA', 'A', { held: ['CapsLock'] });
    expect(program.capsLock).toBe(true);
    press(keyboard, 'KeyA', 'a');
    expect(program.capsLock).toBe(false);
    expect(program.heard).toEqual(['41', '61']);
  });

  test('as the session tells them are not toggled again', () => {
    const { keyboard, program } = keyboardAndProgram('us');
    program.capsLock = true;
    keyboard.locksAre(true, false);
    press(keyboard, 'KeyA', 'A', { held: ['CapsLock'] });
    expect(program.capsLock).toBe(true);
    expect(program.heard).toEqual(['41']);
  });

  test('a Mac tells of Caps Lock going off by a release', () => {
    const { keyboard, program } = keyboardAndProgram('us', 'mac');
    keyboard.keyDown(keyEvent('CapsLock', 'CapsLock', { held: ['CapsLock'] }));
    expect(program.capsLock).toBe(true);
    keyboard.keyUp(keyEvent('CapsLock', 'CapsLock'));
    expect(program.capsLock).toBe(false);
  });
});

test('another layout takes effect while keys are down', () => {
  const { keyboard, program } = keyboardAndProgram('us');
  keyboard.keyDown(keyEvent('KeyA', 'a'));
  keyboard.setLayout(layout('fr'));
  press(keyboard, 'KeyQ', 'a');
  keyboard.keyUp(keyEvent('KeyA', 'a'));
  expect(program.heard).toEqual(['61', '61']);
  expect(program.down.size).toBe(0);
});
