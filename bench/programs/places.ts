/** Where the bench's own programs show what is looked at: without a window manager windows are where they want to be. */
export const PHOTO = { x: 0, y: 0, width: 640, height: 480 } as const;
export const FILM = { x: 0, y: 0, width: 320, height: 240 } as const;
/** 352x240, as films once were, scaled to the width of the screen. */
export const FULL_FILM = { x: 0, y: 0, width: 1024, height: 698 } as const;
export const FILM_SOURCE = { width: 352, height: 240 } as const;
