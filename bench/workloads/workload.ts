import type { Measures } from '../measures.ts';
import type { Stage } from '../stage.ts';

/** Something that a user does, played the same way on every system. */
export interface Workload {
  /** As the command line has it. */
  readonly name: string;
  /** As the report has it. */
  readonly title: string;
  /** Programs that it needs, of the system's. */
  readonly needs: readonly string[];
  /** What it does and what is measured, in a sentence or two. */
  readonly description: string;
  /** Workloads of one scene that are played one after the other may go on with what the one before has left on the screen (`Stage.leave`). */
  readonly scene?: string;
  /** `repeat` counts from 1: what is shown differs from repeat to repeat where a cache would know it again. */
  play(stage: Stage, repeat: number): Promise<Measures>;
}
