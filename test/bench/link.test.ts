import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { LinkProxy } from '../../bench/link/link-proxy.ts';
import { SegmentLink } from '../../bench/link/segments.ts';
import { LINK_PROFILES, linkProfile } from '../../session/link.ts';

/** Time of the model, not the machine's. */
function bulk(direction: (typeof LINK_PROFILES)[number]['down'], seconds: number): number {
  const link = new SegmentLink<number>(direction, () => 0.5);
  let received = 0;
  for (let now = 0; now < seconds * 1000; now++) {
    if (!link.full(now)) link.put(1, new Uint8Array(1 + Math.floor(direction.rate / 8000)), now);
    for (const { bytes } of link.arrived(now)) received += bytes?.length ?? 0;
  }
  return (received * 8) / seconds;
}

describe('a link under byte streams', () => {
  test.each(LINK_PROFILES)('$name carries what it is set to, within 5 %', ({ down, up }) => {
    for (const direction of [down, up]) {
      const rate = bulk(direction, 20);
      expect(rate / direction.rate).toBeGreaterThan(0.95);
      expect(rate / direction.rate).toBeLessThanOrEqual(1);
    }
  });

  test.each(LINK_PROFILES)('$name takes its round trip for a byte there and a byte back', ({ down, up }) => {
    const [there, back] = [new SegmentLink<number>(up), new SegmentLink<number>(down)];
    there.put(1, Uint8Array.of(1), 1000);
    const arrived = there.nextArrival!;
    back.put(1, Uint8Array.of(1), arrived);
    const bytesTake = 8000 / up.rate + 8000 / down.rate;
    expect(back.nextArrival! - 1000).toBeCloseTo(up.delay + down.delay + bytesTake, 6);
  });

  test('a link that becomes another one carries what the new one is set to, and loses nothing on the way', () => {
    const [slow, fast] = [linkProfile('3g')!.down, linkProfile('lan')!.down];
    const link = new SegmentLink<number>(slow, () => 0.5);
    let [sent, received, atChange] = [0, 0, 0];
    for (let now = 0; now < 4000; now++) {
      if (now === 2000) {
        atChange = received;
        link.change(fast, now);
      }
      if (now < 3000 && !link.full(now)) {
        link.put(1, new Uint8Array(15_000), now);
        sent += 15_000;
      }
      for (const { bytes } of link.arrived(now)) received += bytes?.length ?? 0;
    }
    expect((atChange * 8) / 2).toBeLessThanOrEqual(slow.rate);
    expect(received).toBe(sent);
    expect(((received - atChange) * 8) / 1).toBeGreaterThan(0.95 * fast.rate);
  });

  test('jitter delays, and lets nothing overtake', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(50), fc.double({ min: 0, max: 0.99, noNaN: true })), { minLength: 1 }),
        (steps) => {
          const randoms = steps.map(([, random]) => random);
          const link = new SegmentLink<number>(
            { rate: 8e6, delay: 10, jitter: 30, queue: 1000 },
            () => randoms.shift() ?? 0,
          );
          let now = 0;
          const sent: number[] = [];
          steps.forEach(([gap], i) => {
            now += gap;
            link.put(i, Uint8Array.of(0), now);
            sent.push(now);
          });
          const order: number[] = [];
          while (link.nextArrival !== undefined) {
            const at = link.nextArrival;
            for (const { stream } of link.arrived(at)) {
              order.push(stream);
              expect(at - sent[stream]!).toBeGreaterThanOrEqual(10);
            }
          }
          expect(order).toEqual(steps.map((_, i) => i));
        },
      ),
    );
  });
});

describe('the proxy', () => {
  const closers: (() => void)[] = [];
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });

  async function through(serve: (socket: Socket) => void): Promise<{ proxy: LinkProxy; socket: Socket }> {
    const server = createServer({ allowHalfOpen: true }, serve);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const proxy = await LinkProxy.start(
      { host: '127.0.0.1', port: 0 },
      { host: '127.0.0.1', port },
      linkProfile('lan')!,
    );
    const socket = createConnection({ host: '127.0.0.1', port: proxy.port!, allowHalfOpen: true });
    closers.push(
      () => server.close(),
      () => proxy.close(),
      () => socket.destroy(),
    );
    return { proxy, socket };
  }

  test('carries every byte in order both ways, and the ends of both', async () => {
    const { proxy, socket } = await through((far) => far.pipe(far));
    const sent = new Uint8Array(700_000).map((_, i) => (i * 31) >> 3);
    socket.end(sent);
    const received: Buffer[] = [];
    socket.on('data', (bytes: Buffer) => received.push(bytes));
    await once(socket, 'end');
    expect(Buffer.concat(received).equals(sent)).toBe(true);
    expect(proxy.bytes).toEqual({ up: sent.length, down: sent.length });
  });

  test('a far end that is not there closes the near one', async () => {
    const proxy = await LinkProxy.start(
      { host: '127.0.0.1', port: 0 },
      { path: '/nowhere/at-all' },
      linkProfile('lan')!,
    );
    closers.push(() => proxy.close());
    const socket = createConnection({ host: '127.0.0.1', port: proxy.port! });
    socket.on('error', () => socket.destroy());
    socket.resume();
    await once(socket, 'close');
    expect(proxy.connections).toBe(1);
  });

  test('a reader that stops does not make it grow', async () => {
    let far: Socket | undefined;
    const { proxy, socket } = await through((accepted) => {
      far = accepted;
      accepted.pause();
    });
    const chunk = Buffer.alloc(256 * 1024);
    let taken = 0;
    const pour = (): void => {
      while (taken < 512 * 1024 * 1024 && socket.write(chunk)) taken += chunk.length;
    };
    socket.on('drain', pour);
    pour();
    // Until nothing has moved for a while.
    for (let before = -1; before !== proxy.bytes.up;) {
      before = proxy.bytes.up;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    expect(proxy.bytes.up).toBeLessThan(64 * 1024 * 1024);
    expect(far).toBeDefined();
  });
});
