/** The bytes are no nx stream of this version. */
export class NxError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NxError';
  }
}
