/** The keyboard: keysyms, modifiers, control and bell (X11 §10). */
import { ErrorCode, XError } from '../protocol/errors.ts';
import {
  AutoRepeatMode,
  encodeGetKeyboardControlReply,
  encodeGetKeyboardMappingReply,
  encodeGetModifierMappingReply,
  encodeQueryKeymapReply,
  encodeSetModifierMappingReply,
  LedMode,
  MappingStatus,
  type ChangeKeyboardControlValueList,
} from '../protocol/generated/xproto.ts';
import type { SomeCoreHandlers } from '../handlers.ts';
import { defaultKeyboardControl } from '../input/device-defaults.ts';
import { isKeyDown } from '../input/device-state.ts';
import { coreKeysyms } from '../input/key-mapping.ts';
import { changeKeysyms, changeModifiers, modifierMapOf } from '../input/keymap-change.ts';
import { shownLeds } from '../input/modifiers.ts';
import { ringBell } from '../input/xkb/bell.ts';
import { enabledControls, switchLights } from '../input/xkb/indicators.ts';
import { noticeControls, noticeState, settleState } from '../input/xkb/state-notice.ts';
import { XkbControl } from '../protocol/generated/xkb.ts';
import type { KeyboardState } from '../state/input.ts';

const MODIFIERS = 8;
const CHANGE_KEYBOARD_CONTROL = 102;
const MOST_PERCENT = 100;
const LEDS = 32;
/** Lights that only locks switch: Caps Lock, Num Lock, Shift Lock and the second group. */
const LOCK_LEDS = 0x1803;

/** @throws XError Value outside 0..most, except for -1, which gives the default. */
function controlValue(value: number, most: number, byDefault: number): number {
  if (value === -1) return byDefault;
  if (value < 0 || value > most) throw new XError(ErrorCode.Value, value >>> 0);
  return value;
}

function asInt8(value: number): number {
  return (value << 24) >> 24;
}

function asInt16(value: number): number {
  return (value << 16) >> 16;
}

function leds(keyboard: KeyboardState, values: ChangeKeyboardControlValueList): number {
  const led = values.led === undefined ? undefined : values.led & 0xff;
  if (led !== undefined) {
    if (led < 1 || led > LEDS) throw new XError(ErrorCode.Value, led);
    if (values.ledMode === undefined) throw new XError(ErrorCode.Match);
  }
  if (values.ledMode === undefined) return keyboard.leds;
  const mode = values.ledMode & 0xff;
  if (mode > LedMode.On) throw new XError(ErrorCode.Value, mode);
  const chosen = (led === undefined ? -1 : 1 << (led - 1)) & ~LOCK_LEDS;
  return (mode === LedMode.On ? keyboard.leds | chosen : keyboard.leds & ~chosen) >>> 0;
}

/** Whether to repeat, and for which key; undefined leaves it as it is. */
function autoRepeat(
  keyboard: KeyboardState,
  values: ChangeKeyboardControlValueList,
): { key: number | undefined; on: boolean } | undefined {
  const key = values.key === undefined ? undefined : values.key & 0xff;
  if (key !== undefined) {
    if (key < keyboard.minKeycode || key > keyboard.maxKeycode) throw new XError(ErrorCode.Value, key);
    if (values.autoRepeatMode === undefined) throw new XError(ErrorCode.Match);
  }
  if (values.autoRepeatMode === undefined) return undefined;
  const mode = values.autoRepeatMode & 0xff;
  if (mode > AutoRepeatMode.Default) throw new XError(ErrorCode.Value, mode);
  return { key, on: mode !== AutoRepeatMode.Off };
}

function setAutoRepeat(keyboard: KeyboardState, key: number | undefined, on: boolean): void {
  if (key === undefined) {
    keyboard.globalAutoRepeat = on;
    return;
  }
  const bit = 1 << (key & 7);
  if (on) keyboard.autoRepeats[key >> 3]! |= bit;
  else keyboard.autoRepeats[key >> 3]! &= ~bit;
  keyboard.chosenRepeats[key >> 3]! |= bit;
}

/** 8 rows of keycodes, each as long as the longest, in the order of keycodes. */
function modifierRows(modifierMap: Uint8Array): { keycodesPerModifier: number; keycodes: Uint8Array } {
  const rows: number[][] = Array.from({ length: MODIFIERS }, () => []);
  modifierMap.forEach((mask, keycode) => {
    rows.forEach((row, modifier) => {
      if ((mask & (1 << modifier)) !== 0) row.push(keycode);
    });
  });
  const keycodesPerModifier = Math.max(...rows.map((row) => row.length));
  const keycodes = new Uint8Array(MODIFIERS * keycodesPerModifier);
  rows.forEach((row, modifier) => keycodes.set(row, modifier * keycodesPerModifier));
  return { keycodesPerModifier, keycodes };
}

export const keyboardRequests = {
  QueryKeymap(server, client) {
    server.reply(client, encodeQueryKeymapReply, { keys: server.state.input.keyboard.down });
  },

  ChangeKeyboardMapping(server, _client, { firstKeycode, keycodeCount, keysymsPerKeycode, keysyms }) {
    const { minKeycode, maxKeycode } = server.state.input.keyboard;
    if (firstKeycode < minKeycode || firstKeycode > maxKeycode) throw new XError(ErrorCode.Value, firstKeycode);
    if (firstKeycode + keycodeCount - 1 > maxKeycode || keysymsPerKeycode === 0) {
      throw new XError(ErrorCode.Value, keysymsPerKeycode);
    }
    changeKeysyms(server, firstKeycode, keycodeCount, keysymsPerKeycode, keysyms);
  },

  GetKeyboardMapping(server, client, { firstKeycode, count }) {
    const { minKeycode, maxKeycode, mappings, xkb } = server.state.input.keyboard;
    if (firstKeycode < minKeycode || firstKeycode > maxKeycode) throw new XError(ErrorCode.Value, firstKeycode);
    if (firstKeycode + count > maxKeycode + 1) throw new XError(ErrorCode.Value, count);
    const { keysymsPerKeycode, keysyms } = coreKeysyms(mappings, xkb.types);
    const start = (firstKeycode - minKeycode) * keysymsPerKeycode;
    server.reply(client, encodeGetKeyboardMappingReply, {
      keysymsPerKeycode,
      keysyms: keysyms.subarray(start, start + count * keysymsPerKeycode),
    });
  },

  ChangeKeyboardControl(server, _client, { valueList: values }) {
    const { keyboard } = server.state.input;
    const { keyClickPercent, bellPercent, bellPitch, bellDuration } = values;
    const defaults = defaultKeyboardControl;
    const click =
      keyClickPercent === undefined
        ? keyboard.keyClickPercent
        : controlValue(asInt8(keyClickPercent), MOST_PERCENT, defaults.keyClickPercent);
    const percent =
      bellPercent === undefined
        ? keyboard.bellPercent
        : controlValue(asInt8(bellPercent), MOST_PERCENT, defaults.bellPercent);
    const pitch =
      bellPitch === undefined ? keyboard.bellPitch : controlValue(asInt16(bellPitch), Infinity, defaults.bellPitch);
    const duration =
      bellDuration === undefined
        ? keyboard.bellDuration
        : controlValue(asInt16(bellDuration), Infinity, defaults.bellDuration);
    const newLeds = leds(keyboard, values);
    const repeat = autoRepeat(keyboard, values);
    const before = noticeState(server.state.input);
    const repeats = keyboard.autoRepeats.slice();
    keyboard.keyClickPercent = click;
    keyboard.bellPercent = percent;
    keyboard.bellPitch = pitch;
    keyboard.bellDuration = duration;
    switchLights(keyboard, newLeds);
    if (repeat !== undefined) setAutoRepeat(keyboard, repeat.key, repeat.on);
    const cause = { keycode: 0, eventType: 0, major: CHANGE_KEYBOARD_CONTROL, minor: 0 };
    const changed = keyboard.autoRepeats.every((byte, index) => byte === repeats[index]) ? 0 : XkbControl.PerKeyRepeat;
    noticeControls(server, changed, before.enabledControls, cause);
    settleState(server, { ...before, enabledControls: enabledControls(keyboard) }, cause);
  },

  GetKeyboardControl(server, client) {
    const { keyboard } = server.state.input;
    const { keyClickPercent, bellPercent, bellPitch, bellDuration, autoRepeats } = keyboard;
    server.reply(client, encodeGetKeyboardControlReply, {
      globalAutoRepeat: keyboard.globalAutoRepeat ? AutoRepeatMode.On : AutoRepeatMode.Off,
      ledMask: shownLeds(keyboard),
      keyClickPercent,
      bellPercent,
      bellPitch,
      bellDuration,
      autoRepeats,
    });
  },

  Bell(server, _client, { percent }) {
    if (percent < -MOST_PERCENT || percent > MOST_PERCENT) throw new XError(ErrorCode.Value, percent >>> 0);
    const { bellPercent, bellPitch, bellDuration } = server.state.input.keyboard;
    const change = Math.trunc((bellPercent * percent) / MOST_PERCENT);
    ringBell(server, percent < 0 ? bellPercent + change : bellPercent - change + percent, bellPitch, bellDuration);
  },

  SetModifierMapping(server, client, { keycodes }) {
    const { keyboard } = server.state.input;
    const map = modifierMapOf(keycodes);
    if (map === undefined) throw new XError(ErrorCode.Value);
    const outside = map.findIndex((mask, keycode) => mask !== 0 && keycode < keyboard.minKeycode);
    if (outside >= 0) throw new XError(ErrorCode.Value, outside);
    const busy = map.some(
      (mask, keycode) => (mask !== 0 || keyboard.modifierMap[keycode] !== 0) && isKeyDown(keyboard, keycode),
    );
    if (!busy) changeModifiers(server, map);
    server.reply(client, encodeSetModifierMappingReply, { status: busy ? MappingStatus.Busy : MappingStatus.Success });
  },

  GetModifierMapping(server, client) {
    server.reply(client, encodeGetModifierMappingReply, modifierRows(server.state.input.keyboard.modifierMap));
  },
} satisfies SomeCoreHandlers;
