/** Thawing (X11 §12 AllowEvents). */
import { Allow } from '../protocol/generated/xproto.ts';
import type { DeviceGrab } from '../state/input.ts';
import type { Server } from '../server.ts';
import { deactivateKeyboardGrab, deactivatePointerGrab } from './active-grabs.ts';
import { playReleased, replayEvent } from './device-events.ts';

interface Subject {
  readonly client: number;
  readonly own: DeviceGrab;
  readonly other: DeviceGrab;
  /** The client has grabbed the device itself. */
  readonly grabbed: boolean;
  /** The client's grab of the other device has frozen this one. */
  readonly frozenByOther: boolean;
}

function isFrozenByItself(device: DeviceGrab): boolean {
  return device.freeze === 'frozen' || device.freeze === 'frozen-with-event';
}

/** Releases events that the client's grabs have frozen, in one of the eight modes. `time` in server time. */
export function allowEvents(server: Server, client: number, mode: number, time: number): void {
  const { pointer, keyboard } = server.state.input;
  const isPointerMode = mode === Allow.AsyncPointer || mode === Allow.SyncPointer || mode === Allow.ReplayPointer;
  const [own, other] = isPointerMode ? [pointer.grab, keyboard.grab] : [keyboard.grab, pointer.grab];
  const subject: Subject = {
    client,
    own,
    other,
    grabbed: own.active?.client === client,
    frozenByOther: other.active?.client === client && own.frozenBy === other.active,
  };
  if (!(subject.grabbed && isFrozenByItself(own)) && !subject.frozenByOther) return;
  if (time > server.state.time || time < grabTime(subject)) return;
  switch (mode) {
    case Allow.AsyncPointer:
    case Allow.AsyncKeyboard:
      if (subject.grabbed) own.freeze = 'free';
      if (subject.frozenByOther) own.frozenBy = undefined;
      break;
    case Allow.SyncPointer:
    case Allow.SyncKeyboard:
      if (!subject.grabbed) return;
      own.freeze = 'freeze-next';
      if (subject.frozenByOther) own.frozenBy = undefined;
      break;
    case Allow.ReplayPointer:
    case Allow.ReplayKeyboard:
      replay(server, subject, mode === Allow.ReplayPointer);
      return;
    case Allow.AsyncBoth:
    case Allow.SyncBoth:
      allowBoth(subject, mode === Allow.SyncBoth);
      break;
    default:
      return;
  }
  playReleased(server);
}

/** The later one of the client's grabs. */
function grabTime({ client, own, other, grabbed }: Subject): number {
  if (other.active?.client !== client) return own.time;
  return grabbed ? Math.max(own.time, other.time) : other.time;
}

function replay(server: Server, { own, grabbed, frozenByOther }: Subject, isPointer: boolean): void {
  const report = own.replay;
  const grab = own.active;
  if (!grabbed || own.freeze !== 'frozen-with-event' || report === undefined || grab === undefined) return;
  if (frozenByOther) own.frozenBy = undefined;
  if (isPointer) deactivatePointerGrab(server);
  else deactivateKeyboardGrab(server);
  replayEvent(server, report, grab.window);
}

function hasFrozen(client: number, device: DeviceGrab): boolean {
  return (device.active?.client === client && isFrozenByItself(device)) || device.frozenBy?.client === client;
}

/** Has an effect only while the client has frozen both devices. */
function allowBoth({ client, own, other }: Subject, again: boolean): void {
  if (!hasFrozen(client, own) || !hasFrozen(client, other)) return;
  for (const device of [own, other]) {
    if (device.active?.client === client) device.freeze = again ? 'freeze-both-next' : 'free';
    if (device.frozenBy?.client === client) device.frozenBy = undefined;
  }
}
