/**
 * What real programs write to the X server, taken from the tap while they run in a session of their own, to be played again in virtual time:
 * there a terminal can be lost between any two steps, a thousand times in a minute, and what happened can be repeated.
 */
import { setTimeout } from 'node:timers/promises';
import type { FontCatalogue } from '../../xserver/fonts/catalogue.ts';
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
    for (const load of loads) {
      lab.programs.start(load);
      // One after the other, so that the clients' numbers are theirs in every run.
      await setTimeout(150);
    }
    await setTimeout(milliseconds);
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
