/** Keys by their place on a PC keyboard: QEMU's extended key events have XT set 1, X has the codes of Linux plus 8. */

/** X keycodes of the keys whose XT code has the prefix E0, by that code with bit 7 set. */
const EXTENDED = new Map<number, number>([
  [0x9c, 104], // Enter of the keypad
  [0x9d, 105], // right Control
  [0xb5, 106], // Divide of the keypad
  [0xb7, 107], // Print
  [0xb8, 108], // right Alt
  [0xc6, 127], // Pause
  [0xc7, 110], // Home
  [0xc8, 111], // Up
  [0xc9, 112], // Page Up
  [0xcb, 113], // Left
  [0xcd, 114], // Right
  [0xcf, 115], // End
  [0xd0, 116], // Down
  [0xd1, 117], // Page Down
  [0xd2, 118], // Insert
  [0xd3, 119], // Delete
  [0xdb, 133], // left Super
  [0xdc, 134], // right Super
  [0xdd, 135], // Menu
]);
const EXTENDED_CODES = new Map(Array.from(EXTENDED, ([code, keycode]) => [keycode, code]));

/** Linux numbers the keys of the oldest keyboards as they were, up to F12. */
const LAST_PLAIN = 0x58;
const X_OFFSET = 8;

/** The X keycode (evdev) of an XT code; undefined for keys that a PC keyboard does not have. */
export function keycodeOfXt(code: number): number | undefined {
  if (code > 0 && code <= LAST_PLAIN) return code + X_OFFSET;
  return EXTENDED.get(code);
}

/** The other way round. */
export function xtOfKeycode(keycode: number): number | undefined {
  if (keycode > X_OFFSET && keycode <= LAST_PLAIN + X_OFFSET) return keycode - X_OFFSET;
  return EXTENDED_CODES.get(keycode);
}
