/** A replica that applies NoOperation in the place of quiet requests has the state of the core that applied them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Core } from '../../../xserver/core.ts';
import { screenSizeAt96Dpi } from '../../../xserver/initial-state.ts';
import type { LogEntry } from '../../../xserver/log/entry.ts';
import { isQuiet } from '../../../xserver/log/quiet.ts';
import {
  coreRequestEncoders,
  type CoreRequestArguments,
  type CoreRequestName,
} from '../../../xserver/protocol/generated/xproto.ts';
import { Writer } from '../../../xserver/protocol/writer.ts';
import { RandomLog } from '../../support/random-requests.ts';
import { RecordingSink } from '../../support/recording-sink.ts';

const SCREEN = screenSizeAt96Dpi(160, 120);

function noOperation(littleEndian: boolean): Uint8Array {
  return littleEndian ? Uint8Array.of(127, 0, 1, 0) : Uint8Array.of(127, 0, 0, 1);
}

class Pair {
  readonly real = new Core(SCREEN);
  readonly replica = new Core(SCREEN);
  readonly #sink = new RecordingSink();
  quiet = 0;

  apply(entry: LogEntry): boolean {
    const quiet = isQuiet(this.real.server, entry);
    if (quiet) this.quiet++;
    const littleEndian = entry.kind === 'request' && (this.real.state.clients.get(entry.client)?.littleEndian ?? true);
    this.real.apply(entry, this.#sink);
    this.replica.apply(
      quiet && entry.kind === 'request' ? { ...entry, bytes: noOperation(littleEndian) } : entry,
      this.#sink,
    );
    return quiet;
  }

  /** A request of client 1. */
  request<N extends CoreRequestName>(name: N, fields: CoreRequestArguments[N]): boolean {
    const writer = new Writer(true);
    coreRequestEncoders[name](writer, fields);
    const { index, time } = this.real.state;
    return this.apply({ kind: 'request', client: 1, bytes: writer.finish(), index: index + 1, time });
  }

  get equal(): boolean {
    return this.real.stateHash() === this.replica.stateHash();
  }
}

function connected(): Pair {
  const pair = new Pair();
  pair.apply({ kind: 'client-connected', client: 1, littleEndian: true, idBase: 1 << 21, index: 1, time: 1 });
  pair.apply({ kind: 'client-connected', client: 2, littleEndian: true, idBase: 2 << 21, index: 2, time: 1 });
  return pair;
}

describe('a quiet request', () => {
  it('leaves the state as NoOperation does', () => {
    let quiet = 0;
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const pair = new Pair();
        const log = new RandomLog(seed);
        for (let i = 0; i < 900; i++) {
          pair.apply(log.next(pair.real.state).entry);
          if (i % 100 === 99) expect(pair.equal).toBe(true);
        }
        quiet += pair.quiet;
      }),
      { numRuns: 15 },
    );
    expect(quiet).toBeGreaterThan(1000);
  });

  it('makes no atom and deletes no property', () => {
    const pair = connected();
    expect(pair.request('InternAtom', { onlyIfExists: 0, name: 'NEW' })).toBe(false);
    expect(pair.request('InternAtom', { onlyIfExists: 0, name: 'NEW' })).toBe(true);
    expect(pair.request('InternAtom', { onlyIfExists: 1, name: 'OTHER' })).toBe(true);
    const window = pair.real.state.screen.root.id;
    const property = { window, property: 39, type: 0, longOffset: 0, longLength: 10 };
    expect(pair.request('GetProperty', { ...property, delete: 0 })).toBe(true);
    expect(pair.request('GetProperty', { ...property, delete: 1 })).toBe(false);
    expect(pair.request('Bell', { percent: 0 })).toBe(false);
    expect(pair.equal).toBe(true);
  });

  it('is none while its client waits for another that has grabbed the server', () => {
    const pair = connected();
    const grab = Uint8Array.of(36, 0, 1, 0);
    pair.apply({ kind: 'request', client: 2, bytes: grab, index: 3, time: 1 });
    expect(pair.request('GetInputFocus', {})).toBe(false);
    expect(pair.real.state.clients.get(1)!.held.length).toBe(1);
    expect(pair.equal).toBe(true);
  });

  it('is not one that asks for the pointer while a hint of motion waits', () => {
    const pair = connected();
    const window = pair.real.state.screen.root.id;
    const mask = (1 << 6) | (1 << 7);
    pair.request('ChangeWindowAttributes', { window, valueList: { eventMask: mask } });
    expect(pair.request('QueryPointer', { window })).toBe(true);
    const { index } = pair.real.state;
    pair.apply({ kind: 'terminal-attached', terminal: 1, index: index + 1, time: 2 });
    pair.apply({
      kind: 'input',
      terminal: 1,
      number: 1,
      input: { kind: 'motion', x: 9, y: 9 },
      index: index + 2,
      time: 3,
    });
    expect(pair.request('QueryPointer', { window })).toBe(false);
    expect(pair.request('QueryPointer', { window })).toBe(true);
    expect(pair.equal).toBe(true);
  });
});
