/**
 * The keyboard of a session before any terminal has said what the user has: evdev keycodes (those of Linux plus 8), the us layout, as X.Org
 * sets it up by default.
 */
import type { KeyMapping } from '../state/input.ts';
import { KeyType, mappingFromCore, unmappedKey, type TypeLevels } from './key-mapping.ts';

export const MIN_KEYCODE = 8;
export const MAX_KEYCODE = 255;

/** Keysyms by keycode, one for each level. */
const KEYSYMS: Readonly<Record<number, readonly number[]>> = {
  9: [0xff1b],
  10: [0x31, 0x21],
  11: [0x32, 0x40],
  12: [0x33, 0x23],
  13: [0x34, 0x24],
  14: [0x35, 0x25],
  15: [0x36, 0x5e],
  16: [0x37, 0x26],
  17: [0x38, 0x2a],
  18: [0x39, 0x28],
  19: [0x30, 0x29],
  20: [0x2d, 0x5f],
  21: [0x3d, 0x2b],
  22: [0xff08, 0xff08],
  23: [0xff09, 0xfe20],
  24: [0x71, 0x51],
  25: [0x77, 0x57],
  26: [0x65, 0x45],
  27: [0x72, 0x52],
  28: [0x74, 0x54],
  29: [0x79, 0x59],
  30: [0x75, 0x55],
  31: [0x69, 0x49],
  32: [0x6f, 0x4f],
  33: [0x70, 0x50],
  34: [0x5b, 0x7b],
  35: [0x5d, 0x7d],
  36: [0xff0d],
  37: [0xffe3],
  38: [0x61, 0x41],
  39: [0x73, 0x53],
  40: [0x64, 0x44],
  41: [0x66, 0x46],
  42: [0x67, 0x47],
  43: [0x68, 0x48],
  44: [0x6a, 0x4a],
  45: [0x6b, 0x4b],
  46: [0x6c, 0x4c],
  47: [0x3b, 0x3a],
  48: [0x27, 0x22],
  49: [0x60, 0x7e],
  50: [0xffe1],
  51: [0x5c, 0x7c],
  52: [0x7a, 0x5a],
  53: [0x78, 0x58],
  54: [0x63, 0x43],
  55: [0x76, 0x56],
  56: [0x62, 0x42],
  57: [0x6e, 0x4e],
  58: [0x6d, 0x4d],
  59: [0x2c, 0x3c],
  60: [0x2e, 0x3e],
  61: [0x2f, 0x3f],
  62: [0xffe2],
  63: [0xffaa, 0xffaa, 0xffaa, 0xffaa, 0x1008fe21],
  64: [0xffe9, 0xffe7],
  65: [0x20],
  66: [0xffe5],
  67: [0xffbe, 0xffbe, 0xffbe, 0xffbe, 0x1008fe01],
  68: [0xffbf, 0xffbf, 0xffbf, 0xffbf, 0x1008fe02],
  69: [0xffc0, 0xffc0, 0xffc0, 0xffc0, 0x1008fe03],
  70: [0xffc1, 0xffc1, 0xffc1, 0xffc1, 0x1008fe04],
  71: [0xffc2, 0xffc2, 0xffc2, 0xffc2, 0x1008fe05],
  72: [0xffc3, 0xffc3, 0xffc3, 0xffc3, 0x1008fe06],
  73: [0xffc4, 0xffc4, 0xffc4, 0xffc4, 0x1008fe07],
  74: [0xffc5, 0xffc5, 0xffc5, 0xffc5, 0x1008fe08],
  75: [0xffc6, 0xffc6, 0xffc6, 0xffc6, 0x1008fe09],
  76: [0xffc7, 0xffc7, 0xffc7, 0xffc7, 0x1008fe0a],
  77: [0xff7f],
  78: [0xff14],
  79: [0xff95, 0xffb7],
  80: [0xff97, 0xffb8],
  81: [0xff9a, 0xffb9],
  82: [0xffad, 0xffad, 0xffad, 0xffad, 0x1008fe23],
  83: [0xff96, 0xffb4],
  84: [0xff9d, 0xffb5],
  85: [0xff98, 0xffb6],
  86: [0xffab, 0xffab, 0xffab, 0xffab, 0x1008fe22],
  87: [0xff9c, 0xffb1],
  88: [0xff99, 0xffb2],
  89: [0xff9b, 0xffb3],
  90: [0xff9e, 0xffb0],
  91: [0xff9f, 0xffae],
  92: [0xfe03],
  94: [0x3c, 0x3e, 0x7c, 0xa6],
  95: [0xffc8, 0xffc8, 0xffc8, 0xffc8, 0x1008fe0b],
  96: [0xffc9, 0xffc9, 0xffc9, 0xffc9, 0x1008fe0c],
  98: [0xff26],
  99: [0xff25],
  100: [0xff23],
  101: [0xff27],
  102: [0xff22],
  104: [0xff8d],
  105: [0xffe4],
  106: [0xffaf, 0xffaf, 0xffaf, 0xffaf, 0x1008fe20],
  107: [0xff61, 0xff15],
  108: [0xffea, 0xffe8],
  109: [0xff0a],
  110: [0xff50],
  111: [0xff52],
  112: [0xff55],
  113: [0xff51],
  114: [0xff53],
  115: [0xff57],
  116: [0xff54],
  117: [0xff56],
  118: [0xff63],
  119: [0xffff],
  121: [0x1008ff12],
  122: [0x1008ff11],
  123: [0x1008ff13],
  124: [0x1008ff2a],
  125: [0xffbd],
  126: [0xb1],
  127: [0xff13, 0xff6b],
  128: [0x1008ff4a],
  129: [0xffae, 0xffae],
  130: [0xff31],
  131: [0xff34],
  133: [0xffeb],
  134: [0xffec],
  135: [0xff67],
  136: [0xff69],
  137: [0xff66],
  138: [0x1005ff70],
  139: [0xff65],
  140: [0x1005ff71],
  141: [0x1008ff57],
  142: [0x1008ff6b],
  143: [0x1008ff6d],
  144: [0xff68],
  145: [0x1008ff58],
  146: [0xff6a],
  147: [0x1008ff65],
  148: [0x1008ff1d],
  150: [0x1008ff2f],
  151: [0x1008ff2b],
  152: [0x1008ff5d],
  153: [0x1008ff7b],
  155: [0x1008ff8a],
  156: [0x1008ff41],
  157: [0x1008ff42],
  158: [0x1008ff2e],
  159: [0x1008ff5a],
  160: [0x1008ff2d],
  161: [0x1008ff74],
  162: [0x1008ff7f],
  163: [0x1008ff19],
  164: [0x1008ff30],
  165: [0x1008ff33],
  166: [0x1008ff26],
  167: [0x1008ff27],
  169: [0x1008ff2c],
  170: [0x1008ff2c],
  171: [0x1008ff17],
  172: [0x1008ff14, 0x1008ff31],
  173: [0x1008ff16],
  174: [0x1008ff15, 0x1008ff2c],
  175: [0x1008ff1c],
  176: [0x1008ff3e],
  177: [0x1008ff6e],
  179: [0x1008ff81],
  180: [0x1008ff18],
  181: [0x1008ff73],
  182: [0x1008ff56],
  185: [0x1008ff78],
  186: [0x1008ff79],
  187: [0x28],
  188: [0x29],
  189: [0x1008ff68],
  190: [0xff66],
  191: [0x1008ff81],
  192: [0x1008ff45],
  193: [0x1008ff46],
  194: [0x1008ff47],
  195: [0x1008ff48],
  196: [0x1008ff49],
  198: [0x1008ffb2],
  199: [0x1008ffa9],
  200: [0x1008ffb0],
  201: [0x1008ffb1],
  203: [0xff7e],
  204: [0x0, 0xffe9],
  205: [0x0, 0xffe7],
  206: [0x0, 0xffeb],
  207: [0x0, 0xffed],
  208: [0x1008ff14],
  209: [0x1008ff31],
  210: [0x1008ff43],
  211: [0x1008ff44],
  212: [0x1008ff4b],
  213: [0x1008ffa7],
  214: [0x1008ff56],
  215: [0x1008ff14],
  216: [0x1008ff97],
  218: [0xff61],
  220: [0x1008ff8f],
  221: [0x1008ffb6],
  223: [0x1008ff19],
  224: [0x1008ff8e],
  225: [0x1008ff1b],
  226: [0x1008ff5f],
  227: [0x1008ff3c],
  228: [0x1008ff5e],
  229: [0x1008ff36],
  231: [0xff69],
  232: [0x1008ff03],
  233: [0x1008ff02],
  234: [0x1008ff32],
  235: [0x1008ff59],
  236: [0x1008ff04],
  237: [0x1008ff06],
  238: [0x1008ff05],
  239: [0x1008ff7b],
  240: [0x1008ff72],
  241: [0x1008ff90],
  242: [0x1008ff77],
  243: [0x1008ff5b],
  244: [0x1008ff93],
  245: [0x1008ff94],
  246: [0x1008ff95],
  247: [0x1008ff96],
  249: [0x1008fe22],
  250: [0x1008fe23],
  251: [0x1008ff07],
  252: [0x100810f4],
  253: [0x100810f5],
  254: [0x1008ffb4],
  255: [0x1008ffb5],
};

const CONTROL_ALT_KEYS = [63, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 82, 86, 95, 96, 106];
const LETTER_ROWS = [24, 38, 52];
const ROW_LENGTHS = [10, 9, 7];

/** Types that the layout gives to keys; the others follow from the keysyms. */
function explicitTypes(): Map<number, number> {
  const types = new Map<number, number>();
  for (const keycode of CONTROL_ALT_KEYS) types.set(keycode, KeyType.ControlAlt);
  LETTER_ROWS.forEach((first, row) => {
    for (let i = 0; i < ROW_LENGTHS[row]!; i++) types.set(first + i, KeyType.Alphabetic);
  });
  types.set(94, KeyType.FourLevel);
  types.set(107, KeyType.AltLevel2);
  types.set(108, KeyType.TwoLevel);
  types.set(127, KeyType.ControlLevel2);
  return types;
}

/** Key mappings from MIN_KEYCODE to MAX_KEYCODE. */
export function defaultKeyMappings(known: TypeLevels): KeyMapping[] {
  const types = explicitTypes();
  const mappings: KeyMapping[] = [];
  for (let keycode = MIN_KEYCODE; keycode <= MAX_KEYCODE; keycode++) {
    const keysyms = KEYSYMS[keycode] ?? [];
    const type = types.get(keycode);
    if (type !== undefined) {
      mappings.push({ types: [type], explicitTypes: 1, keysyms: Uint32Array.from(keysyms) });
    } else {
      const [first = 0, second = 0] = keysyms;
      const mapping = mappingFromCore([first, second, first, second], unmappedKey, known);
      // Layouts, unlike ChangeKeyboardMapping, take a key with one keysym twice (BackSpace) for no letter.
      const isDouble = first === second && mapping.types[0] === KeyType.Alphabetic;
      mappings.push(isDouble ? { ...mapping, types: [KeyType.TwoLevel] } : mapping);
    }
  }
  return mappings;
}

/** Keycodes of Shift, Lock, Control, Mod1 (Alt), Mod2 (Num_Lock), Mod3, Mod4 (Super), Mod5 (AltGr). */
const MODIFIER_KEYCODES: readonly (readonly number[])[] = [
  [50, 62],
  [66],
  [37, 105],
  [64, 108, 205],
  [77],
  [],
  [133, 134, 206, 207],
  [92, 203],
];

/** Modifier mask of each of the 256 keycodes. */
export function defaultModifierMap(): Uint8Array {
  const map = new Uint8Array(256);
  MODIFIER_KEYCODES.forEach((keycodes, modifier) => {
    for (const keycode of keycodes) map[keycode] = 1 << modifier;
  });
  return map;
}
