import { describe, expect, test } from 'vitest';
import { LayoutFollower, layoutOfMap, preferredLayouts } from '../../clients/browser/keyboard/layout-follower.ts';
import { readLayout, type Layout } from '../../clients/browser/keyboard/layout.ts';
import { LAYOUTS } from '../../clients/browser/keyboard/layouts/all-layouts.ts';
import { keyEvent, layout, type EventOptions } from './key-events.ts';

const layouts = LAYOUTS.map(readLayout);

/** Types pairs of code and key, as `KeyQ:a`; gives the layout in the end. */
function typed(pairs: string, languages: readonly string[], start: string, options: EventOptions = {}): string {
  const follower = new LayoutFollower(layouts, languages);
  let current: Layout = layout(start);
  for (const pair of pairs.split(' ')) {
    const [code, key] = pair.split(':');
    current = follower.observe(keyEvent(code!, key!, options), current) ?? current;
  }
  return current.id;
}

describe('the layout is found from what is typed', () => {
  test('stays while it explains the keys', () => {
    expect(typed('KeyQ:q KeyA:a Semicolon:; Slash:/', ['en-US'], 'us')).toBe('us');
  });

  test('changes at the first key that tells', () => {
    expect(typed('KeyQ:a', ['en-US'], 'us')).toBe('fr');
    expect(typed('KeyF:а', ['en-US'], 'us')).toBe('ru');
    expect(typed('KeyA:α', ['en-US'], 'us')).toBe('gr');
    expect(typed('Semicolon:ñ', ['en-US'], 'us')).toBe('es');
  });

  test("prefers the user's languages among those that explain it", () => {
    expect(typed('KeyY:z', ['de-DE', 'en'], 'us')).toBe('de');
    expect(typed('KeyY:z', ['de-CH', 'en'], 'us')).toBe('ch');
    expect(typed('KeyY:z', ['cs-CZ'], 'us')).toBe('cz');
    expect(typed('KeyF:а', ['uk-UA'], 'us')).toBe('ua');
  });

  test('goes by all that has been typed', () => {
    // å alone is Swedish, Norwegian, Danish and Finnish; ø is Norwegian at this place, Danish at the other.
    expect(typed('BracketLeft:å Semicolon:ø', ['en-US'], 'us')).toBe('no');
    expect(typed('BracketLeft:å Quote:ø', ['en-US'], 'us')).toBe('dk');
  });

  test('follows a user who switches layouts, there and back', () => {
    expect(typed('KeyA:a KeyF:а KeyD:в', ['ru-RU'], 'us')).toBe('ru');
    expect(typed('KeyF:а KeyD:в KeyC:c KeyD:d', ['ru-RU'], 'ru')).toBe('us');
    // The full stop beside the right Shift key is Turkish too.
    expect(typed('KeyF:а Slash:. KeyX:x', ['ru-RU'], 'ru')).toBe('us');
  });

  test('takes dead keys as a sign', () => {
    expect(typed('Quote:Dead', ['en-US'], 'us')).not.toBe('us');
  });

  test('learns nothing from shortcuts, the number pad, names and unknown characters', () => {
    expect(typed('KeyQ:a', ['en-US'], 'us', { held: ['Control'] })).toBe('us');
    expect(typed('Numpad1:1', ['en-US'], 'us', { location: 3 })).toBe('us');
    expect(typed('Enter:Enter KeyA:語', ['en-US'], 'us')).toBe('us');
  });

  test('sees through Caps Lock', () => {
    expect(typed('KeyQ:Q KeyA:A', ['en-US'], 'us', { held: ['CapsLock'] })).toBe('us');
    expect(typed('KeyQ:A', ['en-US'], 'us', { held: ['CapsLock'] })).toBe('fr');
    expect(typed('KeyQ:a', ['en-US'], 'us', { held: ['CapsLock', 'Shift'] })).toBe('fr');
  });
});

test('every layout is found from its own plain keys', () => {
  for (const wanted of layouts) {
    const follower = new LayoutFollower(layouts, wanted.languages);
    let current = layout('us');
    for (const [code, levels] of wanted.keys) {
      const character = String.fromCodePoint(levels[0]);
      // Plain Latin 1 characters are enough to tell; others are tested above.
      if (levels[0] > 0xff || levels[0] < 0x20) continue;
      current = follower.observe(keyEvent(code, character), current) ?? current;
    }
    if (wanted.nonLatin || wanted.id === 'us-intl' || wanted.id === 'pl') continue;
    expect(current.id).toBe(wanted.id);
  }
});

test('the map of the whole keyboard that browsers give names the layout', () => {
  const german = new Map([...layout('de').keys].map(([code, [plain]]) => [code, String.fromCodePoint(plain)]));
  german.set('Backquote', '^').set('Equal', '´');
  expect(layoutOfMap(layouts, german, ['en-US'])?.id).toBe('de');
  const english = new Map([...layout('us').keys].map(([code, [plain]]) => [code, String.fromCodePoint(plain)]));
  expect(layoutOfMap(layouts, english, ['en-US'])?.id).toBe('us');
  expect(layoutOfMap(layouts, english, ['pl'])?.id).toBe('pl');
  expect(layoutOfMap(layouts, new Map(), ['de'])).toBeUndefined();
});

test('languages choose the first layout', () => {
  const first = (...languages: string[]) => preferredLayouts(layouts, languages)[0]!.id;
  expect(first('de-AT', 'en')).toBe('de');
  expect(first('fr-CH')).toBe('ch');
  expect(first('pt-BR')).toBe('br');
  expect(first('sv-SE')).toBe('se');
  expect(first('en-GB')).toBe('gb');
  expect(first('xx')).toBe('us');
});
