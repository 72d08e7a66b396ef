/** What the bench says of bytes and pictures, held against what somebody else counts. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { drawFrame } from '../../apps/demos/frame-pattern.ts';
import { FilmWatch, PictureWatch } from '../../bench/far/frames.ts';
import { differenceBox, psnr, Screen } from '../../bench/far/screen.ts';
import { typeKeys } from '../../bench/far/typing.ts';
import { LinkProxy } from '../../bench/link/link-proxy.ts';
import { memoryMiB, processorSeconds } from '../../bench/processes.ts';
import { framesInTime } from '../../bench/workloads/pictures.ts';
import { linkProfile } from '../../session/link.ts';

const run = promisify(execFile);

describe('the link', () => {
  test('counts the bytes that the kernel has counted on its sockets, and who asked whom', async () => {
    const sizes = { up: 70_001, down: 123_457 };
    const server = createServer((socket) => {
      let received = 0;
      socket.on('data', (bytes) => {
        received += bytes.length;
        if (received === sizes.up) socket.write(randomBytes(sizes.down));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const to = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
    const proxy = await LinkProxy.start({ host: '127.0.0.1', port: 0 }, to, linkProfile('lan')!);
    const client = createConnection({ host: '127.0.0.1', port: proxy.port! });
    await once(client, 'connect');
    let received = 0;
    const whole = new Promise<void>((resolve) => {
      client.on('data', (bytes) => {
        received += bytes.length;
        if (received === sizes.down) resolve();
      });
    });
    client.write(randomBytes(sizes.up));
    await whole;
    // The client's end of its connection, as TCP itself has it.
    const { stdout } = await run('ss', ['-tinH', `sport = :${client.localPort} and dport = :${proxy.port}`]);
    const count = (name: string): number => Number(new RegExp(`${name}:(\\d+)`).exec(stdout)?.[1]);
    // bytes_acked counts the SYN.
    expect(count('bytes_acked') - 1).toBe(proxy.counts.bytes.up);
    expect(count('bytes_received')).toBe(proxy.counts.bytes.down);
    expect(proxy.counts.bytes).toEqual(sizes);
    // It was asked once and answered once; nobody has said anything since.
    expect(proxy.counts.turns).toBe(0);
    client.write('x');
    for (const before = proxy.counts.turns; before === proxy.counts.turns;)
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(proxy.counts.turns).toBe(1);
    expect(proxy.counts.peak.down).toBeLessThanOrEqual(sizes.down);
    expect(proxy.counts.peak.down).toBeGreaterThan(1000);
    proxy.resetPeak();
    expect(proxy.counts.peak.down).toBe(0);
    client.destroy();
    proxy.close();
    server.close();
  });
});

describe('the far screen', () => {
  function shownFrame(screen: Screen, width: number, height: number, frame: number): void {
    const bytes = new Uint8Array(width * height * 4);
    drawFrame(bytes, width, height, frame);
    const words = new Uint32Array(bytes.buffer);
    // The highest byte of a frame buffer's pixel may hold anything.
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++)
        screen.pixels[(y + 7) * screen.width + x + 5] = words[y * width + x]! | 0xab00_0000;
    }
    screen.noteChange();
  }

  test('frames are known by their numbers, wherever they stand, and each counts once', async () => {
    const screen = new Screen(200, 160);
    const watch = new FilmWatch(screen, { x: 5, y: 7, width: 180, height: 140, picture: true });
    screen.noteChange();
    for (const frame of [3, 4, 4, 900, 4]) shownFrame(screen, 180, 140, frame);
    await new Promise((resolve) => setTimeout(resolve, 40));
    const { frames, psnr: quality } = watch.end();
    expect(frames.map(({ frame }) => frame)).toEqual([3, 4, 900]);
    // A frame that was gone before it could be looked at is not judged.
    for (const value of quality) expect(value).toBe(99);
    shownFrame(screen, 180, 140, 5);
    expect(frames).toHaveLength(3);
  });

  test('a picture is good before it is exact', async () => {
    const screen = new Screen(64, 64);
    const wanted = Uint32Array.from({ length: 32 * 32 }, (_, i) => (i * 7919) & 0xffffff);
    const watch = new PictureWatch(screen, { x: 10, y: 20, width: 32, height: 32, wanted, good: 32 });
    const show = async (noise: number): Promise<void> => {
      for (let i = 0; i < wanted.length; i++) {
        screen.pixels[(20 + (i >> 5)) * 64 + 10 + (i & 31)] = wanted[i]! ^ (i % 3 === 0 ? noise : 0);
      }
      screen.noteChange();
      await new Promise((resolve) => setTimeout(resolve, 25));
    };
    await show(0x808080);
    await show(0x030303);
    await show(0);
    const { good, exact, psnr: quality } = watch.end();
    expect(good).toBeLessThan(exact!);
    expect(quality).toBe(99);
    expect(psnr(wanted, wanted)).toBe(Infinity);
    expect(psnr(Uint32Array.of(0), Uint32Array.of(0x0a0a0a))).toBeCloseTo(20 * Math.log10(25.5), 6);
  });

  test('where pictures differ is found to the pixel', () => {
    const before = new Uint32Array(20 * 10);
    const after = before.slice();
    after[3 * 20 + 4] = 0x500000;
    after[8 * 20 + 17] = 0xff;
    after[9 * 20 + 19] = 0x010101;
    expect(differenceBox(before, after, 20, 10)).toEqual({ x: 4, y: 3, width: 14, height: 6 });
    expect(differenceBox(before, before, 20, 10)).toBeUndefined();
  });

  test('keys are matched with their glyphs, early ones and late ones, and lost ones are counted', async () => {
    const screen = new Screen(400, 40);
    screen.pixels.fill(0xffffff);
    // A terminal of 6x13 cells whose cursor is a block, and which answers each key a little later; from some key on never.
    let typed = 0;
    const paint = (): void => {
      for (let cell = 0; cell <= typed; cell++) {
        for (let y = 2; y < 15; y++) {
          for (let x = 0; x < 6; x++) {
            const ink = cell === typed || (x >= 1 && x <= 3 && y > 5 && y < 13);
            screen.pixels[y * 400 + 2 + cell * 6 + x] = ink ? 0 : 0xffffff;
          }
        }
      }
      screen.noteChange();
    };
    paint();
    let keys = 0;
    const give = (input: { kind: string; pressed?: boolean }): void => {
      if (input.kind !== 'key' || input.pressed !== true) return;
      if (++keys > 3 + 8) return;
      // Two come at once, as on a busy link.
      const late = keys % 4 === 0 ? 90 : 10;
      setTimeout(() => {
        typed++;
        paint();
      }, late);
    };
    const { latencies, lost } = await typeKeys(screen, give, { count: 10, gap: 5, patience: 400 });
    expect(lost).toBe(2);
    expect(latencies).toHaveLength(8);
    for (const latency of latencies) expect(latency).toBeGreaterThan(5);
  });

  test('frames that come late are not counted as in time', () => {
    const frames = Array.from({ length: 30 }, (_, frame) => ({
      frame,
      time: 5000 + (frame * 1000) / 30 + (frame > 20 ? 800 : frame),
    }));
    expect(framesInTime(frames, 30, 500)).toBe(21);
    expect(framesInTime(frames, 30, 1000)).toBe(30);
    expect(framesInTime([], 30, 1000)).toBe(0);
  });
});

test('a process’s own work and memory are seen', () => {
  const before = processorSeconds([process.pid]);
  for (const end = process.cpuUsage().user + 120_000; process.cpuUsage().user < end;);
  expect(processorSeconds([process.pid])).toBeGreaterThan(before);
  const memory = memoryMiB([process.pid]);
  expect(memory).toBeGreaterThan(10);
  expect(memory).toBeLessThan(10_000);
  expect(processorSeconds([2 ** 30])).toBe(0);
});
