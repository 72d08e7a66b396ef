/**
 * On nx no round trip of a program crosses the link: what a program waits for is answered at the host. Shown by counting: so many round trips are
 * made while nothing passes between terminal and host at all, which is a link of endless delay.
 */
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { Connection } from '../../clients/headless/connection.ts';
import type { WireName } from '../../session/carrier/control.ts';
import { noDriver } from '../../session/no-driver.ts';
import { until } from '../host/support.ts';
import { judgement, Lab } from './lab.ts';
import { Line } from './line.ts';

async function attach(lab: Lab, wire: WireName) {
  const line = new Line(lab.port);
  const verified: boolean[] = [];
  const complaints: string[] = [];
  const connection = new Connection({
    url: `ws://127.0.0.1:${await line.open()}/`,
    wire,
    link: undefined,
    screen: undefined,
    driver: noDriver,
    events: {
      stateChanged: () => {},
      restored: () => {},
      preview: () => {},
      roles: () => {},
      switched: () => {},
      bell: () => {},
      verified: (_index, equal) => verified.push(equal),
      ended: () => {},
      defect: (what) => complaints.push(what),
    },
    worked: () => {},
    closed: (message) => complaints.push(message),
  });
  await until(
    () => connection.end.state === 'live' && connection.end.isPrimary === (wire === 'x11'),
    `live on ${wire}`,
  );
  return { line, connection, verified, complaints };
}

/** XSync after every request, and as many of its own. */
const SYNCED = ['-sync', '-noop', '-repeat', '1', '-reps', '500'];

test('a program makes its round trips on nx while nothing passes the link', async () => {
  const lab = await Lab.start();
  try {
    const { line, connection, verified, complaints } = await attach(lab, 'nx');
    line.silence();
    // What is on its way still arrives.
    await new Promise((resolve) => setTimeout(resolve, 200));
    const passed = [line.down, line.up];
    const before = (await lab.stats()).roundTrips;
    const program = lab.programs.run('x11perf', ...SYNCED);
    await once(program, 'exit');
    expect(program.exitCode).toBe(0);
    expect((await lab.stats()).roundTrips - before).toBeGreaterThan(500);
    expect([line.down, line.up]).toEqual(passed);
    line.speak();
    connection.act((end) => end.verify());
    await until(() => verified.length > 0, 'an answer');
    expect(verified).toEqual([true]);
    expect(await judgement(lab, lab.judge)).toEqual([]);
    expect(complaints).toEqual([]);
    expect(lab.programs.faults).toEqual([]);
    line.cut();
  } finally {
    await lab.end();
  }
});

test('on x11 it waits for the link, and goes on when that is back', async () => {
  const lab = await Lab.start();
  try {
    const { line, complaints } = await attach(lab, 'x11');
    line.silence();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const before = (await lab.stats()).roundTrips;
    const program = lab.programs.run('x11perf', ...SYNCED);
    await until(() => lab.tap.connections.some(({ writtenBytes }) => writtenBytes > 0), 'the program to ask');
    // Long enough for an answer, and shorter than the host waits for its primary.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await lab.stats()).roundTrips).toBe(before);
    expect(program.exitCode).toBeNull();
    line.speak();
    if (program.exitCode === null) await once(program, 'exit');
    expect(program.exitCode).toBe(0);
    expect((await lab.stats()).roundTrips - before).toBeGreaterThan(500);
    expect(await judgement(lab, lab.judge)).toEqual([]);
    expect(complaints).toEqual([]);
    line.cut();
  } finally {
    await lab.end();
  }
});

test('the host goes on without a primary that stays silent; heard again, that one is brought up to date', async () => {
  const lab = await Lab.start();
  try {
    const { line, connection, verified, complaints } = await attach(lab, 'x11');
    lab.programs.start('tk');
    lab.programs.start('clock');
    const epoch = (await lab.stats()).epoch;
    line.silence();
    // What it places now is never heard of in time.
    for (let x = 0; x < 50; x++) connection.act((end, now) => end.pointerMoved(30 + x, 80, now));
    const program = lab.programs.run('x11perf', ...SYNCED);
    if (program.exitCode === null) await once(program, 'exit');
    expect(program.exitCode).toBe(0);
    expect((await lab.stats()).epoch).toBeGreaterThan(epoch);
    line.speak();
    await until(() => connection.end.isPrimary && connection.end.state === 'live', 'primary again');
    await until(async () => (await lab.stats()).terminals[0]?.primary === true, 'the host agrees');
    connection.act((end) => end.verify());
    await until(() => verified.length > 0, 'an answer');
    expect(verified).toEqual([true]);
    await lab.programs.quieten();
    expect(await judgement(lab, lab.judge)).toEqual([]);
    expect(complaints).toEqual([]);
    expect(lab.programs.faults).toEqual([]);
    line.cut();
  } finally {
    await lab.end();
  }
});
