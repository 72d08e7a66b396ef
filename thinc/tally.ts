import { regionArea } from '../xserver/raster/region.ts';
import type { Command } from './commands.ts';

export interface KindTally {
  commands: number;
  bytes: number;
  /** Pixels that the commands write; of glyphs none are counted. */
  pixels: number;
}

/** What has been written to a terminal, by kind of command: for measurements. */
export class Tally {
  readonly kinds = new Map<Command['kind'], KindTally>();

  count(command: Command, bytes: number): void {
    let tally = this.kinds.get(command.kind);
    if (tally === undefined) this.kinds.set(command.kind, (tally = { commands: 0, bytes: 0, pixels: 0 }));
    tally.commands++;
    tally.bytes += bytes;
    tally.pixels += pixelsOf(command);
  }

  of(kind: Command['kind']): KindTally {
    return this.kinds.get(kind) ?? { commands: 0, bytes: 0, pixels: 0 };
  }
}

function pixelsOf(command: Command): number {
  if (command.kind === 'raw') return command.pixels.data.length;
  return 'region' in command ? regionArea(command.region) : 0;
}
