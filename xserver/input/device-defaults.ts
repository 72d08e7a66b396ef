/** X.Org's defaults, which -1 in ChangeKeyboardControl and ChangePointerControl asks for. */
export const defaultKeyboardControl = {
  keyClickPercent: 0,
  bellPercent: 50,
  /** Hz. */
  bellPitch: 400,
  /** Milliseconds. */
  bellDuration: 100,
} as const;

export const defaultPointerControl = { numerator: 2, denominator: 1, threshold: 4 } as const;

/** Milliseconds from a press to its first repetition, and from one repetition to the next. */
export const REPEAT_DELAY = 660;
export const REPEAT_INTERVAL = 40;
