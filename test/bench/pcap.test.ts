/** The reader of packet captures that bench/link/capture.ts holds the bench's counts against. */
import { expect, test } from 'vitest';
import { payloads } from '../../bench/link/pcap.ts';

const PORT = 7001;

interface Packet {
  readonly from: number;
  readonly to: number;
  readonly sequence: number;
  readonly payload: number;
  readonly syn?: boolean;
  readonly v6?: boolean;
}

/** As `tcpdump -s 128` writes it: of long packets only the beginning is there. */
function capture(packets: readonly Packet[]): Uint8Array {
  const SNAP = 128;
  const parts: number[] = [
    0xd4,
    0xc3,
    0xb2,
    0xa1,
    2,
    0,
    4,
    0,
    ...Array.from({ length: 8 }, () => 0),
    SNAP,
    0,
    0,
    0,
    1,
    0,
    0,
    0,
  ];
  const big = (value: number, bytes: number): number[] =>
    Array.from({ length: bytes }, (_, i) => (value >>> (8 * (bytes - 1 - i))) & 255);
  const little = (value: number): number[] => big(value, 4).toReversed();
  for (const { from, to, sequence, payload, syn = false, v6 = false } of packets) {
    const ip = v6
      ? [0x60, 0, 0, 0, ...big(20 + payload, 2), 6, 64, ...Array.from({ length: 32 }, () => 0)]
      : [0x45, 0, ...big(40 + payload, 2), 0, 0, 0, 0, 64, 6, 0, 0, 127, 0, 0, 1, 127, 0, 0, 1];
    const tcp = [
      ...big(from, 2),
      ...big(to, 2),
      ...big(sequence, 4),
      0,
      0,
      0,
      0,
      0x50,
      syn ? 2 : 0x10,
      0,
      0,
      0,
      0,
      0,
      0,
    ];
    const head = [...Array.from({ length: 12 }, () => 0), ...(v6 ? [0x86, 0xdd] : [8, 0]), ...ip, ...tcp];
    const length = head.length + payload;
    const bytes = [...head, ...Array.from({ length: payload }, () => 7)].slice(0, SNAP);
    parts.push(...little(1), ...little(2), ...little(bytes.length), ...little(length), ...bytes);
  }
  return Uint8Array.from(parts);
}

test('each byte counts once, whatever is sent again, in both directions and over the end of the sequence numbers', () => {
  const down = { from: PORT, to: 40_000 } as const;
  const up = { from: 40_000, to: PORT } as const;
  const found = payloads(
    capture([
      { ...up, sequence: 9, payload: 0, syn: true },
      { ...up, sequence: 10, payload: 1000 },
      { ...down, sequence: 2 ** 32 - 500, payload: 1448 },
      { ...down, sequence: 2 ** 32 - 500, payload: 1448 },
      { ...down, sequence: 948, payload: 100 },
      { ...down, sequence: 900, payload: 248 },
      { ...up, sequence: 1010, payload: 0 },
      { from: 1, to: 2, sequence: 5, payload: 77 },
      { from: 50_000, to: PORT, sequence: 4, payload: 6, v6: true },
    ]),
    PORT,
  );
  expect(found.toPort).toEqual({ bytes: 1006, packets: 2 });
  expect(found.fromPort).toEqual({ bytes: 1648, packets: 4 });
});

test('what is no capture is refused, and one that was cut off is read as far as it goes', () => {
  expect(() => payloads(new Uint8Array(100), PORT)).toThrow('no capture file');
  const whole = capture([1, 2, 3].map((i) => ({ from: PORT, to: 9, sequence: i * 50, payload: 50 })));
  for (let length = 24; length < whole.length; length++) {
    expect(payloads(whole.subarray(0, length), PORT).fromPort.packets).toBe(Math.floor((length - 24) / 120));
  }
});
