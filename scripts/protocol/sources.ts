import type { Source } from './library.ts';

/** Where Debian's package xcb-proto puts the protocol descriptions. */
export const XML_FOLDER = '/usr/share/xcb';

/** The protocol descriptions to generate code from. A description that another imports must be in the list too. */
export const SOURCES: readonly Source[] = [
  { header: 'xproto', prefix: '', tables: 'core' },
  { header: 'bigreq', prefix: 'BigRequests', tables: 'bigRequests' },
  { header: 'xc_misc', prefix: 'XcMisc', tables: 'xcMisc' },
  { header: 'shape', prefix: 'Shape', tables: 'shape' },
  { header: 'xtest', prefix: 'XTest', tables: 'xtest' },
  { header: 'xkb', prefix: 'Xkb', tables: 'xkb' },
];
