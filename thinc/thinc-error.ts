/** The bytes or commands of the other side are wrong: its fault, never ours. The connection ends with the message. */
export class ThincError extends Error {
  override readonly name = 'ThincError';
}
