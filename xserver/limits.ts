/** Caps of the core, with X errors (Alloc) or a closed connection behind them. */

/** Connected clients; X.Org's default is 256 as well. */
export const MAX_CLIENTS = 256;
/** XIDs of one client: far above what toolkits use (Chromium: some thousands), far below what would hurt. */
export const MAX_RESOURCES_PER_CLIENT = 200_000;
/** Windows of one session. */
export const MAX_WINDOWS = 50_000;
/** Pixmap pixels of one client, in bytes (4 a pixel). */
export const MAX_PIXMAP_BYTES_PER_CLIENT = 1024 * 1024 * 1024;
/** One surface's pixels in bytes: a top-level that is larger (32,767 x 32,767 is legal) shows no more than this many rows. */
export const MAX_SURFACE_BYTES = 256 * 1024 * 1024;
/** One property's value in bytes. */
export const MAX_PROPERTY_BYTES = 64 * 1024 * 1024;
/** All property values of a session in bytes. */
export const MAX_ALL_PROPERTY_BYTES = 256 * 1024 * 1024;
/** Properties of one window: the reply of ListProperties counts in 16 bits. */
export const MAX_WINDOW_PROPERTIES = 0xffff;
/** What a property counts for besides its value, so that empty ones are bounded too. */
export const PROPERTY_OVERHEAD_BYTES = 128;
/** Entries of the access control list. */
export const MAX_ACCESS_HOSTS = 1000;
/** Atoms of a session; each name has at most 65,535 bytes. */
export const MAX_ATOMS = 200_000;
/** Bytes of requests that the core holds for one client while the server is grabbed; the credit window keeps well below. */
export const MAX_HELD_BYTES = 32 * 1024 * 1024;
/** Passive grabs of a session. */
export const MAX_PASSIVE_GRABS = 20_000;
/** Device events that wait for a thaw; older motion goes first. */
export const MAX_QUEUED_INPUT = 10_000;
/** Entries of the motion history (GetMotionEvents). */
export const MAX_MOTION_HISTORY = 256;
/** Rectangles in one clip list or SHAPE region. */
export const MAX_REGION_RECTANGLES = 200_000;
/** Screen size in pixels per dimension. */
export const MAX_SCREEN_SIZE = 16_384;
/** Pixels of one cursor, 256 x 256: browsers show none larger than 128 x 128. */
export const MAX_CURSOR_PIXELS = 256 * 256;
/** Scaled fonts of a session, in bytes of glyphs and metrics. */
export const MAX_SCALED_FONT_BYTES = 128 * 1024 * 1024;
/** Windows inside one another, the root not counted: walks of the tree recurse, and replicas must not differ in how deep they can. */
export const MAX_WINDOW_NESTING = 500;
/**
 * Steps of drawing in one request (raster/work.ts), about 0.6 s: tens of thousands of lines across a large screen, two thousand wide arcs of
 * 100 pixels, four thousand solid rectangles as large as a screen of a million pixels. Beyond it the request is cut short with Alloc.
 */
export const MAX_DRAWING_STEPS = 64 * 1024 * 1024;
