/** The keyboard's bell, and who is told that it rings (XKB protocol §9.4). */
import type { Server } from '../../server.ts';
import { sendXkbEvent } from './send-events.ts';

const AUDIBLE_BELL = 1 << 9;
const NONE = 0;

/** What the XKEYBOARD request says besides the sound. */
export interface BellDetails {
  /** Atom and window for BellNotify. */
  readonly name: number;
  readonly window: number;
  readonly eventOnly: boolean;
  /** Sounds even while the AudibleBell control is off. */
  readonly force: boolean;
}

const PLAIN: BellDetails = { name: NONE, window: NONE, eventOnly: false, force: false };

/** Rings the bell: `volume` in percent, Hz, milliseconds. */
export function ringBell(server: Server, volume: number, pitch: number, duration: number, details = PLAIN): void {
  const { enabled } = server.state.input.keyboard.xkb.controls;
  const audible = (enabled & AUDIBLE_BELL) !== 0 || details.force;
  if (audible && !details.eventOnly) server.sink.bell(volume, pitch, duration);
  sendXkbEvent(server, 'BellNotify', 1, {
    bellClass: 0,
    bellID: 0,
    percent: volume,
    pitch,
    duration,
    bellName: details.name,
    window: details.window,
    eventOnly: details.eventOnly ? 1 : 0,
  });
}
