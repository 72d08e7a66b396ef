/**
 * What real programs write to the X server, taken from the tap while they run in a session of their own, to be played again in virtual time:
 * there a terminal can be lost between any two steps, a thousand times in a minute, and what happened can be repeated.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { deserialize, serialize } from 'node:v8';
import type { FontCatalogue } from '../../xserver/fonts/catalogue.ts';
import { eventually } from '../support/patience.ts';
import { Lab } from './lab.ts';
import { witnessOf } from './judge.ts';
import type { LoadName } from './programs.ts';

export interface CapturedStream {
  readonly client: number;
  readonly littleEndian: boolean;
  /** Its requests, the last perhaps cut short. */
  readonly requests: Uint8Array;
}

export interface Capture {
  readonly streams: readonly CapturedStream[];
  readonly catalogue: FontCatalogue;
  readonly fonts: ReadonlyMap<string, Uint8Array>;
  /** Names of atoms in their order: with them, a second run gives out the same numbers. */
  readonly atoms: readonly string[];
  readonly width: number;
  readonly height: number;
}

/** Bits of an id below the client's number. */
const ID_BITS = 21;

/** Of each program, on the average. */
const ENOUGH_BYTES = 30_000;
/** What was not written by then does without. */
const MOST_MS = 30_000;

export interface CaptureOptions {
  readonly loads: readonly LoadName[];
  readonly milliseconds: number;
  /** Of each program, so many bytes. */
  readonly maximum: number;
  readonly width: number;
  readonly height: number;
}

export async function capture({ loads, milliseconds, maximum, width, height }: CaptureOptions): Promise<Capture> {
  const lab = await Lab.start({ width, height });
  try {
    for (const [i, load] of loads.entries()) {
      lab.programs.start(load);
      // One after the other, so that the clients' numbers are theirs in every run.
      await eventually(load, () => (lab.tap.connections.length > i ? true : undefined));
      await setTimeout(150);
    }
    await setTimeout(milliseconds);
    // A busy machine takes its time until something is there to play again.
    const written = (): number => lab.tap.connections.reduce((sum, { writtenBytes }) => sum + writtenBytes, 0);
    const isEnough = (): boolean => written() >= ENOUGH_BYTES * loads.length;
    for (const end = performance.now() + MOST_MS; !isEnough() && performance.now() < end;) await setTimeout(50);
    await lab.feed(lab.judge);
    const streams: CapturedStream[] = [];
    for (const connection of lab.tap.connections) {
      const witness = witnessOf(connection);
      if (witness === undefined) continue;
      const written = Buffer.concat(connection.written);
      const requests = written.subarray(witness.setupBytes, witness.setupBytes + maximum);
      const littleEndian = written[0] === 0x6c;
      streams.push({ client: witness.idBase >>> ID_BITS, littleEndian, requests: Uint8Array.from(requests) });
    }
    streams.sort((a, b) => a.client - b.client);
    const { state } = lab.judge.core;
    return { streams, catalogue: state.fontCatalogue, fonts: lab.fonts, atoms: [...state.atoms.names], width, height };
  } finally {
    await lab.end();
  }
}

/**
 * Captures by name: fresh ones, or with FAILOVER_CAPTURES=FILE those of an earlier run. A seed repeats a run to the byte only with its captures.
 */
export async function captures(wanted: Readonly<Record<string, CaptureOptions>>): Promise<Map<string, Capture>> {
  const file = process.env['FAILOVER_CAPTURES'];
  if (file !== undefined) return owned(deserialize(readFileSync(file))) as Map<string, Capture>;
  const captured = new Map<string, Capture>();
  for (const [name, options] of Object.entries(wanted)) captured.set(name, await capture(options));
  return captured;
}

/** Keeps captures for another run; gives the file. */
export function keepCaptures(captured: ReadonlyMap<string, Capture>): string {
  const file = join(tmpdir(), `farpane-captures-${process.pid}`);
  writeFileSync(file, serialize(captured));
  return file;
}

/** With arrays of their own: those of v8 are views of what was read. */
function owned(value: unknown): unknown {
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (ArrayBuffer.isView(value)) return (value as Uint32Array).slice();
  if (Array.isArray(value)) return value.map(owned);
  if (value instanceof Map) return new Map([...value].map(([key, part]) => [key, owned(part)]));
  if (value instanceof Set) return new Set([...value].map(owned));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, owned(part)]));
}
