/** What the XML does not say, by message name; each with its source. */

/** Requests that may be longer than their fields. X11 §9 NoOperation */
export const ANY_LENGTH = new Set(['xproto:NoOperation']);

/** Lists of char that hold no text. */
export const BYTES_NOT_TEXT = new Set(['xproto:SendEvent.event']);

/** Fields whose value decides a length and is checked before it, as X.Org does: others raise Value, not Length. */
export const CHECKED_BEFORE_LENGTH = new Map([['xproto:ChangeProperty.format', [8, 16, 32]]]);

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
export const BYTES_AT_END = new Map([['xkb:GetKbdByName', 'component_names']]);
