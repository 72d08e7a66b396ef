/**
 * Counts what drawing costs, so that one request cannot keep the core busy for long.
 *
 * A step is about 10 ns: one rectangle made, one row or dash looked at, some tens of pixels painted. Geometry notes its steps in its
 * RectList, and PaintRuns spends them now and then; painting spends by area. The count depends on nothing but the request and the
 * state, so replicas stop at the same step.
 */
export class WorkMeter {
  spent = 0;
  limit: number;

  constructor(limit: number = Infinity) {
    this.limit = limit;
  }

  /** @throws TooMuchWork beyond the limit; what has been drawn stays. */
  spend(steps: number): void {
    this.spent += steps;
    if (this.spent > this.limit) throw new TooMuchWork(this.limit);
  }
}

/** A drawing would take more steps than it may. */
export class TooMuchWork extends Error {
  constructor(limit: number) {
    super(`drawing takes more than ${limit} steps`);
  }
}
