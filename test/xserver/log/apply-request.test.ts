/** A core that is given requests out of a piece of memory that others are read into later is the same as one that gets an entry for each. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Core } from '../../../xserver/core.ts';
import { screenSizeAt96Dpi } from '../../../xserver/initial-state.ts';
import { RandomLog } from '../../support/random-requests.ts';
import { RecordingSink } from '../../support/recording-sink.ts';

const SCREEN = screenSizeAt96Dpi(160, 120);
const ROOM = 1 << 20;

test('requests in one piece of memory do what entries do, and nothing of the memory is kept', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const log = new RandomLog(seed);
      const [entries, pieces] = [new RecordingSink(), new RecordingSink()];
      const [core, other] = [new Core(SCREEN), new Core(SCREEN)];
      const room = new Uint8Array(ROOM);
      for (let i = 0; i < 1200; i++) {
        const { entry } = log.next(core.state);
        core.apply(entry, entries);
        if (entry.kind === 'request') {
          const from = (i % 50) * 4;
          room.set(entry.bytes, from);
          other.applyRequest(entry.client, room, from, from + entry.bytes.length, entry.index, entry.time, pieces);
          room.fill(0xa5, 0, from + entry.bytes.length);
        } else {
          other.apply(entry, pieces);
        }
        expect(pieces.takeLines()).toEqual(entries.takeLines());
      }
      expect([...entries.defects, ...pieces.defects]).toEqual([]);
      expect(other.stateHash()).toBe(core.stateHash());
    }),
    { numRuns: 4 },
  );
});
