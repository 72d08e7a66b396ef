import { expect, it } from 'vitest';
import { UnscrolledPlaces } from '../../rawpixel/screen/unscrolled-places.ts';

const film = { x: 1, y: 2, width: 30, height: 40 };

it('a place that never scrolls is looked at less and less often, never not at all, and always again once it scrolls', () => {
  const places = new UnscrolledPlaces();
  const change = (scrolled: boolean): string => {
    if (places.leaveOut({ ...film })) return '.';
    places.looked({ ...film }, scrolled);
    return 'L';
  };
  const changes = (count: number, scrolled: boolean): string =>
    Array.from({ length: count }, () => change(scrolled)).join('');
  expect(changes(30, false)).toBe('LL...L.......L.......L.......L');
  expect(changes(12, true)).toBe('.......LLLLL');
  // Other places are not concerned, however many there are.
  for (let x = 0; x < 100; x++) {
    expect(places.leaveOut({ ...film, x })).toBe(false);
    places.looked({ ...film, x }, false);
  }
});
