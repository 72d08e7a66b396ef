/** What the XML does not say, by message name; each with its source. */

/** Requests that may be longer than their fields. X11 §9 NoOperation */
export const ANY_LENGTH = new Set(['xproto:NoOperation']);

/** Lists of char that hold no text. */
export const BYTES_NOT_TEXT = new Set(['xproto:SendEvent.event']);

/**
 * Fields that X.Org judges before anything else, the length of the list behind them included: other values than these raise Value, not
 * Length. The format of ChangeProperty is also what the list's length follows from.
 */
export const CHECKED_BEFORE_LENGTH = new Map([
  ['xproto:ChangeProperty.mode', [0, 1, 2]],
  ['xproto:ChangeProperty.format', [8, 16, 32]],
  ['xproto:SetClipRectangles.ordering', [0, 1, 2, 3]],
]);

/** Structs of the connection set-up: setup.ts reads and writes them, since they are framed differently. */
export const HAND_WRITTEN = new Set([
  'xproto:SetupRequest',
  'xproto:SetupFailed',
  'xproto:SetupAuthenticate',
  'xproto:Setup',
]);

/** Fields of events called `name`, which tells events apart in the union of them. */
export const RENAMED = new Map([
  ['xfixes:CursorNotify.name', 'cursor_name'],
  ['xkb:BellNotify.name', 'bell_name'],
]);

/** Requests with strings at their end of which the XML knows nothing: they are kept as bytes in a list of this name. */
export const BYTES_AT_END = new Map([
  ['xkb:GetKbdByName', 'component_names'],
  ['xkb:ListComponents', 'component_names'],
]);

/** Lists that are padded to words, though the XML has no pad after them. XKB protocol appendix D, SetMap */
export const PADDED_LISTS = new Set(['xkb:SetMap.explicit', 'xkb:SetMap.modmap']);

/** Fields for which the XML has a pad, by the field before them. XKB protocol appendix D, LatchLockState */
export const FIELDS_FOR_PADS = new Map([['xkb:LatchLockState.affectModLatches', 'modLatches']]);

/** Lists whose length stands in another field than the XML says. XKB protocol appendix D, SetNames */
export const OTHER_LENGTHS = new Map([['xkb:SetNames.nLevelsPerType', 'nKTLevels']]);
