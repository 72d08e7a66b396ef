/**
 * Several terminals at once, on both wires that ship the log, with everything that happens to terminals: crowd.ts. No program may lose, repeat
 * or see changed a byte; no input is lost, placed twice or out of order; in the end every terminal holds the host's state.
 *
 * FAILOVER_SEED and FAILOVER_CAPTURES repeat a run; FAILOVER_ROUNDS makes it longer. A round is named by its own seed when it fails.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { plainCodec, type LogCodecs } from '../../session/log-codec.ts';
import { nxCodec } from '../../nx/codec.ts';
import { captures, keepCaptures, type Capture } from './capture.ts';
import { Crowd, type CrowdCounts } from './crowd.ts';

const SEED = Number(process.env['FAILOVER_SEED'] ?? 1);
const ROUNDS = Number(process.env['FAILOVER_ROUNDS'] ?? 3);
const STEPS = 2500;

const CODECS: LogCodecs = { x11: plainCodec, nx: nxCodec };

describe('a crowd of terminals', () => {
  let captured: Map<string, Capture>;
  beforeAll(async () => {
    const common = { milliseconds: 1500, maximum: 150_000, width: 640, height: 480 };
    captured = await captures({
      'a toolkit': { loads: ['tk', 'starts'], ...common },
      'a window manager': { loads: ['twm', 'tk', 'clock', 'seq'], ...common },
    });
  });
  test.each(['a toolkit', 'a window manager'])('under %s', (name) => {
    const sums: Partial<CrowdCounts> = {};
    for (let round = 0; round < ROUNDS; round++) {
      const seed = SEED + round;
      const crowd = new Crowd(captured.get(name)!, seed, CODECS);
      crowd.play(STEPS);
      const faults = crowd.verdict();
      if (faults.length > 0) console.log(`FAILOVER_CAPTURES=${keepCaptures(captured)} FAILOVER_SEED=${SEED}`);
      expect({ seed, faults }).toEqual({ seed, faults: [] });
      for (const [what, count] of Object.entries(crowd.counts)) {
        sums[what as keyof CrowdCounts] = (sums[what as keyof CrowdCounts] ?? 0) + (count as number);
      }
    }
    console.log(`${name}: seed ${SEED}, ${JSON.stringify(sums)}`);
    expect(sums.cuts).toBeGreaterThan(10 * ROUNDS);
    expect(sums.terms).toBeGreaterThan(3 * ROUNDS);
    expect(sums.inputs).toBeGreaterThan(30 * ROUNDS);
  });
});
