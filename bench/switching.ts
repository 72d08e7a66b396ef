/**
 * How long a session stands still while its wire changes under load, over loopback and emulated links, in Chromium:
 *
 *     npx tsx bench/switching.ts [--times N] [--out FILE.json] [LINK ...]
 *
 * A program prints without end meanwhile. What counts is the longer of what the terminal saw (from the last entry under the old order to the
 * first under the new) and what the host saw (while it carried out nothing).
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { openPage, pause } from './session-page.ts';
import { summary } from './summary.ts';

interface Change {
  readonly from: string;
  readonly to: string;
  readonly stop: number;
}

async function measure(link: string, times: number): Promise<Change[]> {
  const measured = await openPage();
  try {
    measured.run('xterm', '-geometry', '80x24+10+10', '-e', 'sh', '-c', 'while :; do date; sleep 0.01; done');
    await pause(3000);
    if (link !== 'loopback') await measured.setLink(link);
    for (let i = 0; i < times; i++) {
      for (const wire of ['nx', 'x11']) {
        await measured.setWire(wire);
        await pause(1000);
      }
    }
    return (await measured.page.evaluate('window.farpane.switches')) as Change[];
  } finally {
    await measured.end();
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { times: { type: 'string', default: '10' }, out: { type: 'string' } },
});
const links = positionals.length === 0 ? ['loopback', 'lan', 'wan', '3g'] : positionals;
const all: Record<string, Change[]> = {};
for (const link of links) {
  const changes = await measure(link, Number(values.times));
  all[link] = changes;
  for (const to of ['nx', 'x11']) {
    const stops = changes.filter((change) => change.to === to).map(({ stop }) => stop);
    const { count, median, p95, most } = summary(stops);
    console.log(`${link}, to ${to}: ${count} changes, median ${median} ms, p95 ${p95} ms, longest ${most} ms`);
  }
}
if (values.out !== undefined) await writeFile(values.out, JSON.stringify(all));
process.exit(0);
