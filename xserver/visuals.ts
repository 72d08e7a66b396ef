/** XIDs of the server's own resources; clients' ids begin at 1 << 21. */
export const ROOT_WINDOW = 0x100;
export const DEFAULT_COLORMAP = 0x20;
export const DEFAULT_CURSOR = 0x30;

/** Visuals (X11 §8): depth-24 TrueColor and the 32-bit one with alpha. */
export const TRUE_COLOR_VISUAL = 0x21;
export const ARGB_VISUAL = 0x22;
