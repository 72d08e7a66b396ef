/**
 * The key types of X.Org's default keymap (xkeyboard-config's `complete`), written as the modifiers that choose each level; the first four
 * are the protocol's own (XKB protocol §12.2.1).
 */
import type { XkbKeyType, XkbModifiers } from '../../state/xkb.ts';

/** Names of the virtual modifiers, in the order of their bits. */
export const VIRTUAL_MODIFIERS = [
  'NumLock',
  'Alt',
  'LevelThree',
  'LAlt',
  'RAlt',
  'RControl',
  'LControl',
  'ScrollLock',
  'LevelFive',
  'AltGr',
  'Meta',
  'Super',
  'Hyper',
] as const;

const REAL_MODIFIERS = ['Shift', 'Lock', 'Control', 'Mod1', 'Mod2', 'Mod3', 'Mod4', 'Mod5'];

interface TypeDescription {
  readonly name: string;
  readonly modifiers: string;
  /** Names of the levels. */
  readonly levels: readonly string[];
  /** `Modifiers=level`, the first level being 1; `keeps` names modifiers that the level does not use up. */
  readonly map: string;
}

const TYPES: readonly TypeDescription[] = [
  {
    name: 'ONE_LEVEL',
    modifiers: '',
    levels: ['Any'],
    map: '',
  },
  {
    name: 'TWO_LEVEL',
    modifiers: 'Shift',
    levels: ['Base', 'Shift'],
    map: 'Shift=2',
  },
  {
    name: 'ALPHABETIC',
    modifiers: 'Shift+Lock',
    levels: ['Base', 'Caps'],
    map: 'Shift=2, Lock=2',
  },
  {
    name: 'KEYPAD',
    modifiers: 'Shift+NumLock',
    levels: ['Base', 'Number'],
    map: 'NumLock=2',
  },
  {
    name: 'SHIFT+ALT',
    modifiers: 'Shift+Alt',
    levels: ['Base', 'Shift+Alt'],
    map: 'Shift+Alt=2',
  },
  {
    name: 'PC_SUPER_LEVEL2',
    modifiers: 'Mod4',
    levels: ['Base', 'Super'],
    map: 'Mod4=2',
  },
  {
    name: 'PC_CONTROL_LEVEL2',
    modifiers: 'Control',
    levels: ['Base', 'Control'],
    map: 'Control=2',
  },
  {
    name: 'PC_LCONTROL_LEVEL2',
    modifiers: 'LControl',
    levels: ['Base', 'LControl'],
    map: 'LControl=2',
  },
  {
    name: 'PC_RCONTROL_LEVEL2',
    modifiers: 'RControl',
    levels: ['Base', 'RControl'],
    map: 'RControl=2',
  },
  {
    name: 'PC_ALT_LEVEL2',
    modifiers: 'Alt',
    levels: ['Base', 'Alt'],
    map: 'Alt=2',
  },
  {
    name: 'PC_LALT_LEVEL2',
    modifiers: 'LAlt',
    levels: ['Base', 'LAlt'],
    map: 'LAlt=2',
  },
  {
    name: 'PC_RALT_LEVEL2',
    modifiers: 'RAlt',
    levels: ['Base', 'RAlt'],
    map: 'RAlt=2',
  },
  {
    name: 'CTRL+ALT',
    modifiers: 'Shift+Control+Alt+LevelThree',
    levels: ['Base', 'Shift', 'Alt Base', 'Shift Alt', 'Ctrl+Alt'],
    map: 'Shift=2 keeps Shift, LevelThree=3, Shift+LevelThree=4 keeps Shift, Control+Alt=5',
  },
  {
    name: 'LOCAL_EIGHT_LEVEL',
    modifiers: 'Shift+Lock+Control+LevelThree',
    levels: ['Base', 'Shift', 'Level3', 'Shift Level3', 'Ctrl', 'Shift Ctrl', 'Level3 Ctrl', 'Shift Level3 Ctrl'],
    map: 'Shift+Lock=1, Shift=2, Lock=2, LevelThree=3, Shift+Lock+LevelThree=3, Shift+LevelThree=4, Lock+LevelThree=4, Control=5, Shift+Lock+Control=5, Shift+Control=6, Lock+Control=6, Control+LevelThree=7, Shift+Lock+Control+LevelThree=7, Shift+Control+LevelThree=8, Lock+Control+LevelThree=8',
  },
  {
    name: 'THREE_LEVEL',
    modifiers: 'Shift+LevelThree',
    levels: ['Base', 'Shift', 'Level3'],
    map: 'Shift=2, LevelThree=3, Shift+LevelThree=3',
  },
  {
    name: 'EIGHT_LEVEL',
    modifiers: 'Shift+LevelThree+LevelFive',
    levels: ['Base', 'Shift', 'Alt Base', 'Shift Alt', 'X', 'X Shift', 'X Alt Base', 'X Shift Alt'],
    map: 'Shift=2, LevelThree=3, Shift+LevelThree=4, LevelFive=5, Shift+LevelFive=6, LevelThree+LevelFive=7, Shift+LevelThree+LevelFive=8',
  },
  {
    name: 'EIGHT_LEVEL_ALPHABETIC',
    modifiers: 'Shift+Lock+LevelThree+LevelFive',
    levels: ['Base', 'Shift', 'Alt Base', 'Shift Alt', 'X', 'X Shift', 'X Alt Base', 'X Shift Alt'],
    map: 'Shift=2, Lock=2, LevelThree=3, Shift+LevelThree=4, Lock+LevelThree=4, Shift+Lock+LevelThree=3, LevelFive=5, Shift+LevelFive=6, Lock+LevelFive=6, LevelThree+LevelFive=7, Shift+LevelThree+LevelFive=8, Lock+LevelThree+LevelFive=8, Shift+Lock+LevelThree+LevelFive=7',
  },
  {
    name: 'EIGHT_LEVEL_LEVEL_FIVE_LOCK',
    modifiers: 'Shift+Lock+NumLock+LevelThree+LevelFive',
    levels: ['Base', 'Shift', 'Alt Base', 'Shift Alt', 'X', 'X Shift', 'X Alt Base', 'X Shift Alt'],
    map: 'Shift=2, LevelThree=3, Shift+LevelThree=4, LevelFive=5, Shift+LevelFive=6 keeps Shift, LevelThree+LevelFive=7, Shift+LevelThree+LevelFive=8, NumLock=5, Shift+NumLock=6 keeps Shift, NumLock+LevelThree=7, Shift+NumLock+LevelThree=8, Shift+NumLock+LevelFive=2, NumLock+LevelThree+LevelFive=3, Shift+NumLock+LevelThree+LevelFive=4, Shift+Lock=2, Lock+LevelThree=3, Shift+Lock+LevelThree=4, Lock+LevelFive=5, Shift+Lock+LevelFive=6 keeps Shift, Lock+LevelThree+LevelFive=7, Shift+Lock+LevelThree+LevelFive=8, Lock+NumLock=5, Shift+Lock+NumLock=6 keeps Shift, Lock+NumLock+LevelThree=7, Shift+Lock+NumLock+LevelThree=8, Shift+Lock+NumLock+LevelFive=2, Lock+NumLock+LevelThree+LevelFive=3, Shift+Lock+NumLock+LevelThree+LevelFive=4',
  },
  {
    name: 'EIGHT_LEVEL_ALPHABETIC_LEVEL_FIVE_LOCK',
    modifiers: 'Shift+Lock+NumLock+LevelThree+LevelFive',
    levels: ['Base', 'Shift', 'Alt Base', 'Shift Alt', 'X', 'X Shift', 'X Alt Base', 'X Shift Alt'],
    map: 'Shift=2, LevelThree=3, Shift+LevelThree=4, LevelFive=5, Shift+LevelFive=6 keeps Shift, LevelThree+LevelFive=7, Shift+LevelThree+LevelFive=8, NumLock=5, Shift+NumLock=6 keeps Shift, NumLock+LevelThree=7, Shift+NumLock+LevelThree=8, Shift+NumLock+LevelFive=2, NumLock+LevelThree+LevelFive=3, Shift+NumLock+LevelThree+LevelFive=4, Lock=2, Lock+LevelThree=3, Shift+Lock+LevelThree=4, Lock+LevelFive=5, Shift+Lock+LevelFive=6, Lock+LevelThree+LevelFive=7, Shift+Lock+LevelThree+LevelFive=8, Lock+NumLock=5, Shift+Lock+NumLock=6, Lock+NumLock+LevelThree=7, Shift+Lock+NumLock+LevelThree=8, Lock+NumLock+LevelFive=2, Lock+NumLock+LevelThree+LevelFive=4, Shift+Lock+NumLock+LevelThree+LevelFive=3',
  },
  {
    name: 'EIGHT_LEVEL_SEMIALPHABETIC',
    modifiers: 'Shift+Lock+LevelThree+LevelFive',
    levels: ['Base', 'Shift', 'Alt Base', 'Shift Alt', 'X', 'X Shift', 'X Alt Base', 'X Shift Alt'],
    map: 'Shift=2, Lock=2, LevelThree=3, Shift+LevelThree=4, Lock+LevelThree=3 keeps Lock, Shift+Lock+LevelThree=4 keeps Lock, LevelFive=5, Shift+LevelFive=6, Lock+LevelFive=6 keeps Lock, Shift+Lock+LevelFive=6 keeps Lock, LevelThree+LevelFive=7, Shift+LevelThree+LevelFive=8, Lock+LevelThree+LevelFive=7 keeps Lock, Shift+Lock+LevelThree+LevelFive=8 keeps Lock',
  },
  {
    name: 'FOUR_LEVEL',
    modifiers: 'Shift+LevelThree',
    levels: ['Base', 'Shift', 'Alt Base', 'Shift Alt'],
    map: 'Shift=2, LevelThree=3, Shift+LevelThree=4',
  },
  {
    name: 'FOUR_LEVEL_ALPHABETIC',
    modifiers: 'Shift+Lock+LevelThree',
    levels: ['Base', 'Shift', 'Alt Base', 'Shift Alt'],
    map: 'Shift=2, Lock=2, LevelThree=3, Shift+LevelThree=4, Lock+LevelThree=4, Shift+Lock+LevelThree=3',
  },
  {
    name: 'FOUR_LEVEL_SEMIALPHABETIC',
    modifiers: 'Shift+Lock+LevelThree',
    levels: ['Base', 'Shift', 'Alt Base', 'Shift Alt'],
    map: 'Shift=2, Lock=2, LevelThree=3, Shift+LevelThree=4, Lock+LevelThree=3 keeps Lock, Shift+Lock+LevelThree=4 keeps Lock',
  },
  {
    name: 'FOUR_LEVEL_MIXED_KEYPAD',
    modifiers: 'Shift+NumLock+LevelThree',
    levels: ['Base', 'Number', 'Alt Base', 'Shift Alt'],
    map: 'Shift+NumLock=1, NumLock=2, Shift=2, LevelThree=3, NumLock+LevelThree=3, Shift+LevelThree=4, Shift+NumLock+LevelThree=4',
  },
  {
    name: 'FOUR_LEVEL_X',
    modifiers: 'Shift+Control+Alt+LevelThree',
    levels: ['Base', 'Alt Base', 'Shift Alt', 'Ctrl+Alt'],
    map: 'LevelThree=2, Shift+LevelThree=3, Control+Alt=4',
  },
  {
    name: 'SEPARATE_CAPS_AND_SHIFT_ALPHABETIC',
    modifiers: 'Shift+Lock+LevelThree',
    levels: ['Base', 'Shift', 'AltGr Base', 'Shift AltGr'],
    map: 'Shift=2, Lock=4 keeps Lock, LevelThree=3, Shift+LevelThree=4, Lock+LevelThree=3 keeps Lock, Shift+Lock+LevelThree=3',
  },
  {
    name: 'FOUR_LEVEL_PLUS_LOCK',
    modifiers: 'Shift+Lock+LevelThree',
    levels: ['Base', 'Shift', 'Alt Base', 'Shift Alt', 'Lock'],
    map: 'Shift=2, LevelThree=3, Shift+LevelThree=4, Lock=5, Shift+Lock=2, Lock+LevelThree=3, Shift+Lock+LevelThree=4',
  },
  {
    name: 'FOUR_LEVEL_KEYPAD',
    modifiers: 'Shift+NumLock+LevelThree',
    levels: ['Base', 'Number', 'Alt Base', 'Alt Number'],
    map: 'Shift=2, NumLock=2, LevelThree=3, Shift+LevelThree=4, NumLock+LevelThree=4, Shift+NumLock+LevelThree=3',
  },
];

/** Modifiers by name, joined by `+`. */
function modifiersNamed(text: string): XkbModifiers {
  let [real, virtual] = [0, 0];
  for (const name of text === '' ? [] : text.split('+')) {
    const bit = REAL_MODIFIERS.indexOf(name);
    if (bit >= 0) real |= 1 << bit;
    else virtual |= 1 << VIRTUAL_MODIFIERS.findIndex((known) => known === name);
  }
  return { mask: real, real, virtual };
}

function keyType({ name, modifiers, levels, map }: TypeDescription): XkbKeyType {
  const entries = (map === '' ? [] : map.split(', ')).map((text) => {
    const [chosen = '', kept = ''] = text.split(' keeps ');
    const [on = '', level = ''] = chosen.split('=');
    return { active: true, modifiers: modifiersNamed(on), level: Number(level) - 1, preserve: modifiersNamed(kept) };
  });
  return {
    name,
    modifiers: modifiersNamed(modifiers),
    levels: levels.length,
    levelNames: [...levels],
    entries,
    hasPreserve: map.includes(' keeps '),
  };
}

/** The types, with masks that do not know yet what the virtual modifiers stand for. */
export function defaultKeyTypes(): XkbKeyType[] {
  return TYPES.map(keyType);
}
