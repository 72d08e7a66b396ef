import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CarrierError } from '../../session/carrier/carrier-error.ts';
import { CLIENT_BACKLOG_BYTES, CLIENT_WINDOW_BYTES, MAX_CLIENT_BACKLOG_BYTES } from '../../session/limits.ts';
import { ClientCredit } from '../../session/order/credit.ts';
import { EntryCutter } from '../../session/order/entry-cutter.ts';
import { FairOrder } from '../../session/order/fair-order.ts';
import { OutgoingBytes } from '../../session/order/outgoing.ts';
import type { Turn } from '../../session/order/turns.ts';
import { RequestFramer } from '../../session/request-framer.ts';
import type { LogEvent } from '../../xserver/log/entry.ts';

/** A NoOperation of so many units, the client and a count in its body. */
function request(units: number, mark: number): Uint8Array {
  const bytes = new Uint8Array(units * 4).fill(mark & 0xff);
  bytes[0] = 127;
  bytes[1] = 0;
  new DataView(bytes.buffer).setUint16(2, units, true);
  return bytes;
}

function addRequests(order: FairOrder, client: number, requests: readonly Uint8Array[]): void {
  const framer = new RequestFramer(true);
  for (const framed of framer.push(Uint8Array.from(Buffer.concat(requests)))) order.pushFramed(client, framed);
}

function takeAll(order: FairOrder, maximum: number): Turn[] {
  const turns: Turn[] = [];
  for (let turn = order.take(maximum); turn !== undefined; turn = order.take(maximum)) turns.push(turn);
  return turns;
}

function entriesOf(turns: readonly Turn[]): LogEvent[] {
  const cutter = new EntryCutter();
  const events: LogEvent[] = [];
  for (const turn of turns) {
    cutter.push(turn);
    for (let event = cutter.next(); event !== undefined; event = cutter.next()) {
      events.push(event.kind === 'request' ? { ...event, bytes: event.bytes.slice() } : event);
    }
  }
  expect(cutter.waitingBytes).toBe(0);
  return events;
}

describe('fair order', () => {
  test('whatever the share, each client keeps its own requests, whole and in order', () => {
    const requests = fc.array(fc.integer({ min: 1, max: 6000 }), { maxLength: 20 });
    fc.assert(
      fc.property(requests, requests, fc.integer({ min: 64, max: 20_000 }), (one, two, maximum) => {
        const order = new FairOrder();
        const sent = [one, two].map((units, client) => units.map((count, i) => request(count, client * 64 + i)));
        sent.forEach((list, i) => {
          order.addClient(i + 1, true);
          addRequests(order, i + 1, list);
        });
        const turns = takeAll(order, maximum);
        for (const turn of turns) if (turn.kind !== 'event') expect(turn.bytes.length).toBeLessThanOrEqual(maximum);
        const entries = entriesOf(turns);
        sent.forEach((list, i) => {
          const own = entries.flatMap((event) =>
            event.kind === 'request' && event.client === i + 1 ? [event.bytes] : [],
          );
          expect(own.map(({ length }) => length)).toEqual(list.map(({ length }) => length));
          expect(Buffer.compare(Buffer.concat(own), Buffer.concat(list))).toBe(0);
        });
      }),
      { numRuns: 200 },
    );
  });

  test('a client that floods does not keep another waiting for more than a turn', () => {
    const order = new FairOrder();
    order.addClient(1, true);
    order.addClient(2, true);
    addRequests(
      order,
      1,
      Array.from({ length: 10_000 }, (_, i) => request(25, i)),
    );
    order.take(1000);
    addRequests(order, 2, [request(1, 7)]);
    const next = [order.take(1000), order.take(1000)];
    expect(next.some((turn) => turn?.kind === 'requests' && turn.client === 2)).toBe(true);
  });

  test('a large request goes in pieces between the requests of others', () => {
    const order = new FairOrder();
    order.addClient(1, true);
    order.addClient(2, true);
    addRequests(order, 1, [request(0xffff, 1)]);
    addRequests(
      order,
      2,
      Array.from({ length: 9000 }, (_, i) => request(2, i)),
    );
    const clients = takeAll(order, 4096).map((turn) => (turn.kind === 'event' ? 0 : turn.client));
    const lastOfOne = clients.lastIndexOf(1);
    expect(clients.slice(0, lastOfOne).filter((client) => client === 2).length).toBeGreaterThan(10);
  });

  test('an OpenFont that waits holds its own client only', () => {
    const order = new FairOrder();
    order.addClient(1, true);
    order.addClient(2, true);
    const openFont = request(4, 0);
    openFont[0] = 45;
    order.pushFramed(1, { kind: 'open-font', bytes: openFont }, true);
    addRequests(order, 1, [request(1, 1)]);
    addRequests(order, 2, [request(1, 2)]);
    expect(takeAll(order, 1000)).toMatchObject([{ client: 2 }]);
    order.append({ kind: 'font', hash: 'x', bytes: new Uint8Array(0) });
    order.release(1);
    expect(takeAll(order, 1000)).toMatchObject([
      { event: { kind: 'font' } },
      { client: 1, bytes: openFont },
      { client: 1 },
    ]);
  });

  test('a stopped client waits until it may go on; one that is removed is forgotten', () => {
    const order = new FairOrder();
    order.addClient(1, true);
    order.stop(1, true);
    addRequests(order, 1, [request(1, 1)]);
    expect(order.take(100)).toBeUndefined();
    order.stop(1, false);
    expect(order.take(100)).toMatchObject({ client: 1 });
    addRequests(order, 1, [request(1, 2)]);
    order.removeClient(1);
    expect(order.waiting).toBe(false);
    expect(order.take(100)).toBeUndefined();
  });
});

describe('entry cutter', () => {
  const push = (turn: Turn) => () => {
    const cutter = new EntryCutter();
    cutter.push(turn);
    for (let i = 0; i < 10; i++) cutter.next();
  };

  test('refuses requests that are not whole and pieces that do not fit', () => {
    const whole = request(3, 0);
    const bad: Turn[] = [
      { kind: 'requests', client: 1, littleEndian: true, bytes: whole.subarray(0, 8) },
      { kind: 'requests', client: 1, littleEndian: true, bytes: new Uint8Array(4) },
      { kind: 'piece', client: 1, total: 4, last: false, bytes: new Uint8Array(4) },
      { kind: 'piece', client: 1, total: 8, last: true, bytes: new Uint8Array(4) },
      { kind: 'piece', client: 1, total: 4, last: true, bytes: new Uint8Array(8) },
    ];
    for (const turn of bad) expect(push(turn)).toThrow(CarrierError);
  });

  test('what has come of a request goes with its client', () => {
    const cutter = new EntryCutter();
    cutter.push({ kind: 'piece', client: 3, total: 8, last: false, bytes: new Uint8Array(4) });
    expect(cutter.next()).toBeUndefined();
    expect(cutter.unfinished()).toMatchObject([{ client: 3, total: 8, bytes: new Uint8Array(4) }]);
    cutter.push({ kind: 'event', event: { kind: 'client-gone', client: 3 } });
    cutter.next();
    expect(cutter.unfinished()).toEqual([]);
  });

  test('where one end hands over in the middle, the other goes on from the unfinished parts', () => {
    const bytes = request(5000, 9);
    const first = new EntryCutter();
    first.push({ kind: 'piece', client: 1, total: bytes.length, last: false, bytes: bytes.slice(0, 7000) });
    expect(first.next()).toBeUndefined();
    const second = new EntryCutter();
    for (const turn of first.unfinished()) second.push(turn);
    second.push({ kind: 'piece', client: 1, total: bytes.length, last: true, bytes: bytes.slice(7000) });
    expect(second.next()).toEqual({ kind: 'request', client: 1, bytes });
  });
});

describe('credit', () => {
  test('a client is read up to its window, and again as requests are carried out', () => {
    const credit = new ClientCredit();
    credit.received(CLIENT_WINDOW_BYTES - 1, 0);
    expect(credit.mayRead).toBe(true);
    credit.received(1, 0);
    expect(credit.mayRead).toBe(false);
    credit.consumed(1);
    expect(credit.mayRead).toBe(true);
  });

  test('a request larger than the window is read to its end, and nothing behind it', () => {
    const credit = new ClientCredit();
    credit.received(3 * CLIENT_WINDOW_BYTES, 3 * CLIENT_WINDOW_BYTES);
    expect(credit.mayRead).toBe(true);
    credit.received(0, 0);
    expect(credit.mayRead).toBe(false);
  });

  test('one that does not read is neither read nor served, and in the end must go', () => {
    const credit = new ClientCredit();
    credit.backlog(CLIENT_BACKLOG_BYTES);
    expect([credit.mayRead, credit.mayServe]).toEqual([true, true]);
    credit.backlog(CLIENT_BACKLOG_BYTES + 1);
    expect([credit.mayRead, credit.mayServe, credit.exhausted]).toEqual([false, false, false]);
    credit.backlog(MAX_CLIENT_BACKLOG_BYTES);
    expect(credit.exhausted).toBe(false);
    credit.backlog(MAX_CLIENT_BACKLOG_BYTES + 1);
    expect(credit.exhausted).toBe(true);
  });
});

describe('outgoing bytes', () => {
  test('the terminal lost at any point: the client gets every byte once', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.array(fc.tuple(fc.boolean(), fc.nat({ max: 30 })), { maxLength: 40 }),
        (stream, steps) => {
          const outgoing = new OutgoingBytes();
          const client: Uint8Array[] = [];
          let terminal = 0;
          let backup = 0;
          for (const [fromTerminal, length] of steps) {
            if (fromTerminal) {
              const bytes = stream.slice(terminal, terminal + length);
              terminal += bytes.length;
              client.push(bytes);
              expect(outgoing.fromTerminal(bytes)).toBe(true);
            } else {
              const bytes = stream.slice(backup, backup + length);
              backup += bytes.length;
              expect(outgoing.fromBackup(bytes)).toBe(true);
            }
            expect(outgoing.gap).toBe(Math.abs(terminal - backup));
          }
          client.push(...outgoing.takeUndelivered());
          client.push(outgoing.fromPrimary(stream.slice(backup)));
          expect(Buffer.compare(Buffer.concat(client), stream)).toBe(0);
          expect(outgoing.total).toBe(stream.length);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('a byte that differs is noticed, whoever is ahead', () => {
    const a = new OutgoingBytes();
    a.fromTerminal(Uint8Array.of(1, 2, 3));
    expect(a.fromBackup(Uint8Array.of(1, 2))).toBe(true);
    expect(a.fromBackup(Uint8Array.of(4))).toBe(false);
    const b = new OutgoingBytes();
    b.fromBackup(Uint8Array.of(1, 2, 3));
    expect(b.fromTerminal(Uint8Array.of(1, 9))).toBe(false);
  });
});
