/**
 * Terminals are lost at random moments while real programs draw. Every program must have got exactly the bytes that a fresh core gives for the
 * session's log, and the log must hold exactly the requests that it wrote; the programs live on.
 *
 * FAILOVER_SEED replays the plan of a run, FAILOVER_CUTS makes it longer.
 */
import { describe, expect, test } from 'vitest';
import { until } from '../host/support.ts';
import { Random } from '../support/random/random.ts';
import { judgement, Lab } from './lab.ts';
import { Player } from './player.ts';
import type { LoadName } from './programs.ts';

const SEED = Number(process.env['FAILOVER_SEED'] ?? 1);
const CUTS = Number(process.env['FAILOVER_CUTS'] ?? 15);

async function play(loads: readonly LoadName[], seed: number, cuts = CUTS, crowd = 1): Promise<void> {
  console.log(`${loads.join(', ')}: seed ${seed}`);
  const complaints: string[] = [];
  const lab = await Lab.start({ width: 800, height: 700 });
  try {
    for (const load of loads) lab.programs.start(load);
    await until(async () => (await lab.stats()).entries > 300, 'programs that draw');
    const players = Array.from({ length: crowd }, (_, i) => {
      return new Player({
        port: lab.port,
        path: '/',
        random: new Random(seed + i),
        wires: ['x11', 'x11', 'nx'],
        resizes: !loads.includes('x11perf'),
        complain: (what) => complaints.push(what),
      });
    });
    await Promise.all(players.map(async (player) => player.lose(Math.ceil(cuts / crowd))));
    await lab.programs.quieten();
    const faults = await judgement(lab, lab.judge);
    const { requests, sent } = lab.judge.bytes;
    console.log(
      `${JSON.stringify(players.map(({ counts }) => counts))}, ${lab.tap.connections.length} connections, ${lab.judge.entries} entries, ` +
        `${requests} bytes of requests, ${sent} bytes back, ${lab.programs.finished} programs done`,
    );
    expect(faults).toEqual([]);
    expect(complaints).toEqual([]);
    expect(lab.lines.filter((line) => line.includes('defect'))).toEqual([]);
    expect(lab.programs.faults).toEqual([]);
    expect(lab.programs.alive.length).toBeGreaterThan(0);
  } finally {
    await lab.end();
  }
  expect(lab.programs.faults).toEqual([]);
}

describe('a terminal that is lost while real programs draw', () => {
  test('endless output in xterm', async () => play(['yes'], SEED, CUTS / 4));
  test('pages of output in xterm', async () => play(['seq', 'clock'], SEED + 4));
  test('x11perf', async () => play(['x11perf', 'clock'], SEED + 1));
  test('twm with its grabs', async () => play(['twm', 'seq', 'clock', 'tk'], SEED + 2));
  test('three terminals at a time', async () => play(['twm', 'seq', 'clock', 'tk'], SEED + 5, CUTS, 3));
  test('starts of a toolkit', async () => play(['starts', 'tk', 'clock'], SEED + 3));
});
