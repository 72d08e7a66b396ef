/**
 * The same as in live.test.ts with a session in its own process, as the product runs it, and with nothing but its recording for the judge.
 * FAILOVER_SEED replays the plan of a run, FAILOVER_CUTS makes it longer.
 */
import { expect, test } from 'vitest';
import { terminalUrl } from '../../clients/headless/session-url.ts';
import { Random } from '../support/random/random.ts';
import { HostedLab } from './hosted-lab.ts';
import { Player } from './player.ts';

const SEED = Number(process.env['FAILOVER_SEED'] ?? 1);
const CUTS = Number(process.env['FAILOVER_CUTS'] ?? 20);

test(
  'the recording of a session whose terminals are lost tells what every program wrote and got',
  { timeout: 600_000 },
  async () => {
    const complaints: string[] = [];
    const lab = await HostedLab.start({ width: 800, height: 700, page: false });
    try {
      for (const load of ['twm', 'seq', 'tk', 'x11perf', 'clock'] as const) lab.programs.start(load);
      const url = new URL(terminalUrl(lab.url));
      const player = new Player({
        port: lab.front.port,
        path: url.pathname + url.search,
        random: new Random(SEED),
        wires: ['x11', 'x11', 'nx'],
        resizes: false,
        complain: (what) => complaints.push(what),
      });
      await player.lose(CUTS);
      await lab.programs.quieten();
      const { alive, faults: programFaults } = lab.programs;
      const findings = await lab.judge();
      console.log(`seed ${SEED}: ${JSON.stringify(player.counts)}, ${JSON.stringify(findings)}`);
      expect(findings.faults).toEqual([]);
      expect(complaints).toEqual([]);
      expect(lab.lines.filter((line) => line.includes('defect'))).toEqual([]);
      expect(programFaults).toEqual([]);
      for (const name of ['twm', 'xterm', 'wish', 'xclock']) expect(alive).toContain(name);
    } finally {
      await lab.end();
    }
  },
);
