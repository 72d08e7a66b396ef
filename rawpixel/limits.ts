/** What a peer may ask this end to hold. Each limit is generous for honest peers; one past it is an RfbError. */

/** Pixels on one side of a framebuffer. RFB's own limit is 65,535; browsers draw no larger canvases than this. */
export const MAX_SIDE = 16_384;
/** Pixels of a framebuffer: 128 MB of them. Width and height may each be allowed and their product still not. */
export const MAX_PIXELS = 1 << 25;
/** Bytes of a text in the clipboard, packed or not. */
export const MAX_CLIPBOARD = 16 << 20;
/** Bytes of a desktop's name, and of a peer's reason for a refusal. */
export const MAX_TEXT = 4096;
/** Encodings in one SetEncodings message; real viewers name about 30. */
export const MAX_ENCODINGS = 1024;
/** Bytes of a fence's payload (fixed by the protocol). */
export const MAX_FENCE = 64;
/** Pixels on one side of a cursor. */
export const MAX_CURSOR_SIDE = 512;
/** Pixels of one rectangle that we send in one piece: bounds what has to be encoded and decoded at once. */
export const MAX_RECT_PIXELS = 1 << 18;
/** Bytes of one JPEG or PNG picture in a rectangle. */
export const MAX_IMAGE_BYTES = 1 << 22;
/** Films of one connection, at either end: the rfbproto text has viewers keep so many decoders. */
export const MAX_FILM_CONTEXTS = 64;
/** Pictures of one connection that wait for the platform's decoder. */
export const MAX_WAITING_IMAGES = 4096;
/** Resize requests of one viewer that wait for an answer. */
export const MAX_WAITING_RESIZES = 16;
