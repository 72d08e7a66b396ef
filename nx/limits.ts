/** Caps of the nx stream. Encoder and decoder agree on all of them; tests stand at the cap and one past it. */
import { MAX_REQUEST_BYTES } from '../xserver/protocol/limits.ts';

/** Longest request; the core takes none longer. */
export const MAX_ENTRY_REQUEST_BYTES = MAX_REQUEST_BYTES;
/** Longest other entry, as xserver/log/encoding.ts writes it: the catalogue of all fonts of a system, or a font file. */
export const MAX_OTHER_ENTRY_BYTES = 64 * 1024 * 1024;
/** An input of another terminal, as xserver/log/encoding.ts writes it (keymaps, which are longer, go as other entries), or a font's hash. */
export const MAX_SHORT_BYTES = 128;
/** Bytes of entries that are encoded at one call at most, about: the host has other things to do. */
export const MAX_TAKE_WORK = 96 * 1024;
/** What one unit of the stream may hold of a payload: a unit that is cut off is decoded again when more has come. */
export const PIECE_BYTES = 1024;
/** Pixels of one band of an image, about; at least one row. */
export const BAND_PIXELS = 32 * 1024;
/** Bytes of one packed band: far above what its pixels can take. */
export const MAX_BAND_BYTES = 4 * 1024 * 1024;
/** Payloads that both ends remember. */
export const HISTORY_BYTES = 8 * 1024 * 1024;
/** How many payloads can be named; a power of two. */
export const MAX_PAYLOADS = 4096;
/** Requests that both ends remember; a power of two. */
export const MAX_RECORDS = 8192;
/**
 * Decoded bytes for each byte of the stream beyond the first allowance, so that a short frame cannot fill the memory. The encoder sends
 * more bytes than it needs where it would go beyond; real streams stay far below.
 */
export const MAX_EXPANSION = 4096;
/** Decoded bytes that are allowed from the start: more than the longest entries. */
export const EXPANSION_ALLOWANCE = 160 * 1024 * 1024;
/** What an entry counts beyond the bytes of its payload. */
export const ENTRY_OVERHEAD_BYTES = 64;
