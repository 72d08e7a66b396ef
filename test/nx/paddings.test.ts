/** Padding is cleared where nobody looks at it, and stays where the core may keep the bytes. */
import { describe, expect, it } from 'vitest';
import { clearPadding, FreeClients } from '../../nx/paddings.ts';
import type { LogEntry } from '../../xserver/log/entry.ts';

const request = (client: number, ...bytes: number[]): LogEntry => ({
  kind: 'request',
  client,
  bytes: Uint8Array.from(bytes),
  index: 1,
  time: 1,
});
const getInputFocus = (client: number) => request(client, 43, 0, 1, 0);
const mapWindow = (client: number) => request(client, 8, 0, 2, 0, 1, 0, 32, 0);

describe('padding', () => {
  it('is cleared in fields and behind counted bytes, in both byte orders', () => {
    const mapped = Uint8Array.of(8, 77, 2, 0, 1, 0, 32, 0);
    clearPadding(mapped);
    expect([...mapped]).toEqual([8, 0, 2, 0, 1, 0, 32, 0]);
    const intern = Uint8Array.of(16, 1, 0, 3, 0, 2, 9, 9, 65, 66, 9, 9);
    clearPadding(intern);
    expect([...intern]).toEqual([16, 1, 0, 3, 0, 2, 0, 0, 65, 66, 0, 0]);
    const property = Uint8Array.of(
      18,
      0,
      7,
      0,
      1,
      0,
      0,
      0,
      2,
      0,
      0,
      0,
      31,
      0,
      0,
      0,
      8,
      9,
      9,
      9,
      1,
      0,
      0,
      0,
      65,
      9,
      9,
      9,
    );
    clearPadding(property);
    expect([...property.subarray(16)]).toEqual([8, 0, 0, 0, 1, 0, 0, 0, 65, 0, 0, 0]);
  });

  it('is left alone in what is no whole request', () => {
    for (const bytes of [[8, 77, 3, 0, 1, 0, 32, 0], [8, 77, 2], [], [12, 9, 1, 0]]) {
      const copy = Uint8Array.from(bytes);
      clearPadding(copy);
      expect([...copy]).toEqual(bytes);
    }
  });

  it('is nobody’s business once a client has been seen not to wait', () => {
    const clients = new FreeClients();
    expect(clients.see(mapWindow(1), false)).toBe(false);
    clients.see(getInputFocus(1), true);
    expect(clients.see(mapWindow(1), false)).toBe(true);
    expect(clients.see(mapWindow(2), false)).toBe(false);
  });

  it('may be kept after GrabServer, FakeInput, and for a client that is new', () => {
    const clients = new FreeClients();
    const free = () => clients.see(mapWindow(1), false);
    clients.see(getInputFocus(1), true);
    clients.see(request(2, 36, 0, 1, 0), false);
    expect(free()).toBe(false);
    clients.see(getInputFocus(1), true);
    expect(free()).toBe(true);
    clients.see(request(1, 131, 2, 9, 0), false);
    expect(free()).toBe(false);
    clients.see(getInputFocus(1), true);
    clients.see({ kind: 'client-gone', client: 1, index: 1, time: 1 }, false);
    expect(free()).toBe(false);
  });
});
