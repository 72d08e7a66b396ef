/**
 * How long the core is busy with requests made to keep it busy:
 *
 *     npx tsx test/support/hostile-timing.ts [--words N] [--above MS] [name part]
 */
import { parseArgs } from 'node:util';
import * as x from '../../xserver/protocol/generated/xproto.ts';
import { TestCore } from './core-client.ts';
import { hostileRequests, sendHostile } from './hostile-requests.ts';
import { request } from './x-client.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { words: { type: 'string', default: '6000' }, above: { type: 'string', default: '0' } },
});
const core = new TestCore({ width: 1024, height: 768 });
const client = core.connect();
const drawable = client.newId();
request(client, x.encodeCreatePixmap, {
  pid: drawable,
  drawable: client.info.root,
  depth: 24,
  width: 1024,
  height: 768,
});
for (const hostile of hostileRequests(Number(values.words))) {
  if (!hostile.name.includes(positionals[0] ?? '')) continue;
  // Processor time: other programs on the machine must not count.
  const start = process.cpuUsage();
  sendHostile(client, drawable, hostile);
  const used = process.cpuUsage(start);
  const time = (used.user + used.system) / 1000;
  const steps = core.core.server.painter.work.spent;
  if (time < Number(values.above)) continue;
  const perStep = ((time * 1e6) / steps).toFixed(1);
  console.log(`${time.toFixed(0).padStart(8)} ms ${perStep.padStart(8)} ns a step  ${hostile.name}`);
}
