/** The peer broke the protocol: its connection ends, with this message as the reason. Never our own bug. */
export class RfbError extends Error {
  override readonly name = 'RfbError';
}

/** A password was wrong. */
export class RfbPasswordError extends RfbError {}
