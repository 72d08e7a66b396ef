/** Caps of what host and terminal hold and accept. Beyond one, a connection ends with a reason or waits; nothing grows on. */

/** One WebSocket message in bytes. Messages move best at 16 to 256 KB; a larger one is refused by the receiving socket. */
export const MAX_MESSAGE_BYTES = 256 * 1024;
/** Payload of one carrier frame; leaves room in a message for frame headers and credit. */
export const MAX_FRAME_BYTES = MAX_MESSAGE_BYTES - 1024;
/** One record that cannot be cut (a keymap, a small log entry) in bytes. Larger ones travel as blobs. */
export const MAX_RECORD_BYTES = 32 * 1024;
/** Frames in one message: above what any sender of ours makes, below what would keep a receiver busy. */
export const MAX_FRAMES_PER_MESSAGE = 4096;
/** One control message (JSON) in bytes. */
export const MAX_CONTROL_BYTES = 64 * 1024;
/** Bytes that a sender may have under way on the control channel. */
export const CONTROL_WINDOW_BYTES = 256 * 1024;
/** Bytes that a sender may have under way on a bulk channel: above bandwidth × round trip of a fast wide-area link. */
export const BULK_WINDOW_BYTES = 2 * 1024 * 1024;
/** Credit goes back when this part of the window has gathered: 1/8. */
export const CREDIT_FRACTION = 8;

/** Share of one client in a turn, and the largest run of its requests that is kept as one item. */
export const CLIENT_SHARE_BYTES = 16 * 1024;
/**
 * Bytes of one client's requests that may be read and not yet carried out. Above bandwidth × round trip of the wan profile
 * (825 kB). A single larger request is read on to its end.
 */
export const CLIENT_WINDOW_BYTES = 1024 * 1024;
/** Bytes for one client that its socket has not taken: beyond this its requests wait. */
export const CLIENT_BACKLOG_BYTES = 1024 * 1024;
/** Beyond this the client is disconnected: it does not read. Four of the largest images that GetImage gives at 4K. */
export const MAX_CLIENT_BACKLOG_BYTES = 128 * 1024 * 1024;
/** Requests at which a client is cut off when it has gone: what it wrote before is still carried out, up to its window. */
export const MAX_CLIENT_NUMBER = 255;
/** Bits of a resource id below the client's number (X11 §2: the top three bits of an id are zero). */
export const CLIENT_ID_BITS = 21;

/** Bytes of reports and replies that wait at a terminal: beyond this it applies no further requests. */
export const TERMINAL_BACKLOG_BYTES = 4 * 1024 * 1024;
/** Beyond this pointer motion is dropped: the host does not read. */
export const MAX_TERMINAL_BACKLOG_BYTES = 64 * 1024 * 1024;
/** Beyond this a key that is held down is not pressed again: the link takes nothing, and would bring it all at once. */
export const MAX_REPEAT_BACKLOG_BYTES = 256;
/** Bytes by which a terminal's replies and the backup's may be apart before the terminal is cut off. */
export const MAX_REPLICA_GAP_BYTES = 128 * 1024 * 1024;
/** Entries that a terminal has reported and the backup has not applied: beyond this it catches up at once. */
export const MAX_REPORTED_BYTES = 4 * 1024 * 1024;

/** A blob (snapshot, font, catalogue) in bytes as it travels; a session's pixels deflate to far below this. */
export const MAX_BLOB_BYTES = 512 * 1024 * 1024;
/** The same, unpacked. */
export const MAX_UNPACKED_BLOB_BYTES = 1536 * 1024 * 1024;
/** Blobs under way at once. */
export const MAX_BLOBS = 64;
/** One log entry in bytes as it travels: above any request, font or catalogue. */
export const MAX_ENTRY_BYTES = 64 * 1024 * 1024;

/** Terminals of one session at once. */
export const MAX_TERMINALS = 16;
/** Bytes of log entries that wait for one terminal: beyond this they are dropped, and it gets what has changed instead. */
export const MAX_TAIL_BYTES = 8 * 1024 * 1024;
/** The same in ms of the terminal's link, where that is less, but not below the least. */
export const MAX_TAIL_MS = 2000;
export const LEAST_TAIL_BYTES = 8 * 1024;
/** The log's last entries that are kept for terminals that come back, in bytes. */
export const MAX_RECENT_BYTES = 2 * 1024 * 1024;
/** Marks that are kept for terminals that were lost, and for how long, in ms. */
export const MAX_LOST_TERMINALS = 4;
export const LOST_TERMINAL_MS = 10 * 60_000;
/** A terminal that is to become primary gets the log handed over when less than so many ms of its link wait for it, */
export const HAND_OVER_MS = 50;
/** less than so many bytes on the slowest links, */
export const HAND_OVER_BYTES = 4 * 1024;
/** or after so many ms in any case. */
export const HAND_OVER_WAIT_MS = 3000;
/** A terminal that is to be sent another wire's entries may take so many ms to get ready for them. */
export const PREPARE_MS = 5000;
/** A primary that has not been heard of for so long, in ms, has the order of the log taken away. */
export const PRIMARY_SILENCE_MS = 6000;
/** A terminal that has not been heard of for so long is lost. */
export const SILENCE_MS = 60_000;
/** How often a terminal is asked whether it is there. */
export const PING_MS = 2000;
/** Input that a terminal keeps until it has seen it in the log; beyond this the oldest is forgotten. */
export const MAX_KEPT_INPUTS = 4096;
/** A terminal that is primary is told how much of its input has arrived after so many. */
export const INPUTS_TOLD = 64;
/** Fonts that have come ahead of their entries: the host sends no more at once than an app opens. */
export const MAX_WAITING_FONTS = 64;
/** Fonts and catalogues that a terminal keeps over connections and visits: how many, in bytes, and one of them. */
export const MAX_KEPT_PARTS = 256;
export const MAX_KEPT_PARTS_BYTES = 32 * 1024 * 1024;
export const MAX_KEPT_PART_BYTES = 8 * 1024 * 1024;
/** State hashes that a terminal may have asked for and not got, or got and not reached. */
export const MAX_HASHES = 64;
/** A band of a preview, unpacked, in bytes: packed it is one record, whatever it shows. */
export const PREVIEW_BAND_BYTES = 28 * 1024;
/** A state that is there in so many ms of the link needs no preview. */
export const PREVIEW_MS = 300;
/** What a rectangle of a preview may have, unpacked, in bytes: a row of the widest screen. */
export const MAX_PREVIEW_BYTES = 256 * 1024;
