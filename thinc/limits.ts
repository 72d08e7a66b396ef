/** Caps of the thinc wire: what a decoder takes, and what a buffer keeps. */

/** Version of the format; the first byte of a stream. */
export const VERSION = 3;
/** Bytes of one frame: far above what a sender makes, far below what would hurt. */
export const MAX_FRAME_BYTES = 1 << 20;
/** Bytes of the commands of one frame, unpacked: a sender ends a frame long before. */
export const MAX_COMMAND_BYTES = 1 << 16;
/** Surfaces of a scene: as many as a host's core has windows at most. */
export const MAX_SURFACES = 50_000;
/** Pixels of all surfaces together, 4 bytes each. */
export const MAX_SCENE_PIXELS = 1 << 28;
/** Width or height of a surface, and any coordinate's distance from 0: what X11's 16 bits can say, borders included. */
export const MAX_COORDINATE = 1 << 17;
/** Boxes of one region on the wire. */
export const MAX_BOXES = 1 << 16;
/** Pixels of one RAW: senders split larger ones. */
export const MAX_RAW_PIXELS = 1 << 16;
/** Pixels of one picture that the terminal keeps (tile, bitmap, RAW by its number). */
export const MAX_PICTURE_PIXELS = 1 << 13;
/** Pictures that the terminal keeps, 16 MiB of pixels at most; their numbers are below this. */
export const MAX_PICTURES = 512;
/** Glyphs that the terminal keeps; a sender forgets all and begins anew when they are used up. */
export const MAX_GLYPHS = 1 << 14;
/** Bytes of all glyphs that the terminal keeps; a sender forgets all before there are more. */
export const MAX_GLYPH_BYTES = 1 << 25;
/** Width or height of a kept glyph; larger ones go as RAW. */
export const MAX_GLYPH_SIDE = 128;
/** A glyph's bearings and advance. */
export const MAX_GLYPH_METRIC = 1 << 13;
/** Glyphs of 8-bit coverage of one drawing: their bytes stay far below what a terminal keeps. */
export const MAX_COVERAGE_RUN = 256;
/** Glyphs of one command. */
export const MAX_GLYPH_RUN = 4096;
/** Side of a cursor's picture, as the core's own cap on its pixels. */
export const MAX_CURSOR_PIXELS = 1 << 16;
/** Bytes of one coded video frame. */
export const MAX_VIDEO_BYTES = 1 << 19;
/** Pixels of one video frame or lossy still. */
export const MAX_VIDEO_PIXELS = 1 << 23;
/** Numbers of video streams are below this; they go round. A terminal keeps a decoder for few of them (MAX_DECODERS). */
export const MAX_STREAMS = 1 << 16;
/** Streams that a host has open for one terminal, and decoders that a terminal keeps. */
export const MAX_DECODERS = 4;
/** Frames of video and lossy stills that a terminal has handed to its decoders and not seen again; more are passed over. */
export const MAX_PENDING_FRAMES = 256;
/** Bytes of one message from the terminal. */
export const MAX_UP_BYTES = 256;

/** Drawings that one surface's or pixmap's list holds before its contents are left to RAW. */
export const MAX_DRAWINGS = 400;
/** About the bytes on the wire of a list's drawings, beyond which its contents are left to RAW. */
export const MAX_LIST_BYTES = 1 << 18;
/** Of one processor, what looking at drawing may take all the time, and for how many ms all of it at once; what is more is left to RAW. */
export const LOOKING_SHARE = 0.2;
export const LOOKING_BURST_MS = 300;
/** The same for writing commands, for each terminal: first they are written quickly rather than tightly, then later. */
export const WRITING_SHARE = 0.25;
export const WRITING_BURST_MS = 80;
/** Boxes of one drawing's region; what is more ragged goes as RAW. */
export const MAX_DRAWING_BOXES = 2048;
/** Boxes of a list's dirty region; it grows to fewer, larger ones beyond. */
export const MAX_DIRTY_BOXES = 64;
/** COPYs that wait for one terminal; finding their order costs the square of it. */
export const MAX_WAITING_COPIES = 48;
/** Times that a tile's drawings are repeated for one fill before it goes as RAW. */
export const MAX_TILE_REPEATS = 16;
/** Pixels of all pictures that are remembered to find scrolls in. */
export const MAX_HISTORY_PIXELS = 1 << 24;
