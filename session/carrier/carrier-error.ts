/** Why a carrier connection ends, as both ends and the page name it. */
export const CLOSE_CODES = {
  /** The peer sent what the protocol does not allow. */
  malformed: 4400,
  /** A cap of limits.ts was passed. */
  'too-large': 4413,
  /** The peer sent more than it had credit for. */
  'no-credit': 4429,
  /** The ends speak different versions. */
  version: 4426,
  /** The wire asked for is not offered. */
  wire: 4404,
  /** Whoever may do so has disconnected this terminal. */
  dismissed: 4403,
  /** The session has ended. */
  ended: 4410,
  /** The peer has not answered for too long. */
  silent: 4408,
  /** Replicas of one log parted, or another fault of ours. */
  defect: 4500,
} as const;

export type CloseReason = keyof typeof CLOSE_CODES;

/** The connection must end: the peer broke the protocol, or a cap was passed. The message goes to the peer. */
export class CarrierError extends Error {
  readonly reason: CloseReason;

  constructor(reason: CloseReason, message: string) {
    super(message);
    this.name = 'CarrierError';
    this.reason = reason;
  }

  /** The WebSocket close code. */
  get code(): number {
    return CLOSE_CODES[this.reason];
  }
}

/** The reason of a close code of ours, or undefined. */
export function closeReasonOf(code: number): CloseReason | undefined {
  for (const [reason, value] of Object.entries(CLOSE_CODES)) if (value === code) return reason as CloseReason;
  return undefined;
}
