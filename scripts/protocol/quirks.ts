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
