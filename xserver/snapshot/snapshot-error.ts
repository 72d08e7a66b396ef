/** The bytes are no snapshot of this version, or have been damaged. */
export class SnapshotError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SnapshotError';
  }
}

export function failSnapshot(message: string): never {
  throw new SnapshotError(message);
}
