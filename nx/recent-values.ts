/** Values used last, the latest first: ids, atoms, pixel values. */
export const RECENT_VALUES = 24;

export class RecentValues {
  readonly values: Int32Array = new Int32Array(RECENT_VALUES);
  count = 0;

  /** The place of a value, or -1. */
  find(value: number): number {
    const { values, count } = this;
    for (let i = 0; i < count; i++) if (values[i] === value) return i;
    return -1;
  }

  use(value: number): void {
    const { values } = this;
    let at = this.find(value);
    if (at < 0) {
      if (this.count < RECENT_VALUES) this.count++;
      at = this.count - 1;
    }
    values.copyWithin(1, 0, at);
    values[0] = value;
  }
}
