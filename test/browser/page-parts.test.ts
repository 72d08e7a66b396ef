/** Parts of the page that need no browser. */
import { describe, expect, test } from 'vitest';
import { bytesInWords, timeInWords } from '../../clients/browser/page/amounts.ts';
import { fittingScale } from '../../clients/browser/page/stage.ts';
import { inputUse, keyboardOf } from '../../clients/browser/page/standing.ts';
import { workerPause } from '../../clients/browser/page/terminal.ts';
import { Verifier } from '../../clients/browser/worker/verifier.ts';
import type { Standing } from '../../clients/browser/worker/messages.ts';

describe('the scale of a screen in a window', () => {
  const window = { width: 1000, height: 800 };
  test('shrinks what is larger until all of it is seen', () => {
    expect(fittingScale({ width: 2000, height: 800 }, window, 1)).toBe(0.5);
    expect(fittingScale({ width: 1000, height: 1000 }, window, 1)).toBe(0.8);
  });
  test('leaves what is a little smaller as it is', () => {
    expect(fittingScale({ width: 700, height: 500 }, window, 1)).toBe(1);
  });
  test('grows what is much smaller by whole pixels of the display only', () => {
    expect(fittingScale({ width: 300, height: 200 }, window, 1)).toBe(3);
    expect(fittingScale({ width: 600, height: 400 }, window, 2)).toBe(1.5);
  });
});

describe('amounts in words', () => {
  test.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1000, '1.0 KB'],
    [12_345, '12 KB'],
    [999_499, '999 KB'],
    [999_500, '1.0 MB'],
    [23_400_000, '23 MB'],
  ])('%i bytes', (bytes, words) => expect(bytesInWords(bytes)).toBe(words));
  test.each([
    [0.42, '0.4 ms'],
    [34.4, '34 ms'],
    [999.4, '999 ms'],
    [1300, '1.3 s'],
  ])('%d ms', (milliseconds, words) => expect(timeInWords(milliseconds)).toBe(words));
});

describe('whose input counts', () => {
  const standing: Standing = {
    terminal: 7,
    wire: 'nx',
    link: 'none',
    offered: ['x11', 'nx'],
    changing: false,
    viewOnly: false,
    holder: false,
    primary: false,
    keyboard: 'everyone',
    participants: [
      {
        terminal: 4,
        wire: 'x11',
        you: false,
        holder: true,
        primary: true,
        viewOnly: false,
        visible: true,
        link: 'none',
      },
      {
        terminal: 7,
        wire: 'nx',
        you: true,
        holder: false,
        primary: false,
        viewOnly: false,
        visible: true,
        link: 'none',
      },
    ],
  };
  test('everybody’s, but that of those who may only look', () => {
    expect(inputUse('connected', standing)).toBe('taking');
    expect(inputUse('connected', { ...standing, viewOnly: true })).toBe('ignored');
    expect(inputUse('connected', undefined)).toBe('taking');
  });
  test('the holder’s alone where one holds the keyboard', () => {
    expect(inputUse('connected', { ...standing, keyboard: 'holder' })).toBe('ignored');
    expect(inputUse('connected', { ...standing, keyboard: 'holder', holder: true })).toBe('taking');
  });
  test('nobody’s before the session is there', () => {
    for (const state of ['connecting', 'joining', 'lost', 'refused'] as const) {
      expect(inputUse(state, standing)).toBe('waiting');
    }
  });
  test('is told in words', () => {
    expect(keyboardOf({ ...standing, keyboard: 'holder' })).toBe('Terminal 4 has the keyboard');
    expect(keyboardOf({ ...standing, keyboard: 'holder', participants: [] })).toBe('Nobody has the keyboard');
    expect(keyboardOf({ ...standing, keyboard: 'holder', holder: true })).toBe('You have the keyboard');
  });
});

test('a worker is replaced at once, one that dies young after growing pauses', () => {
  expect([0, 1, 2, 3, 40].map(workerPause)).toEqual([0, 1000, 2000, 4000, 30_000]);
});

test('answers of the host go to their questions, in order', () => {
  const answers: [number, boolean][] = [];
  let there = true;
  const verifier = new Verifier(
    () => there,
    (id, equal) => answers.push([id, equal]),
  );
  verifier.ask(1);
  verifier.ask(2);
  verifier.answer(true);
  verifier.answer(false);
  verifier.ask(3);
  verifier.lost();
  there = false;
  verifier.ask(4);
  expect(answers).toEqual([
    [1, true],
    [2, false],
    [3, false],
    [4, false],
  ]);
  expect([verifier.equal, verifier.differed]).toEqual([1, 1]);
});
