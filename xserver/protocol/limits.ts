/** Caps of the X protocol layer. Each is a named constant with its reason; tests stand at the cap and one past it. */

/** Longest request in bytes without BIG-REQUESTS: the length field has 16 bits and counts 4-byte units. */
export const MAX_SHORT_REQUEST_BYTES = 0xffff * 4;

/**
 * Longest request in bytes with BIG-REQUESTS. As X.Org (4194303 units), so that toolkits see the limit they know; an
 * image larger than this is sent in strips by every client library.
 */
export const MAX_REQUEST_BYTES = 4194303 * 4;

/** Longest authorization protocol name in bytes; the longest one in use, XDM-AUTHORIZATION-1, has 19. */
export const MAX_AUTHORIZATION_NAME_BYTES = 256;

/** Longest authorization data in bytes; a magic cookie has 16, Kerberos tickets reached a few kilobytes. */
export const MAX_AUTHORIZATION_DATA_BYTES = 4096;

/** Longest set-up reply a client accepts, in bytes: the length field's own limit. */
export const MAX_SETUP_REPLY_BYTES = 8 + 0xffff * 4;

/** Longest reply or generic event a client accepts, in bytes: above the largest image of MAX_REQUEST_BYTES. */
export const MAX_REPLY_BYTES = 64 * 1024 * 1024;
