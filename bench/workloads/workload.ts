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
  play(stage: Stage): Promise<Measures>;
}
